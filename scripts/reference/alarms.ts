import { App } from "cdktf";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { railsSidekiq as production } from "../../examples/rails-sidekiq";
import { Platform } from "../../modules/platform";
import { lasts } from "../../operations/prove/alarms/alarms";
import { alarmTable, replay } from "../../operations/prove/alarms/replay";
import { readSynth } from "../../operations/policies/inputs";
import { textOf } from "../../packages/aws-policies/values";
import { cell, code } from "./source";

/** The reference of alarms: those of an example, and what faults do to them. */
export function alarmsReference(): string {
  const outdir = mkdtempSync(join(tmpdir(), "alarms-"));
  try {
    const app = new App({ outdir });
    new Platform(app, production);
    app.synth();
    const stacks = readSynth(outdir);
    const service = stacks.find(({ name }) => name === `${production.name}-service`);
    if (service === undefined) throw new Error("the example has no service stack");
    const alarms = service
      .resourcesOf("aws_cloudwatch_metric_alarm")
      .map(({ properties }) => [code(textOf(properties.alarm_name)), textOf(properties.alarm_description)])
      .filter(([name]) => name?.includes("${") === false);
    return `# Alarms

Generated from the synthesized alarms of \`examples/rails-sidekiq.ts\` by \`node lib/runner/run.mjs scripts/reference/cli.ts\`; do not edit.
\`./platform prove <environment> --alarms\` does the same for an environment, and exits with 1 where a fault finds nobody.

## What faults bring about

Each fault lasts ${lasts} minutes; everything else is as in a healthy system. The alarms are evaluated as CloudWatch does: M of N periods, missing
samples as the alarm treats them, metric math. Events are matched against the rules as EventBridge does.

${alarmTable(replay(service))}

## All of them

${[["alarm", "what happened, and what to do"], ["---", "---"], ...alarms].map((row) => `| ${row.map(cell).join(" | ")} |`).join("\n")}
`;
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
