import { spawn } from "node:child_process";
import { targetOf } from "../lib/ecs/target";
import { loadEnvironment } from "../lib/environments";
import { nextCommand } from "../lib/next-command";
import type { Page } from "../operations/describe/pages";
import { exitCodes, UserError } from "../packages/common/errors";
import { defineCommand } from "./program/execute";
import { emulator, environment, json, service } from "./program/options";

const pages = [
  "app",
  "service",
  "tasks",
  "logs",
  "alarms",
  "dashboard",
  "database",
  "images",
  "secrets",
] as const satisfies readonly Page[];

export default defineCommand({
  name: "open",
  group: "inspect",
  summary: "open the application, or a page of AWS's console about it",
  description:
    "Prints the address of the application or of a page of AWS's console, and opens it in the browser where there is a desktop.",
  arguments: [environment, { term: "[page]", description: "what to open (default: app)", choices: pages }],
  options: [service, emulator, json],
  examples: [
    { command: "open {environment}", explanation: "the application" },
    { command: "open {environment} logs", explanation: "the web container's log group in CloudWatch" },
  ],
  exitCodes: { done: true, failed: true, refused: "the emulator has no pages" },
  run: async ({ environment: name, words: [, page = "app"], options }) => {
    if (options.flag("emulator")) {
      throw new UserError(
        `the emulator runs no containers and has no console, so there is no page to open; ${nextCommand(`status ${name}`)} shows what it has`,
        exitCodes.refused,
      );
    }
    const { browserCommand, pageOf } = await import("../operations/describe/pages");
    const address = pageOf(targetOf(await loadEnvironment(name), options.text("service")), page as Page);
    const browser = options.flag("json") ? undefined : browserCommand(process.platform, process.env);
    if (browser !== undefined) {
      // Where it does not start, the address is on the screen.
      spawn(browser.command, [...browser.args, address], { detached: true, stdio: "ignore" })
        .once("error", () => undefined)
        .unref();
    }
    return { text: address, json: { page, address } };
  },
});
