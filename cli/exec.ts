import { UserError, exitCodes } from "../packages/common/errors";
import { defineCommand } from "./program/execute";
import { emulator, environment, service } from "./program/options";

export default defineCommand({
  name: "exec",
  group: "operate",
  summary: "open a shell in a running container, through ECS Exec",
  description:
    "Opens a shell, or another command, in a container of the newest running task. It needs AWS's Session Manager plugin, a service that was deployed with executeCommand, and a running ECS Exec agent; what is missing is named. Sessions are audited in the log group of ECS Exec. A command in one pair of quotes is read by the image's shell; options of the command come after --, or in the quotes.",
  arguments: [environment, { term: "[command...]", description: "what to run (default: /bin/sh)" }],
  options: [
    { flags: "--container <name>", description: "which container (default: the web container)" },
    { flags: "--task <id>", description: "which task, by the beginning of its id (default: the newest)" },
    service,
    emulator,
  ],
  examples: [
    { command: "exec {environment}", explanation: "a shell in the web container" },
    { command: "exec {environment} -- ps aux --sort -rss", explanation: "options after -- are the command's" },
    {
      command: 'exec {environment} --container web -- sh -c "ls -l /tmp | head"',
      explanation: 'a shell reads a text with spaces by itself, too: "ls -l /tmp | head"',
    },
  ],
  exitCodes: {
    done: true,
    failed: true,
    refused: "the plugin, the permission, a task or its agent is missing",
    unreachable: true,
  },
  run: async ({ words: [name = "", ...words], options }) => {
    if (options.flag("emulator")) {
      throw new UserError("the emulator runs no containers, so there is nothing to open a shell in", exitCodes.refused);
    }
    const { ECSClient } = await import("@aws-sdk/client-ecs");
    const { chooseService } = await import("../lib/ecs/target");
    const { openSession } = await import("../lib/sessions");
    const { exec } = await import("../operations/exec/exec");
    const { environment: loaded, config } = await openSession(name, false);
    const environment = chooseService(loaded, options.text("service"));
    const [container, task] = [options.text("container"), options.text("task")];
    const code = await exec(new ECSClient(config), environment, {
      command: words,
      ...(container !== undefined && { container }),
      ...(task !== undefined && { task }),
    });
    return { code };
  },
});
