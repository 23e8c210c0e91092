import { join } from "node:path";
import { loadEnvironments } from "../../lib/environments";
import { projectRoot } from "../../lib/root";
import { stackNames } from "../../lib/stack-names";
import type { Environment } from "../../modules/platform/environment";
import { UserError } from "../../packages/common/errors";
import { writeWhole } from "../../packages/common/files";
import { inDeploymentOrder } from "./environments";

/** What a stack is made of: a change to any of it plans the stack. */
const sources = [
  "main.ts",
  "cdktf.json",
  "package-lock.json",
  "environments/**",
  "modules/**",
  "policies/**",
  "rollout/**",
  "applications/**",
  "aws/**",
  "lib/**",
  "packages/**",
];

/** Prints `atlantis.yaml`, or writes it in the project. @returns the file's contents, or what was written */
export async function atlantis({ write }: { readonly write: boolean }): Promise<string> {
  const text = atlantisConfig(await loadEnvironments());
  if (!write) return text.trimEnd();
  writeWhole(join(projectRoot(), "atlantis.yaml"), text);
  return "wrote atlantis.yaml";
}

/**
 * The contents of `atlantis.yaml`: a project for each stack, in the order in which main is deployed.
 *
 * @throws UserError where there is no environment
 */
export function atlantisConfig(environments: readonly Environment[]): string {
  const [first, ...others] = inDeploymentOrder(environments).flatMap(stackNames);
  if (first === undefined) throw new UserError("there is no environment in environments/");
  const merged = others.map(
    (name, index) => `  - { <<: *project, name: ${name}, workspace: ${name}, execution_order_group: ${index + 2} }`,
  );
  const lines = [
    "# Written by `./platform atlantis --write`, for teams that run Atlantis instead of GitHub Actions. Its workflow and its requirements",
    "# are in the server's own configuration, which a pull request cannot change: docs/guides/plan-review.md.",
    "version: 3",
    "automerge: false",
    "parallel_plan: false",
    "parallel_apply: false",
    "abort_on_execution_order_fail: true",
    "projects:",
    "  - &project",
    `    name: ${first}`,
    "    dir: .",
    `    workspace: ${first}`,
    "    workflow: stacks",
    "    execution_order_group: 1",
    "    autoplan:",
    "      when_modified:",
    ...sources.map((source) => `        - ${source}`),
    ...merged,
  ];
  return `${lines.join("\n")}\n`;
}
