import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectRoot } from "../root";
import { measure, table } from "./measure";

const rounds = Number(process.argv[2] ?? 10);
if (!Number.isInteger(rounds) || rounds < 1) {
  console.error(`usage: npm run benchmark -- [rounds]; rounds must be a whole number from 1, got ${process.argv[2]}`);
  process.exit(1);
}

const root = projectRoot();
const scratch = mkdtempSync(join(tmpdir(), "benchmark-"));
const synth = ["tools/run.mjs", "main.ts"];
const without = (pattern: RegExp) => () => {
  const folder = join(root, ".gen/app");
  for (const file of readdirSync(folder)) if (pattern.test(file)) rmSync(join(folder, file));
};
try {
  console.log(`Every environment's JSON from TypeScript sources; medians of ${rounds} interleaved rounds.\n`);
  const measured = measure(
    [
      { name: "node -e 0", args: ["-e", "0"] },
      { name: "synth, fresh clone", args: synth, before: without(/^main\./) },
      { name: "synth, sources changed", args: synth, before: without(/^main\.cjs/) },
      { name: "synth, sources unchanged", args: synth },
    ],
    { rounds, root, scratch },
  );
  console.log(table(measured));
} finally {
  rmSync(scratch, { recursive: true });
}
