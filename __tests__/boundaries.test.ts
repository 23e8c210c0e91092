import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const root = join(__dirname, "..");

/** What oxlint says, with the project's rules, about files that hold one import each. */
function lint(files: Readonly<Record<string, string>>): ReadonlySet<string> {
  const folder = mkdtempSync(join(tmpdir(), "boundaries-"));
  try {
    for (const [path, statement] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), `${statement}\nexport const used: unknown = imported;\n`);
    }
    // Globs in the configuration are relative to its own folder.
    copyFileSync(join(root, ".oxlintrc.json"), join(folder, ".oxlintrc.json"));
    const oxlint = join(root, "node_modules/.bin/oxlint");
    const { stdout } = spawnSync(oxlint, ["--format", "json"], { cwd: folder, encoding: "utf8" });
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: { code: string; filename: string }[] };
    return new Set(
      diagnostics.filter(({ code }) => code.includes("no-restricted-imports")).map(({ filename }) => filename),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const allowed = {
  "main.ts": `import { imported } from "./modules/platform";`,
  "environments/production.ts": `import { imported } from "../modules/platform/environment";`,
  "modules/platform/environment/schema/network.ts": `import { imported } from "../../../../aws/limits";`,
  "modules/platform/platform.ts": `import { imported } from "../networking";`,
  "modules/networking/network.ts": `import { imported } from "../shared";`,
  "modules/networking/provider.ts": `import { imported } from "@cdktf/provider-aws/lib/vpc";`,
  "modules/networking/facts.ts": `import { imported } from "../../aws/limits";`,
  "modules/networking/sibling-type.ts": `import type imported from "../capacity";`,
  "modules/capacity/proof.ts": `import { imported } from "../../rollout";`,
  "rollout/facts.ts": `import { imported } from "../aws/instance-types";`,
  "rollout/words.ts": `import { imported } from "../packages/common/text";`,
  "modules/platform/adopt/taken.ts": `import { imported } from "../../../packages/common/errors";`,
  "modules/networking/checks.ts": `import { imported } from "../../packages/common/errors";`,
  "rollout/environment.ts": `import type imported from "../modules/platform/environment";`,
  "policies/rule.ts": `import { imported } from "../packages/terraform-json";`,
  "packages/aws-policies/rds/rule.ts": `import { imported } from "../../terraform-json";`,
  "operations/start/start.ts": `import { imported } from "../../environments";`,
  "cli/start.ts": `import { imported } from "../operations/start";`,
  "__tests__/anything.test.ts": `import { imported } from "../modules/networking";`,
};

const refused = {
  "main.ts": `import { imported } from "./modules/networking";`,
  "aws/limits.ts": `import { imported } from "../environments";`,
  "environments/production.ts": `import { imported } from "../modules/platform";`,
  "environments/cdktf.ts": `import { imported } from "cdktf";`,
  "modules/platform/platform.ts": `import { imported } from "../../environments";`,
  "modules/platform/environment/schema/forms.ts": `import { imported } from "cdktf";`,
  "modules/networking/environment.ts": `import { imported } from "../../environments/production";`,
  "modules/networking/sibling.ts": `import { imported } from "../capacity";`,
  "modules/networking/barrel.ts": `import { imported } from "@cdktf/provider-aws";`,
  "modules/networking/tool.ts": `import { imported } from "../../packages/terraform-json";`,
  "modules/platform/adopt/tool.ts": `import { imported } from "../../../packages/terraform-json";`,
  "modules/networking/policy.ts": `import { imported } from "../../policies";`,
  "rollout/environment.ts": `import { imported } from "../environments";`,
  "rollout/tool.ts": `import { imported } from "../packages/terraform-json";`,
  "rollout/cdktf.ts": `import { imported } from "cdktf";`,
  "policies/rule.ts": `import { imported } from "../modules/networking";`,
  "policies/program.ts": `import { imported } from "../operations/start";`,
  "lib/program.ts": `import { imported } from "../operations/start";`,
  "operations/start/start.ts": `import { imported } from "../../modules/platform";`,
};

test("lint lets every room import what the architecture allows", () => {
  expect([...lint(allowed)]).toEqual([]);
});

test("lint refuses every import that crosses a boundary", () => {
  expect([...lint(refused)].sort()).toEqual(Object.keys(refused).sort());
});
