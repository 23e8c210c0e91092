import { loadEnvironment } from "../../lib/environments";
import { findEmulator } from "../../lib/emulator";
import { exitCodes, UserError } from "../../packages/common/errors";
import { reach } from "../../lib/sessions";
import { targetOf } from "../../lib/ecs/target";
import { connect } from "./clients";
import { diagnose } from "./diagnose";
import { read, type ReadOptions } from "./read";
import { report } from "./report";
import { isoToday } from "../../packages/common/text";
import { waiverNotices } from "./waivers";

export interface LookOptions {
  /** At the emulator of this machine. */
  readonly emulated: boolean;
  /** Key of the service. @default - the only one, or `web` */
  readonly service?: string | undefined;
  readonly logLines?: number | undefined;
  readonly events?: number | undefined;
}

const asked = "This is the emulator on this machine, not AWS.";

/** A function that looks at the service of an environment, as often as it is called. */
export async function look(environmentName: string, { emulated, service, logLines, events }: LookOptions) {
  const environment = targetOf(await loadEnvironment(environmentName), service);
  const { account, region } = environment;
  const clients = connect(environment, await reach(environment, emulated));
  const running = emulated ? undefined : await findEmulator({ account, region });
  const hint =
    running === undefined
      ? undefined
      : `An emulator of account ${account} is running at ${running.url}, and this was asked of AWS: --emulator asks the emulator.`;
  const options: ReadOptions = { ...(logLines !== undefined && { logLines }), ...(events !== undefined && { events }) };
  return async () => {
    const snapshot = await read(clients, environment, options).catch((error: unknown) => {
      if (hint === undefined || !(error instanceof UserError)) throw error;
      throw new UserError(`${error.message}\n${hint}`, error.exitCode);
    });
    const diagnoses = diagnose(snapshot);
    const waivers = waiverNotices(environment, isoToday());
    return {
      code: diagnoses.length === 0 ? 0 : exitCodes.failed,
      json: { ...snapshot, emulated, diagnoses, waivers },
      text: [report(snapshot, diagnoses), ...waivers, ...(emulated ? [asked] : hint === undefined ? [] : [hint])].join(
        "\n\n",
      ),
    };
  };
}
