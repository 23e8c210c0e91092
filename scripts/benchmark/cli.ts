import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectRoot } from "../../lib/root";
import { writeLargePlan } from "./large-plan";
import { measure, table } from "./measure";

const rounds = Number(process.argv[2] ?? 10);
if (!Number.isInteger(rounds) || rounds < 1) {
  console.error(`usage: npm run benchmark -- [rounds]; rounds must be a whole number from 1, got ${process.argv[2]}`);
  process.exit(1);
}

const root = projectRoot();
const scratch = mkdtempSync(join(tmpdir(), "benchmark-"));
/** Production alone, as main.ts would with one environment. */
const production = `import { App } from "cdktf";
import { production } from "../../environments/production";
import { Platform } from "../../modules/platform";
import { enforcePolicies } from "../../policies";

const app = new App();
new Platform(app, production);
enforcePolicies(app, [production]);
app.synth();
`;
const withoutPolicies = production.replace(/^.*enforcePolicies.*\n/gm, "");
const one = ["lib/runner/run.mjs", ".gen/benchmark/production.ts"];
const unpoliced = ["lib/runner/run.mjs", ".gen/benchmark/unpoliced.ts"];
const all = ["lib/runner/run.mjs", "main.ts"];
const review = [
  "lib/runner/run.mjs",
  "cli/review.ts",
  ...writeLargePlan(join(scratch, "large"), 5000),
  "--markdown",
  join(scratch, "review.md"),
  "--html",
  join(scratch, "review.html"),
];
const without = (pattern: RegExp) => () => {
  const folder = join(root, ".gen/app");
  for (const file of readdirSync(folder)) if (pattern.test(file)) rmSync(join(folder, file));
};
try {
  console.log(
    `From TypeScript sources to Terraform JSON, proofs and policies included; medians of ${rounds} interleaved rounds.\n`,
  );
  mkdirSync(join(root, ".gen/benchmark"), { recursive: true });
  writeFileSync(join(root, ".gen/benchmark/production.ts"), production);
  writeFileSync(join(root, ".gen/benchmark/unpoliced.ts"), withoutPolicies);
  const bundle = "\\.gen_benchmark_production";
  const measured = measure(
    [
      { name: "node -e 0", args: ["-e", "0"] },
      { name: "production, sources unchanged", args: one },
      { name: "production, policies not asked", args: unpoliced },
      { name: "production, sources changed", args: one, before: without(new RegExp(`^${bundle}\\.cjs`)) },
      { name: "production, fresh clone", args: one, before: without(new RegExp(`^${bundle}\\.`)) },
      { name: "every environment, sources unchanged", args: all },
      { name: "plan review of 5,000 changes", args: review, exitCode: 2 },
    ],
    { rounds, root, scratch },
  );
  console.log(table(measured));
} finally {
  rmSync(scratch, { recursive: true });
}
