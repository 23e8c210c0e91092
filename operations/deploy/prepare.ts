import { synthesize, type SynthesizedStack } from "../../lib/cdktf/synthesize";
import { loadEnvironment } from "../../lib/environments";
import { Interrupts } from "../../lib/terminal/interrupts";
import { Screen, type Output } from "../../lib/terminal/screen";
import { Steps } from "../../lib/terminal/steps";
import { findTerraform, type Terraform } from "../../lib/terraform";
import type { Environment } from "../../modules/platform/environment";
import { plural } from "../../packages/common/text";
import { choose } from "../plan/plan";
import { checkCredentials } from "../../lib/sessions";
import { chosen } from "./chosen";

/** Everything that planning and deploying stacks of an environment need. */
export interface Prepared {
  readonly environment: Environment;
  /** Every stack of the environment, in order. */
  readonly all: readonly SynthesizedStack[];
  /** Those that were asked for. */
  readonly wanted: readonly SynthesizedStack[];
  readonly program: Terraform;
  readonly screen: Screen;
  readonly interrupts: Interrupts;
  readonly steps: Steps;
}

/** Loads and synthesizes the environment that words name, finds Terraform, and checks the credentials. */
export async function prepare(words: readonly string[], emulated: boolean, progress: Output): Promise<Prepared> {
  const { environment: name, stacks } = chosen(words);
  const environment = await loadEnvironment(name);
  const screen = new Screen(progress, `${name}-state-backend`.length);
  const interrupts = new Interrupts();
  const steps = new Steps(screen, interrupts);
  const terraform = await steps.do({
    name: "Terraform",
    work: (say) => findTerraform({ download: { onDownload: (url) => say(`fetching ${url}`) } }),
    outcome: ({ version }) => version,
  });
  const env = await checkCredentials(environment, { emulated, env: terraform.env, steps });
  const all = await steps.do({
    name: "synthesize",
    work: () => synthesize({ environments: [name], env }),
    outcome: (found) => `${plural(found.length, "stack")} written to cdktf.out`,
  });
  const wanted = choose(name, all, stacks);
  return { environment, all, wanted, program: { ...terraform, env }, screen, interrupts, steps };
}
