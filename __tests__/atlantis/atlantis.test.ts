import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { parse } from "yaml";
import { environments } from "../helpers/environments";
import { projectRoot } from "../../lib/root";
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

test("every stack is a project, in the order in which they are applied", () => {
  const layers = ["state-backend", "foundation", "data", "service"];
  expect(projects.map(({ name = "" }) => name).toSorted()).toEqual(
    environments.flatMap(({ name }) => layers.map((layer) => `${name}-${layer}`)).toSorted(),
  );
  for (const { name } of environments) {
    const own = layers.map((layer) => projects.find((project) => project.name === `${name}-${layer}`));
    const groups = own.map((project) => project?.execution_order_group ?? 0);
    expect(groups).toEqual(groups.toSorted((a, b) => a - b));
  }
  for (const { name, workspace, workflow } of projects) {
    expect({ workspace, workflow }).toEqual({ workspace: name, workflow: "stacks" });
  }
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
  const files = (["plan", "json", "log"] as const).map((extension) => plans.file("production-data", extension));
  expect(files.filter(isPendingPlan)).toEqual([]);
  expect(isPendingPlan("plans/production-data.tfplan")).toBe(true);
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
