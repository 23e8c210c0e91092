import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const root = join(__dirname, "..");

interface Layer {
  readonly path: string;
  readonly imports: readonly string[];
  readonly types?: readonly string[];
}

const { layers } = require("../scripts/lint/layers.cjs") as { readonly layers: readonly Layer[] };

/** The rules of the project that files break, by file; the files are in a project of their own with the same lint rules. */
function lint(files: Readonly<Record<string, string>>): Readonly<Record<string, readonly string[]>> {
  const folder = mkdtempSync(join(tmpdir(), "boundaries-"));
  try {
    cpSync(join(root, ".oxlintrc.json"), join(folder, ".oxlintrc.json"));
    cpSync(join(root, "scripts/lint"), join(folder, "scripts/lint"), { recursive: true });
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), `${text}\n`);
    }
    const { stdout } = spawnSync("node", [join(root, "node_modules/oxlint/bin/oxlint"), "--format", "json"], {
      cwd: folder,
      encoding: "utf8",
    });
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: { code: string; filename: string }[] };
    const broken: Record<string, string[]> = {};
    for (const { code, filename } of diagnostics) {
      if (/import-layers|no-cycle/.test(code)) (broken[filename] ??= []).push(code);
    }
    return broken;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const using = (source: string): string =>
  `import { imported } from "${source}";\nexport const used: unknown = imported;`;
const usingType = (source: string): string =>
  `import type { imported } from "${source}";\nexport type Used = typeof imported;`;

const allowed = {
  "main.ts": using("./lib/environments"),
  "environments/shared/waivers.ts": usingType("../../modules/platform/environment"),
  "environments/production.ts": using("../modules/platform/environment"),
  "examples/corner-shop.ts": using("../modules/platform/environment"),
  "environments/production.extend.ts": using("../modules/networking"),
  "environments/staging.extend.ts": using("cdktf"),
  "modules/platform/environment/schema/network.ts": using("../../../../aws/limits"),
  "modules/platform/platform.ts": using("../networking"),
  "modules/networking/network.ts": using("../shared"),
  "modules/networking/provider.ts": using("@cdktf/provider-aws/lib/vpc"),
  "modules/networking/facts.ts": using("../../aws/limits"),
  "modules/networking/sibling-type.ts": usingType("../capacity"),
  "modules/capacity/proof.ts": using("../../rollout"),
  "rollout/facts.ts": using("../aws/instance-types"),
  "rollout/environment.ts": usingType("../modules/platform/environment"),
  "policies/rule.ts": using("../packages/terraform-json"),
  "packages/aws-policies/rds/rule.ts": using("../../terraform-json"),
  "packages/plan-review/__tests__/review.test.ts": using("../../aws-policies"),
  "lib/cdktf/run.ts": using("../../packages/common/process"),
  "operations/start/start.ts": using("../../lib/environments"),
  "operations/plan/plan.ts": usingType("../../modules/platform/environment"),
  "cli/start.ts": using("../operations/start"),
  "__tests__/anything.test.ts": using("../modules/networking"),
};

const refused = {
  "main.ts": using("./modules/networking"),
  "aws/limits.ts": using("../environments"),
  "environments/production.ts": using("../modules/platform"),
  "examples/corner-shop.ts": using("../modules/platform"),
  "environments/cdktf.ts": using("cdktf"),
  "environments/production.extend.ts": using("../policies"),
  "modules/platform/platform.ts": using("../../environments"),
  "modules/platform/environment/schema/forms.ts": using("cdktf"),
  "modules/networking/environment.ts": usingType("../../environments/production"),
  "modules/networking/sibling.ts": using("../capacity"),
  "modules/networking/exported.ts": `export { imported } from "../capacity";`,
  "modules/networking/loaded.ts": `export const loaded = import("../capacity");`,
  "modules/networking/barrel.ts": using("@cdktf/provider-aws"),
  "modules/networking/json.ts": using("../../packages/terraform-json"),
  "modules/networking/policy.ts": using("../../policies"),
  "modules/networking/platform.ts": usingType("../platform/environment"),
  "rollout/environment.ts": using("../modules/platform/environment"),
  "rollout/cdktf.ts": using("cdktf"),
  "policies/rule.ts": using("../modules/networking"),
  "policies/program.ts": using("../operations/start"),
  "packages/aws-policies/review.ts": usingType("../plan-review"),
  "packages/common/project.ts": usingType("../../lib/root"),
  "packages/terraform-json/__tests__/project.test.ts": using("../../../modules/networking"),
  "lib/program.ts": using("../operations/start"),
  "lib/test.ts": using("../__tests__/parts"),
  "operations/start/start.ts": using("../../modules/platform"),
  "operations/start/schema.ts": using("../../modules/platform/environment"),
  "operations/start/program.ts": usingType("../../cli/start"),
};

test("a file may import what its layer's row allows", () => {
  expect(lint(allowed)).toEqual({});
});

test("every other import is refused, also of a type, a re-export or by import()", () => {
  const rule = ["project(import-layers)"];
  expect(lint(refused)).toEqual(Object.fromEntries(Object.keys(refused).map((path) => [path, rule])));
});

test("a cycle of imports is refused, also of types alone", () => {
  const cycle = {
    "aws/a.ts": `import type { B } from "./b";\nexport interface A { readonly b: B }`,
    "aws/b.ts": `import type { A } from "./a";\nexport interface B { readonly a?: A }`,
  };
  expect(Object.keys(lint(cycle)).sort()).toEqual(Object.keys(cycle));
});

test("every row of the table names rows below it, so no import points upward", () => {
  const paths = layers.map(({ path }) => path);
  const wrong = layers.flatMap(({ path, imports, types = [] }, index) =>
    [...imports, ...types]
      .filter(
        (name) =>
          name !== "*" && !paths.slice(index + 1).some((below) => below === name || below.startsWith(`${name}/`)),
      )
      .map((name) => `${path} -> ${name}`),
  );
  expect(wrong).toEqual([]);
  expect(new Set(paths).size).toBe(paths.length);
});
