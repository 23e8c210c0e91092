import { loadEnvironment } from "../../lib/environments";
import { findEmulator } from "../../lib/emulator";
import { exitCodes, UserError } from "../../packages/common/errors";
import { reach } from "../../lib/sessions";
import type { Environment } from "../../modules/platform/environment";
import { chooseServices, type ChosenService } from "../../lib/ecs/target";
import { connect, Shared, type Clients } from "./clients";
import { diagnose } from "./diagnose";
import { notThere, read, type ReadOptions } from "./read";
import { report, reportServices } from "./report";
import { compare, exitCodeOf } from "./several";
import type { Snapshot } from "./snapshot";
import { isoToday } from "../../packages/common/text";
import { interruptedRun } from "../../lib/run-record";
import { waiverNotices } from "./waivers";

export interface LookOptions {
  /** At the emulator of this machine. */
  readonly emulated: boolean;
  /** Key of the only service to look at. @default - all */
  readonly service?: string | undefined;
  readonly logLines?: number | undefined;
  readonly events?: number | undefined;
}

const asked = "This is the emulator on this machine, not AWS.";

/** A function that looks at the services of an environment, as often as it is called. */
export async function look(environmentName: string, { emulated, service, logLines, events }: LookOptions) {
  const environment = await loadEnvironment(environmentName);
  const chosen = chooseServices(environment, service);
  const { account, region } = environment;
  const env = await reach(environment, emulated);
  const clients = connect(environment, env);
  const { AWS_ENDPOINT_URL: endpoint } = process.env;
  const running = emulated || endpoint !== undefined ? undefined : await findEmulator({ account, region });
  const hint =
    running === undefined
      ? undefined
      : `An emulator of account ${account} is running at ${running.url}, and this was asked of AWS: --emulator asks the emulator.`;
  const options: ReadOptions = { ...(logLines !== undefined && { logLines }), ...(events !== undefined && { events }) };
  const other = endpoint === undefined ? [] : [`This was asked of ${endpoint} (AWS_ENDPOINT_URL), not of AWS.`];
  const notes = emulated ? [asked] : hint === undefined ? other : [hint];
  return async () => {
    const killed = await interruptedRun(environment.name, env);
    const interrupted = killed === undefined ? [] : [killed];
    const seen = await see(clients, environment, chosen, options).catch((error: unknown) => {
      if (!(error instanceof UserError)) throw error;
      const hints = [...interrupted, ...(hint === undefined ? [] : [hint])];
      throw new UserError([error.message, ...hints].join("\n"), error.exitCode);
    });
    const waivers = waiverNotices(environment, isoToday());
    return {
      code: seen.code,
      json: { ...seen.json, emulated, waivers },
      text: [seen.text, ...waivers, ...interrupted, ...notes].join("\n\n"),
    };
  };
}

/**
 * Reads and diagnoses the chosen services.
 *
 * @throws UserError when AWS cannot be asked, or none of them is there
 */
export async function see(
  clients: Clients,
  environment: Environment,
  chosen: readonly ChosenService[],
  options: ReadOptions,
) {
  const shared = new Shared();
  const answers = await Promise.allSettled(chosen.map((one) => read(clients, one, { ...options, shared })));
  const missing: UserError[] = [];
  const snapshots: Record<string, Snapshot> = {};
  for (const [index, answer] of answers.entries()) {
    const error: unknown = answer.status === "rejected" ? answer.reason : undefined;
    if (answer.status === "fulfilled") snapshots[chosen[index]?.service.key ?? ""] = answer.value;
    else if (error instanceof UserError && error.exitCode === notThere) missing.push(error);
    else throw error;
  }
  const several = compare(
    environment.base,
    snapshots,
    missing.map(({ message }) => message),
  );
  if (several === undefined) throw missing[0] ?? new UserError(`${environment.name} has no service`, notThere);
  const [only] = Object.values(snapshots);
  if (chosen.length === 1 && only !== undefined) {
    const diagnoses = diagnose(only);
    const code = diagnoses.length === 0 ? 0 : exitCodes.failed;
    return { code, json: { ...only, diagnoses }, text: report(only, diagnoses) };
  }
  const { at, account, region, cluster, instances, alarms } = several.shared;
  const services = several.services.map(({ key, snapshot, diagnoses }) => {
    const { service, tasks, stopped, targets, events, logs, alarms: own, scaling, unread } = snapshot;
    return { key, service, tasks, stopped, targets, events, logs, alarms: own, scaling, unread, diagnoses };
  });
  const common = { at, environment: environment.name, account, region, cluster, instances, alarms };
  return {
    code: exitCodeOf(several),
    json: { ...common, diagnoses: several.diagnoses, services, missing: several.missing },
    text: reportServices(several),
  };
}
