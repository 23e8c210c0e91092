import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { alarmsReference } from "./alarms";
import { applicationKindsReference } from "./application-kinds";
import { commandsReference } from "./commands";
import { constructsReference } from "./constructs";
import { environmentReference } from "./environment";
import { policyFieldsReference } from "./policy-fields";
import { variablesReference } from "./variables";

/** The generated pages, by path: what writes each. */
export const pages: Readonly<Record<string, (root: string) => string>> = {
  "docs/reference/alarms.md": alarmsReference,
  "docs/reference/application-kinds.md": applicationKindsReference,
  "docs/reference/commands.md": commandsReference,
  "docs/reference/constructs.md": constructsReference,
  "docs/reference/environment.md": environmentReference,
  "docs/reference/policy-fields.md": policyFieldsReference,
  "docs/reference/variables.md": variablesReference,
};

/** A page as Prettier formats every file of the project. */
export function formatted(page: string, root: string): string {
  const prettier = join(root, "node_modules/prettier/bin/prettier.cjs");
  return execFileSync("node", [prettier, "--stdin-filepath", "page.md"], { cwd: root, input: page, encoding: "utf8" });
}
