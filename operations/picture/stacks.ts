import { join } from "node:path";
import { synthesize } from "../../lib/cdktf/synthesize";
import { environmentOf, requireName } from "../../lib/environment-names";
import { projectRoot } from "../../lib/root";
import { UserError } from "../../packages/common/errors";
import { Configuration } from "../../packages/terraform-json";
import { readSynth } from "../policies/inputs";

/**
 * The synthesized stacks of one environment, linked to each other.
 *
 * @param from an output folder of synth, which is not made again @default - it is made now
 */
export async function stacksOf(name: string, from?: string): Promise<readonly Configuration[]> {
  if (from === undefined) {
    requireName(name);
    await synthesize({ environments: [name] });
  }
  const folder = from ?? join(projectRoot(), "cdktf.out");
  const stacks = readSynth(folder).filter((stack) => environmentOf(stack.name, [name]) === name);
  if (stacks.length === 0) throw new UserError(`${folder} has no stacks of ${JSON.stringify(name)}`);
  Configuration.link(stacks);
  return stacks;
}
