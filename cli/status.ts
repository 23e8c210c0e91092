import { parseArgs } from "node:util";
import { environments } from "../environments";
import { runCli } from "../lib/run-cli";
import { exitCodes, UserError } from "../packages/common/errors";
import { findEnvironment } from "../lib/environment";
import { sleep } from "../packages/common/process";
import { reach } from "../operations/task/session";
import { connect } from "../operations/status/clients";
import { diagnose } from "../operations/status/diagnose";
import { notThere, read } from "../operations/status/read";
import { report } from "../operations/status/report";

const usage = `usage: npm run status -- [ENVIRONMENT] [--watch [SECONDS]] [--json] [--logs LINES] [--events COUNT] [--emulator]

What the service of an environment (${environments[0]?.name} unless named) is doing: cluster, instances, deployments, tasks, targets,
events, logs, alarms, scaling; and what is wrong with it, with the evidence and the next step.

  --watch [SECONDS]  again every 5 SECONDS, until Ctrl-C; exits as the last answer says
  --json             everything as JSON
  --logs LINES       newest lines of each container's log, 0 to 100 (5)
  --events COUNT     newest events of the service, 0 to 100 (10)
  --emulator         of what npm start deployed to the emulator, not of AWS

exits with 0 healthy, 1 degraded, 2 AWS cannot be asked (no or expired credentials, wrong account, no network, throttled),
3 no such environment, cluster or service, or a wrong option`;

runCli(async (args) => {
  const { environment, watch, json, emulated, options, help } = parse(args);
  if (help) {
    console.log(usage);
    return 0;
  }
  const clients = connect(environment, await reach(environment, emulated));
  const once = async (): Promise<{ text: string; code: number }> => {
    const snapshot = await read(clients, environment, options);
    const diagnoses = diagnose(snapshot);
    const text = json ? JSON.stringify({ ...snapshot, diagnoses }, undefined, 2) : report(snapshot, diagnoses);
    return { text, code: diagnoses.length === 0 ? 0 : exitCodes.failed };
  };
  if (watch === undefined) {
    const { text, code } = await once();
    console.log(text);
    return code;
  }
  return watchUntilInterrupted(once, watch);
});

/** Draws over the last answer on a terminal, and goes on after an answer that did not come. */
async function watchUntilInterrupted(
  once: () => Promise<{ text: string; code: number }>,
  seconds: number,
): Promise<number> {
  let last = 0;
  process.once("SIGINT", () => process.exit(last));
  for (;;) {
    const { text, code } = await once().catch((error: unknown) => {
      if (error instanceof UserError) return { text: error.message, code: error.exitCode };
      throw error;
    });
    last = code;
    const top = process.stdout.isTTY ? "\u001b[H\u001b[2J" : "";
    console.log(`${top}${text}`);
    await sleep(seconds * 1000);
  }
}

/** @throws UserError with exit code 3 for what is not understood: 1 and 2 are answers about the service */
function parse(args: readonly string[]) {
  try {
    const { positionals, values } = parseArgs({
      // `--watch 10` and `--watch` alone are both understood.
      args: args.flatMap((argument, index) =>
        argument === "--watch" && !/^\d+$/.test(args[index + 1] ?? "") ? ["--watch", "5"] : [argument],
      ),
      allowPositionals: true,
      options: {
        watch: { type: "string" },
        json: { type: "boolean", default: false },
        logs: { type: "string", default: "5" },
        events: { type: "string", default: "10" },
        emulator: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    });
    if (positionals.length > 1) throw new UserError(`one environment, got ${positionals.join(" ")}\n\n${usage}`);
    return {
      environment: findEnvironment(positionals[0] ?? environments[0]?.name ?? ""),
      watch: values.watch === undefined ? undefined : whole("--watch", values.watch, 1, 3600),
      json: values.json,
      emulated: values.emulator,
      options: { logLines: whole("--logs", values.logs, 0, 100), events: whole("--events", values.events, 0, 100) },
      help: values.help,
    };
  } catch (error) {
    throw new UserError(error instanceof Error ? error.message : String(error), notThere);
  }
}

function whole(option: string, text: string, minimum: number, maximum: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= minimum && value <= maximum) return value;
  throw new UserError(`${option} must be a whole number from ${minimum} to ${maximum}, got ${JSON.stringify(text)}`);
}
