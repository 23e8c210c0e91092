import { join } from "node:path";
import { synthesize } from "../../lib/cdktf/synthesize";

import { projectRoot } from "../../lib/root";
import { Interrupts } from "../../lib/terminal/interrupts";
import { Screen, type Output } from "../../lib/terminal/screen";
import { Steps } from "../../lib/terminal/steps";
import { costInWords } from "../../cost";
import { environmentOf, requireName } from "../../lib/environment-names";
import { loadEnvironment } from "../../lib/environments";
import { plural } from "../../packages/common/text";
import { estimateOf } from "../cost/cost";
import { stacksOf } from "../picture/stacks";

export interface SynthOptions {
  /** Empty for all. */
  readonly environments: readonly string[];
  readonly progress: Output;
  /** Receives the warnings of the policies. */
  readonly notice: (text: string) => void;
}

/** Synthesizes environments into cdktf.out. */
export async function synth({ environments, progress, notice }: SynthOptions) {
  for (const name of environments) requireName(name);
  const interrupts = new Interrupts();
  let warnings: string | undefined;
  const stacks = await new Steps(new Screen(progress), interrupts).do({
    name: "synthesize",
    work: (say) => {
      say(environments.length === 0 ? "every environment" : environments.join(", "));
      return synthesize({
        ...(environments.length > 0 && { environments }),
        onNotice: (text) => {
          warnings = text;
        },
      });
    },
    outcome: (found) => `${plural(found.length, "stack")} written to cdktf.out`,
  });
  if (warnings !== undefined) notice(`\n${warnings}\n`);
  const written = stacks.map(({ name, resources, dependencies }) => ({
    stack: name,
    resources,
    dependencies,
    file: join(projectRoot(), "cdktf.out", "stacks", name, "cdk.tf.json"),
  }));
  const width = Math.max(...written.map(({ stack }) => stack.length));
  const lines = written.map(({ stack, resources }) => `  ${stack.padEnd(width)}  ${plural(resources, "resource")}`);
  const costs = await costLines([...new Set(stacks.flatMap(({ name }) => environmentOf(name) ?? []))]);
  return { json: written, text: [...lines, ...costs].join("\n") };
}

/** What each environment costs, from prices that need no network. */
async function costLines(names: readonly string[]): Promise<string[]> {
  const asked: string[] = [];
  for (const name of names) {
    const environment = await loadEnvironment(name);
    const stacks = await stacksOf(name, join(projectRoot(), "cdktf.out"));
    asked.push(`  ${costInWords(name, estimateOf(environment, stacks))}`);
  }
  return asked.length === 0 ? [] : ["", ...asked];
}
