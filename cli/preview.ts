import { defineCommand } from "./program/execute";
import { emulator, json, usage, wholeNumber } from "./program/options";

export default defineCommand({
  name: "preview",
  group: "change",
  summary: "deploy a small copy of an environment for some days, destroy it",
  description: [
    "up derives an environment from another one, writes its file in environments/, records it beside the state of the other one, and deploys it without asking: small, with names, state keys and host names of its own, without deletion protection. Where the file exists, it deploys what has changed.",
    "down destroys a preview with its data, without asking, and removes its file and its record; nothing but a preview is ever destroyed. list shows the previews of this checkout and those that are recorded, and which have expired.",
  ].join("\n\n"),
  arguments: [
    { term: "<action>", description: "what to do", choices: ["up", "down", "list"] },
    { term: "[name]", description: "name of the preview, such as pr-123" },
  ],
  options: [
    { flags: "--from <environment>", description: "environment that it is derived from" },
    {
      flags: "--days <number>",
      description: "up: days until it expires, 1 to 90",
      default: 7,
      parse: wholeNumber("--days", 1, 90),
    },
    { flags: "--image-tag <tag>", description: "up: tag of the only image (default: that of the other environment)" },
    {
      flags: "--instances <number>",
      description: "up: most instances of each capacity, 1 to 20 (default: 2)",
      parse: wholeNumber("--instances", 1, 20),
    },
    emulator,
    json,
  ],
  examples: [
    { command: "preview up pr-123 --from {environment}", explanation: "deploys pr-123, which expires in 7 days" },
    { command: "preview down pr-123", explanation: "destroys it" },
    { command: "preview list --json", explanation: 'all of them: [{"name", "from", "expires", "expired"}]' },
  ],
  exitCodes: {
    done: "deployed, destroyed or listed",
    failed: true,
    refused: "the state bucket of the other environment does not exist yet",
    applyFailed: true,
    unreachable: true,
    interrupted: true,
  },
  run: async ({ words: [action, name], options, notice }) => {
    const from = options.text("from");
    const emulated = options.flag("emulator");
    const asJson = options.flag("json");
    if (action === "list") {
      if (name !== undefined) throw usage("preview list takes no name");
      const { listPreviews } = await import("../operations/preview/list");
      return listPreviews({ from, emulated, notice }, new Date());
    }
    if (name === undefined) throw usage(`name the preview: ./platform preview ${action} NAME`);
    const { down, up } = await import("../operations/preview/preview");
    if (action === "down") return { code: await down(name, from, { emulated, notice, json: asJson }), json: { name } };
    if (from === undefined) throw usage(`name the environment to derive ${name} from: --from ENVIRONMENT`);
    const { dayAfter } = await import("../operations/preview/source");
    const { onlyImage } = await import("../operations/preview/images");
    const tag = options.text("image-tag");
    const maximumInstances = options.number("instances");
    const preview = {
      name,
      from,
      expires: dayAfter(new Date(), options.number("days") ?? 7),
      ...(tag !== undefined && { tags: { [await onlyImage(from)]: tag } }),
      ...(maximumInstances !== undefined && { maximumInstances }),
    };
    return { code: await up(preview, { emulated, notice, json: asJson }), json: preview };
  },
});
