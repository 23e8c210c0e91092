import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { App } from "cdktf";
import { buildSync } from "esbuild";
import { parse } from "yaml";
import { environments } from "../helpers/environments";
import { readStacks } from "../../lib/cdktf/synthesize";
import { projectRoot } from "../../lib/root";
import { Platform } from "../../modules/platform";
import type { Environment } from "../../modules/platform/environment";
import { atlantisConfig } from "../../operations/describe/atlantis";
import { PlansFolder } from "../../operations/plan/folder";
import { temporaryFolder } from "../../packages/common/__tests__/helpers/programs";
import { isPendingPlan, repoProblems, serverProblems, type RepoConfig, type ServerConfig } from "./rules";

const root = projectRoot();
const scratch = temporaryFolder();
const config = parse(readFileSync(join(root, "atlantis.yaml"), "utf8"), { merge: true }) as RepoConfig;
const guide = readFileSync(join(root, "docs", "guides", "plan-review.md"), "utf8");
const [, yaml = ""] = /```yaml\n(# repos\.yaml[\s\S]*?)```/.exec(guide) ?? [];
const server = parse(yaml) as ServerConfig;
const { projects = [] } = config;

test("Atlantis takes both files", () => {
  expect(serverProblems(server)).toEqual([]);
  expect(repoProblems(config, server)).toEqual([]);
});

test("atlantis.yaml is what ./platform atlantis --write writes", () => {
  expect(readFileSync(join(root, "atlantis.yaml"), "utf8")).toBe(atlantisConfig(environments));
});

test("every stack that is synthesized is a project, after all those that it depends on", () => {
  const outdir = mkdtempSync(join(scratch, "synth-"));
  const app = new App({ outdir });
  for (const environment of environments) new Platform(app, environment);
  app.synth();
  const stacks = readStacks(outdir);
  expect(projects.map(({ name = "" }) => name).toSorted()).toEqual(stacks.map(({ name }) => name).toSorted());
  const group = (stack: string) => projects.find(({ name }) => name === stack)?.execution_order_group ?? 0;
  for (const { name, dependencies } of stacks) {
    for (const dependency of dependencies) expect(group(name)).toBeGreaterThan(group(dependency));
  }
  for (const { name, workspace, workflow } of projects) {
    expect({ workspace, workflow }).toEqual({ workspace: name, workflow: "stacks" });
  }
});

test("environments without deletion protection are applied first; a name with hyphens and a local state are no exception", () => {
  const environment = (name: string, deletionProtection: boolean, kind: "s3" | "local") =>
    ({ name, deletionProtection, state: { kind } }) as Environment;
  const { projects: made = [] } = parse(
    atlantisConfig([environment("a-main", true, "s3"), environment("z-try", false, "local")]),
    { merge: true },
  ) as RepoConfig;
  expect(made.map(({ name, execution_order_group: group }) => `${group} ${name}`)).toEqual([
    "1 z-try-foundation",
    "2 z-try-data",
    "3 z-try-service",
    "4 a-main-state-backend",
    "5 a-main-foundation",
    "6 a-main-data",
    "7 a-main-service",
  ]);
});

test("without an environment there is nothing to write", () => {
  expect(() => atlantisConfig([])).toThrow("there is no environment in environments/");
});

test("nothing is applied without approval, which no pull request can change", () => {
  for (const repo of server.repos ?? []) {
    expect(repo).toMatchObject({
      apply_requirements: ["approved", "mergeable", "undiverged"],
      allowed_overrides: ["workflow"],
      allowed_workflows: ["stacks"],
      allow_custom_workflows: false,
    });
  }
  // "Applies to `merge` checkout strategy only": runatlantis.io/docs/command-requirements.md
  expect(yaml).toContain("--checkout-strategy=merge");
});

test("the workflow runs what this project has", () => {
  const runs = (stage: string) =>
    (server.workflows?.stacks?.[stage]?.steps ?? []).map((step) =>
      typeof step === "string" ? step : String(step.run),
    );
  expect(runs("plan").join("\n")).toContain("./platform plan");
  expect(runs("apply").join("\n")).toContain("--apply-only-reviewed");
});

test("what a stack is made of plans it: every file that main.ts reads, and nothing that is not there", () => {
  const { metafile } = buildSync({
    absWorkingDir: root,
    entryPoints: ["main.ts"],
    bundle: true,
    platform: "node",
    packages: "external",
    write: false,
    metafile: true,
  });
  const inputs = [...Object.keys(metafile.inputs), "cdktf.json", "package-lock.json"];
  const patterns = projects[0]?.autoplan?.when_modified ?? [];
  const matches = (pattern: string, file: string) =>
    pattern.endsWith("/**") ? file.startsWith(pattern.slice(0, -2)) : file === pattern;
  expect(inputs.filter((file) => !patterns.some((pattern) => matches(pattern, file)))).toEqual([]);
  expect(patterns.filter((pattern) => !existsSync(join(root, pattern.replace(/\/\*\*$/, ""))))).toEqual([]);
  for (const { autoplan } of projects) expect(autoplan?.when_modified).toEqual(patterns);
});

test("Atlantis finds no plan but its own: it lists every .tfplan, ignored by git or not", () => {
  const plans = PlansFolder.make(join(scratch, "plans"));
  const files = (["plan", "json", "log"] as const).map((extension) => plans.file("first-data", extension));
  expect(files.filter(isPendingPlan)).toEqual([]);
  expect(isPendingPlan("plans/first-data.tfplan")).toBe(true);
});

describe("the rules refuse", () => {
  const [project = {}] = projects;
  const changed = (more: object) => repoProblems({ ...config, projects: [{ ...project, ...more }] }, server);

  test.each<[string, object, string]>([
    [
      "requirements that the server does not let a repository set",
      { plan_requirements: ["mergeable"], apply_requirements: ["approved"] },
      "repo config not allowed to set 'apply_requirements' key: server-side config needs 'allowed_overrides: [apply_requirements]'",
    ],
    [
      "a requirement that does not exist",
      { apply_requirements: ["reviewed"] },
      '"reviewed" is not a valid apply_requirement',
    ],
    ["a workflow that is not defined", { workflow: "stack" }, 'workflow "stack" is not defined anywhere'],
    ["a workflow that is not allowed", { workflow: "default" }, "workflow 'default' is not allowed for this repo"],
    ["an unknown key", { excution_order_group: 1 }, "field excution_order_group not found in a project"],
    ["an unknown key of autoplan", { autoplan: { modified: [] } }, "field modified not found in autoplan"],
    ["a folder above the repository", { dir: "../other" }, "dir: cannot contain '..'"],
    [
      "a name that is no part of a URL",
      { name: "staging data" },
      'name: "staging data" is not allowed: must contain only URL safe characters',
    ],
  ])("%s", (_, more, problem) => {
    expect(changed(more)).toContain(problem);
  });

  test("two projects of one name, and workflows of the repository's own", () => {
    expect(repoProblems({ ...config, projects: [project, project] }, server)).toContain(
      `found two or more projects with name "${project.name}"; project names must be unique`,
    );
    expect(repoProblems({ ...config, workflows: { own: {} } }, server)).toContain(
      "repo config not allowed to define custom workflows: server-side config needs 'allow_custom_workflows: true'",
    );
  });

  test("a server whose overrides, requirements, workflows or steps do not exist", () => {
    const repo = {
      id: "/.*/",
      allowed_overrides: ["workflows"],
      plan_requirements: ["open"],
      allowed_workflows: ["x"],
    };
    const workflows = { stacks: { plan: { steps: ["npm ci", { run: "true" }, { shell: "x" }] } } };
    expect(serverProblems({ repos: [repo], workflows })).toEqual([
      '"open" is not a valid plan_requirement',
      '"workflows" is not a valid override',
      'workflow "x" is not defined',
      "\"npm ci\" is not a valid step type, maybe you omitted the 'run' key",
      '"shell" is not a valid step type',
    ]);
  });
});
