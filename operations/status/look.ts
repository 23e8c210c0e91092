import { loadEnvironment } from "../../lib/environments";
import { exitCodes } from "../../packages/common/errors";
import { reach } from "../task/session";
import { connect } from "./clients";
import { diagnose } from "./diagnose";
import { read, type ReadOptions } from "./read";
import { report } from "./report";

export interface LookOptions {
  /** At the emulator of this machine. */
  readonly emulated: boolean;
  readonly logLines?: number | undefined;
  readonly events?: number | undefined;
}

/** A function that looks at the service of an environment, as often as it is called. */
export async function look(environmentName: string, { emulated, logLines, events }: LookOptions) {
  const environment = await loadEnvironment(environmentName);
  const clients = connect(environment, await reach(environment, emulated));
  const options: ReadOptions = { ...(logLines !== undefined && { logLines }), ...(events !== undefined && { events }) };
  return async () => {
    const snapshot = await read(clients, environment, options);
    const diagnoses = diagnose(snapshot);
    return {
      code: diagnoses.length === 0 ? 0 : exitCodes.failed,
      json: { ...snapshot, diagnoses },
      text: report(snapshot, diagnoses),
    };
  };
}
