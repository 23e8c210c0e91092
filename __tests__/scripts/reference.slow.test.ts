import { readFileSync } from "node:fs";
import { join } from "node:path";
import { commands } from "../../cli";
import { schema } from "../../modules/platform/environment/schema";
import { neutral, outputPage, sectionsOf } from "../../scripts/output/page";
import { environmentReference } from "../../scripts/reference/environment";
import { formatted, pages } from "../../scripts/reference/pages";
import { constructsReference } from "../../scripts/reference/constructs";

const root = join(__dirname, "../..");

test.each(Object.entries(pages))("%s is what scripts/reference/cli.ts writes", (path, write) => {
  expect(readFileSync(join(root, path), "utf8")).toBe(formatted(write(root), root));
});

test("every section of the environment is in the reference, with its limits and defaults", () => {
  const text = environmentReference(root);
  for (const section of Object.keys(schema.shape)) expect(text).toMatch(new RegExp(`\\| \`${section}[.\`]`));
  expect(text).toContain("| `capacity.minimum` | number | a whole number from 0 to 1000 instances | 1 |");
  expect(text).toContain("| `network.existing.publicSubnetIds` | list of string |  | required |");
});

test("what constructs do is in the reference: props with defaults, factories, grants", () => {
  const text = constructsReference(root);
  expect(text).toContain("| `port?: number` | default: 5432 for PostgreSQL, 3306 for MySQL |");
  expect(text).toContain(
    "`static fromAttributes(scope: Construct, id: string, attributes: DatabaseAttributes): IDatabase`",
  );
  expect(text).toContain("`grantPull(role: IGrantable): void`");
});

test("every command is in docs/reference/output.md, which scripts/output/cli.ts writes, without what belongs to a machine", () => {
  const page = readFileSync(outputPage, "utf8");
  const sections = sectionsOf(page);
  const shown = new Set([...sections.keys()].map((command) => command.split(" ")[1]));
  expect(commands.map(({ name }) => name).filter((name) => !shown.has(name))).toEqual([]);
  for (const [, printed = ""] of page.matchAll(/^```text\n(.*?)\n```$/gms))
    expect(neutral(printed, root)).toBe(printed);
});
