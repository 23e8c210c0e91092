import { UserError } from "../cli";
import { run } from "../process";
import type { Terraform } from "../terraform";

/** Runs a Terraform command in a stack's folder. @throws UserError with what Terraform said when it fails */
export async function terraform(
  { binary, env }: Pick<Terraform, "binary" | "env">,
  folder: string,
  args: readonly string[],
): Promise<string> {
  const { code, stdout, stderr } = await run(binary, args, { cwd: folder, env });
  if (code === 0) return stdout;
  throw new UserError(`\`terraform ${args[0]}\` failed in ${folder}:\n\n${stderr.trim() || stdout.trim()}`);
}

/** Addresses of the resources that the state of a stack records; data sources are left out. */
export async function addressesInState(
  program: Pick<Terraform, "binary" | "env">,
  folder: string,
): Promise<readonly string[]> {
  await terraform(program, folder, ["init", "-input=false", "-no-color"]);
  // `state list` fails where there is no state at all, `state pull` is empty then.
  const pulled = await terraform(program, folder, ["state", "pull"]);
  if (pulled.trim() === "") return [];
  const { resources = [] } = JSON.parse(pulled) as {
    resources?: { mode: string; type: string; name: string; instances: unknown[] }[];
  };
  return resources
    .filter(({ mode, instances }) => mode === "managed" && instances.length > 0)
    .map(({ type, name }) => `${type}.${name}`);
}
