import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { environmentNames, exportNameOf } from "../../lib/environment-names";
import { synthesize } from "../../lib/cdktf/synthesize";
import { projectRoot } from "../../lib/root";
import { runProgram } from "../../lib/terminal/exit";
import { list } from "../../packages/common/text";
import { writeLargePlan } from "./large-plan";
import { measure, table } from "./measure";

const [roundsText = "10", environment = environmentNames()[0] ?? ""] = process.argv.slice(2);
const rounds = Number(roundsText);
if (!Number.isInteger(rounds) || rounds < 1 || !environmentNames().includes(environment)) {
  console.error(
    `usage: npm run benchmark -- [rounds] [environment]; rounds must be a whole number from 1, the environment one of ${list(environmentNames())}; got ${roundsText} ${environment}`,
  );
  process.exit(1);
}

const root = projectRoot();
const scratch = mkdtempSync(join(tmpdir(), "benchmark-"));
/** One environment alone, as main.ts would if it were the only one. */
const alone = `import { App } from "cdktf";
import { ${exportNameOf(environment)} as environment } from "../../environments/${environment}";
import { Platform } from "../../modules/platform";
import { enforcePolicies } from "../../policies";

const app = new App();
new Platform(app, environment);
enforcePolicies(app, [environment]);
app.synth();
`;
const withoutPolicies = alone.replace(/^.*enforcePolicies.*\n/gm, "");
const one = ["lib/runner/run.mjs", ".gen/benchmark/alone.ts"];
const unpoliced = ["lib/runner/run.mjs", ".gen/benchmark/unpoliced.ts"];
const all = ["lib/runner/run.mjs", "main.ts"];
const review = [
  "platform",
  "review",
  ...writeLargePlan(join(scratch, "large"), 5000),
  "--markdown",
  join(scratch, "review.md"),
  "--html",
  join(scratch, "review.html"),
];
const seen = (command: string) => ["platform", command, environment, "--from", join(scratch, "synth")];
const without = (pattern: RegExp) => () => {
  const folder = join(root, ".gen/app");
  for (const file of readdirSync(folder)) if (pattern.test(file)) rmSync(join(folder, file));
};
runProgram(async () => {
  try {
    // The picture and the cost are of what synth wrote.
    await synthesize({ output: join(scratch, "synth"), environments: [environment] });
    console.log(
      `From TypeScript sources to Terraform JSON, proofs and policies included; medians of ${rounds} interleaved rounds.\n`,
    );
    mkdirSync(join(root, ".gen/benchmark"), { recursive: true });
    writeFileSync(join(root, ".gen/benchmark/alone.ts"), alone);
    writeFileSync(join(root, ".gen/benchmark/unpoliced.ts"), withoutPolicies);
    const bundle = "\\.gen_benchmark_alone";
    const measured = measure(
      [
        { name: "node -e 0", args: ["-e", "0"] },
        { name: `${environment}, sources unchanged`, args: one },
        { name: `${environment}, policies not asked`, args: unpoliced },
        { name: `${environment}, sources changed`, args: one, before: without(new RegExp(`^${bundle}\\.cjs`)) },
        { name: `${environment}, fresh clone`, args: one, before: without(new RegExp(`^${bundle}\\.`)) },
        { name: "every environment, sources unchanged", args: all },
        { name: `picture of ${environment}`, args: seen("picture") },
        { name: `cost of ${environment}`, args: seen("cost") },
        { name: "plan review of 5,000 changes", args: review, exitCode: 3 },
      ],
      { rounds, root, scratch },
    );
    console.log(table(measured));
  } finally {
    rmSync(scratch, { recursive: true });
  }
  return 0;
});
