import { exitCodes, UserError } from "../packages/common/errors";
import { control } from "../lib/terminal/screen";
import { printableJson } from "../packages/common/printable";
import { sleep } from "../packages/common/process";
import { defineCommand } from "./program/execute";
import { emulator, environmentOrDefault, json, onlyService, wholeNumber } from "./program/options";
import type { Outcome } from "./program/types";

export default defineCommand({
  name: "status",
  group: "inspect",
  summary: "what the services are doing, what is wrong, and what to do next",
  description:
    "Shows what the services of an environment are doing (cluster, instances, deployments, tasks, targets, events, logs, alarms, scaling), and what is wrong with them, with the evidence and the next step. Of several services the worst comes first.",
  arguments: [environmentOrDefault],
  options: [
    {
      flags: "--watch [seconds]",
      description: "show it again every 5 seconds, or as many as given, until Ctrl-C",
      parse: wholeNumber("--watch", 1, 3600),
    },
    {
      flags: "--logs <lines>",
      description: "newest lines of each container's log, 0 to 100",
      default: 5,
      parse: wholeNumber("--logs", 0, 100),
    },
    {
      flags: "--events <count>",
      description: "newest events of each service, 0 to 100",
      default: 10,
      parse: wholeNumber("--events", 0, 100),
    },
    onlyService,
    emulator,
    json,
  ],
  examples: [
    { command: "status {environment}", explanation: "looks once" },
    { command: "status {environment} --watch 10 --logs 0", explanation: "looks every 10 seconds, without logs" },
  ],
  exitCodes: {
    done: "healthy",
    failed: "degraded: something is wrong with a service",
    refused: "there is no such cluster or service",
    unreachable: true,
  },
  run: async ({ environment: name, options, print, progress }) => {
    const { look } = await import("../operations/status/look");
    const looked = await look(name, {
      emulated: options.flag("emulator"),
      service: options.text("service"),
      logLines: options.number("logs"),
      events: options.number("events"),
    });
    if (!options.flag("watch") && options.number("watch") === undefined) return looked();
    const seconds = options.number("watch") ?? 5;
    return watch(looked, seconds, (outcome) => {
      if (options.flag("json")) return print(printableJson(outcome.json, 0));
      if (progress.isTTY === true) control(progress, "\u001b[H\u001b[2J");
      print(outcome.text ?? "");
    });
  },
});

/** Looks again and again, also after an answer that did not come, until Ctrl-C or until nobody reads any more. */
async function watch(
  look: () => Promise<Outcome>,
  seconds: number,
  show: (outcome: Outcome) => void,
): Promise<Outcome> {
  let code = 0;
  const interrupted = new Promise<void>((resolve) => process.once("SIGINT", () => resolve()));
  for (let goesOn = true; goesOn;) {
    const outcome = await look().catch((error: unknown): Outcome => {
      if (error instanceof UserError)
        return { text: error.message, code: error.exitCode, json: { error: error.message } };
      throw error;
    });
    code = outcome.code ?? 0;
    show(outcome);
    const ended = await Promise.race([interrupted.then(() => true), sleep(seconds * 1000)]);
    goesOn = ended !== true && process.stdout.writable;
  }
  return { code: code === 0 ? 0 : code || exitCodes.failed };
}
