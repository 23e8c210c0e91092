import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SynthesizedStack } from "../../lib/cdktf/synthesize";
import { projectRoot } from "../../lib/root";
import type { Output } from "../../lib/terminal/screen";
import { PlansFolder } from "../plan/folder";
import { planStacks } from "../plan/plan";
import { reviewPlans } from "../plan/review-plans";
import { interruptedRun } from "../../lib/run-record";
import { prepare, type Prepared } from "./prepare";

export interface DiffOptions {
  /** An environment and stacks of it, as they were typed. */
  readonly words: readonly string[];
  /** Compare with what is deployed to the emulator of this machine. */
  readonly emulated: boolean;
  readonly progress: Output;
}

/** Plans stacks and reviews the plans, without a lock and without keeping them. */
export async function diff({ words, emulated, progress }: DiffOptions) {
  const prepared = await prepare(words, emulated, progress);
  const hint = await interruptedRun(prepared.environment.name, prepared.program.env);
  if (hint !== undefined) prepared.screen.print(hint);
  const { text, problems, code, json } = await reviewed(prepared, prepared.wanted, false);
  return { text: text && `\n${text}`, problems, code, json };
}

/** Plans stacks into a folder that is gone again, and reviews the plans. */
export async function reviewed(
  { program, screen, interrupts }: Prepared,
  stacks: readonly SynthesizedStack[],
  lock: boolean,
) {
  const folder = mkdtempSync(join(tmpdir(), "diff-"));
  const synth = join(projectRoot(), "cdktf.out");
  try {
    const plans = PlansFolder.make(folder);
    const planned = await planStacks({ stacks, synth, plans, program, lock, screen, interrupts });
    const review = await reviewPlans({
      paths: [folder],
      synth,
      files: { json: undefined, markdown: undefined, sarif: undefined, html: undefined },
      comment: undefined,
      fullText: undefined,
      hcpRun: undefined,
      reviewed: undefined,
      env: {},
    });
    return { ...review, planned };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
