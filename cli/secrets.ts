import { list } from "../packages/common/text";
import { askSecretly } from "./program/ask";
import { defineCommand } from "./program/execute";
import { emulator, environment, json, usage, wholeNumber } from "./program/options";

export default defineCommand({
  name: "secrets",
  group: "operate",
  summary: "list an environment's secrets, set or generate one, compare",
  description: [
    "list, the default, lists every secret with its age, the containers that read it, and whether it changed since the tasks started. No value is ever read or shown.",
    "set takes the value from standard input, or asks for it without showing it; a line break at its end is left out. generate has AWS make one of letters and digits. compare says which secrets have a value in one environment and not in the other.",
  ].join("\n\n"),
  arguments: [
    environment,
    {
      term: "[action]",
      description: "what to do (default: list)",
      choices: ["list", "set", "generate", "compare"],
    },
    { term: "[name]", description: "the secret, or the other environment of compare" },
  ],
  options: [
    {
      flags: "--length <characters>",
      description: "of a generated value, 16 to 4096",
      default: 64,
      parse: wholeNumber("--length", 16, 4096),
    },
    emulator,
    json,
  ],
  examples: [
    { command: "secrets {environment}", explanation: "lists them" },
    { command: "secrets {environment} set API_KEY", explanation: "asks for the value" },
    { command: "secrets {environment} compare {other}", explanation: "which have a value where" },
  ],
  exitCodes: { done: true, failed: true, refused: "the secret is not deployed yet", unreachable: true },
  run: async ({ words: [name = "", action = "list", subject], options, notice }) => {
    if (action !== "list" && subject === undefined) {
      throw usage(
        `name ${action === "compare" ? "the other environment" : "the secret"}: ./platform secrets ${name} ${action} ...`,
      );
    }
    if (action === "list" && subject !== undefined) throw usage("list shows every secret, and takes no name");
    const { ECSClient } = await import("@aws-sdk/client-ecs");
    const { SecretsManagerClient } = await import("@aws-sdk/client-secrets-manager");
    const { openSession } = await import("../lib/sessions");
    const secrets = await import("../operations/secrets/secrets");
    const { environment, config } = await openSession(name, options.flag("emulator"));
    const client = new SecretsManagerClient(config);
    if (action === "set" || action === "generate") {
      const secret = subject ?? "";
      if (action === "generate")
        await secrets.generateSecret(client, environment, secret, options.number("length") ?? 64);
      else await secrets.setSecret(client, environment, secret, await askSecretly(`Value of ${secret}: `, notice));
      const readers = [...new Set(secrets.readersOf(environment, secret).map(({ service }) => service))];
      const next =
        readers.length === 0
          ? "No container reads it."
          : `The tasks of ${list(readers)} read it when they start: start new ones (docs/guides/rotate-a-secret.md).`;
      return { text: `${secret} is set. ${next}`, json: { secret, isSet: true } };
    }
    const own = await secrets.readSecrets(client, environment);
    if (action === "compare") {
      const other = await openSession(subject ?? "", options.flag("emulator"));
      const theirs = await secrets.readSecrets(new SecretsManagerClient(other.config), other.environment);
      const compared = secrets.compareSecrets({ [name]: own, [other.environment.name]: theirs });
      return { text: secrets.describeComparison(compared), json: compared };
    }
    const deployed = await secrets.lastDeployment(new ECSClient(config), environment);
    return { text: secrets.describeSecrets(own, deployed, new Date()), json: own };
  },
});
