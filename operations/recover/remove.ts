import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { terraform, type Terraform } from "../../lib/terraform";
import type { StackJson } from "./stacks";
import type { Tagged } from "./tagged";

/**
 * Deletes objects that no state records: Terraform imports them into a state of their own and destroys that. Its provider knows how
 * each kind is deleted, in which order, and refuses a bucket that is not empty or a database with deletion protection.
 *
 * @throws UserError with the output of Terraform; what it deleted until then is gone
 */
export async function deleteObjects(
  program: Terraform,
  settings: Pick<StackJson, "provider" | "terraform">,
  objects: readonly Tagged[],
  say: (line: string) => void,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "recover-"));
  const write = (resource: Record<string, Record<string, object>>): void =>
    writeFileSync(
      join(folder, "main.tf.json"),
      JSON.stringify({
        terraform: { required_providers: settings.terraform?.required_providers },
        provider: settings.provider,
        // Terraform rejects a block `resource` without resources.
        ...(Object.keys(resource).length > 0 && { resource }),
      }),
    );
  try {
    const resource: Record<string, Record<string, object>> = {};
    const addresses = objects.map(({ kind, id }, index) => {
      const type = kind.types[0] ?? "";
      const name = `object_${index}`;
      (resource[type] ??= {})[name] = {};
      return { address: `${type}.${name}`, id };
    });
    write(resource);
    await terraform(program, folder, ["init", "-input=false", "-no-color"]);
    for (const { address, id } of addresses) {
      say(id);
      await terraform(program, folder, ["import", "-input=false", "-no-color", address, id]);
    }
    write({});
    await terraform(program, folder, ["apply", "-auto-approve", "-input=false", "-no-color"]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
