import { writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Writes the configuration of a test's stack where Terraform is to run, with its state in that folder. cdktf's own choice is
 * a file in this project, which two tests that run at the same time would share.
 */
export function writeConfiguration(folder: string, json: Readonly<Record<string, unknown>>): void {
  const { terraform } = json as { readonly terraform?: object };
  const configuration = { ...json, terraform: { ...terraform, backend: { local: {} } } };
  // Terraform quotes whole lines in its errors.
  writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify(configuration, null, 2));
}
