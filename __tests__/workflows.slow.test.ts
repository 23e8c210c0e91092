import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { environments } from "./helpers/environments";
import { projectRoot } from "../lib/root";
import { stackNames } from "../lib/stack-names";
import type { Environment } from "../modules/platform/environment";
import { inDeploymentOrder } from "../operations/describe/environments";
import { programs, temporaryFolder } from "../packages/common/__tests__/helpers/programs";

interface Step {
  readonly name?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly if?: string;
  readonly uses?: string;
  readonly needs?: string;
  readonly outputs?: Readonly<Record<string, string>>;
  readonly environment?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly "timeout-minutes"?: number;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly strategy?: {
    readonly matrix: Readonly<Record<string, unknown>>;
    readonly "max-parallel"?: number;
    readonly "fail-fast"?: boolean;
  };
  readonly steps?: readonly Step[];
}

interface Workflow {
  readonly on: Readonly<Record<string, Record<string, unknown> | null>>;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly concurrency?: { readonly group: string; readonly "cancel-in-progress": boolean };
  readonly jobs: Readonly<Record<string, Job>>;
}

const root = projectRoot();
const scratchOfPreviews = temporaryFolder();
const folder = join(root, ".github", "workflows");
const files = readdirSync(folder);
const textOf = (file: string): string => readFileSync(join(folder, file), "utf8");
const read = (file: string): Workflow => parse(textOf(file)) as Workflow;
const jobsOf = (file: string): readonly (readonly [string, Job])[] => Object.entries(read(file).jobs);
const stepsOf = (file: string): readonly Step[] => jobsOf(file).flatMap(([, job]) => job.steps ?? []);
const runsOf = (file: string): string =>
  stepsOf(file)
    .map(({ run = "" }) => run)
    .join("\n");

test("the workflows are those that the documentation names", () => {
  expect(files.toSorted()).toEqual([
    "deploy-environment.yml",
    "deploy.yml",
    "drift.yml",
    "environments.yml",
    "plan.yml",
    "preview.yml",
    "test.yml",
  ]);
});

/** Every key and every value of YAML. */
const scalarsOf = (value: unknown): readonly string[] =>
  typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => [key, ...scalarsOf(inner)])
    : [String(value)];

/** Jobs that sign in to AWS: by the action, or by the script that plans each environment. */
const signsIn = ({ uses, steps = [] }: Job): boolean =>
  uses === "./.github/workflows/deploy-environment.yml" ||
  steps.some((step) => step.uses?.startsWith("aws-actions/") === true || step.run?.includes(planEnvironments) === true);
const planEnvironments = "scripts/plan-environments/cli.ts";

describe.each(files)("%s", (file) => {
  test("actions of others are pinned by a whole commit, with the version beside it", () => {
    const uses = textOf(file).match(/uses: .*/g) ?? [];
    const others = uses.filter((line) => !line.startsWith("uses: ./"));
    for (const line of others) expect(line).toMatch(/^uses: [\w-]+\/[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    const reusable = jobsOf(file).flatMap(([, { uses: own }]) => own ?? []);
    expect(reusable.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  test("it runs for no event that gives a fork's code more rights than the fork has", () => {
    const events = Object.keys(read(file).on);
    for (const event of ["pull_request_target", "workflow_run", "issue_comment"]) expect(events).not.toContain(event);
  });

  test("nothing is allowed unless it is named, and each job has only what it needs", () => {
    const { permissions } = read(file);
    expect(Object.entries(permissions ?? { all: "write" }).filter(([, right]) => right !== "read")).toEqual([]);
    const allowed = [
      "contents: read",
      "id-token: write",
      "pull-requests: read",
      "pull-requests: write",
      "issues: write",
    ];
    const given = jobsOf(file).flatMap(([, job]) =>
      Object.entries(job.permissions ?? {}).map((pair) => pair.join(": ")),
    );
    for (const right of given) expect(allowed).toContain(right);
  });

  test("it names no environment, stack, account or region", () => {
    const own = environments.flatMap((environment) => [environment.name, ...stackNames(environment)]);
    expect(scalarsOf(read(file)).filter((scalar) => own.includes(scalar))).toEqual([]);
    const commands = [...textOf(file).matchAll(/\.\/platform [a-z-]+ "?([\w-]+)/g)].map(([, word = ""]) => word);
    expect(commands.filter((word) => own.includes(word))).toEqual([]);
    expect(textOf(file)).not.toMatch(/\b\d{12}\b|\b[a-z]{2}(-[a-z]+){1,2}-\d\b/);
  });

  test("nothing that somebody else can write is put into a script", () => {
    for (const { run = "" } of stepsOf(file)) expect(run).not.toContain("${{");
  });

  test("AWS is reached by OIDC alone: there are no stored keys", () => {
    const text = textOf(file);
    expect(text).not.toMatch(/\{\{\s*secrets|aws-access-key-id|aws-secret-access-key|AWS_ACCESS_KEY_ID/i);
    for (const step of stepsOf(file)) {
      if (step.uses?.startsWith("aws-actions/") !== true) continue;
      expect(step.with?.["role-to-assume"]).toMatch(/^\$\{\{ (fromJSON\()?vars\./);
      expect(step.with?.["aws-region"]).toMatch(
        /^\$\{\{ (inputs|matrix|fromJSON\(needs\.environments\.outputs\.list\)\[0\])\.region \}\}$/,
      );
    }
  });

  test("a job that has credentials asks for them, and no other does", () => {
    for (const [, job] of jobsOf(file)) {
      expect(job.permissions?.["id-token"] === "write").toBe(signsIn(job));
    }
  });

  test("every job ends by itself", () => {
    const endless = jobsOf(file).filter(
      ([, job]) => job.uses === undefined && !((job["timeout-minutes"] ?? 361) <= 120),
    );
    expect(endless).toEqual([]);
  });

  test("the token of the checkout is not left for later steps", () => {
    const checkouts = stepsOf(file).filter(({ uses }) => uses?.startsWith("actions/checkout@"));
    expect(checkouts.filter((step) => step.with?.["persist-credentials"] !== false)).toEqual([]);
  });

  test("no plan leaves the job: the HTML review is the one artifact", () => {
    const kept = stepsOf(file).filter(({ uses }) => /^actions\/(upload-artifact|cache)/.test(uses ?? ""));
    expect(kept.filter((step) => step.with?.path !== "review.html")).toEqual([]);
    const makesPlans = ["./platform plan", planEnvironments].some((text) => runsOf(file).includes(text));
    expect(runsOf(file).includes("rm -rf plans")).toBe(makesPlans);
  });

  test("Terraform and the scripts it runs are there", () => {
    const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
      scripts: Record<string, string>;
    };
    for (const [, script = ""] of runsOf(file).matchAll(/npm run ([\w-]+)/g)) expect(scripts).toHaveProperty(script);
    for (const [program = ""] of runsOf(file).matchAll(/(?:scripts|lib)\/[\w/-]+\.(?:ts|mjs)/g)) {
      expect(existsSync(join(root, program))).toBe(true);
    }
  });
});

describe("a pull request", () => {
  const [, job] = jobsOf("plan.yml")[0] ?? [];

  test("of a fork gets no credentials", () => {
    expect(job?.if).toContain("github.event.pull_request.head.repo.full_name == github.repository");
  });

  test("is planned for every environment by roles that are not those of deployments, and the review reports what failed", () => {
    const plans = stepsOf("plan.yml").find(({ run = "" }) => run.includes(planEnvironments));
    expect(plans).toMatchObject({
      id: "plans",
      env: { PLAN_ROLES: "${{ vars.PLAN_ROLES }}" },
      "continue-on-error": true,
    });
    expect(stepsOf("plan.yml").at(-2)).toMatchObject({ if: "steps.plans.outcome == 'failure'", run: "exit 1" });
    expect(textOf("plan.yml")).not.toContain("DEPLOY_ROLE");
  });

  describe("the required check", () => {
    const [, required] = jobsOf("plan.yml").find(([name]) => name === "reviewed") ?? [];
    const [step] = required?.steps ?? [];

    test("always runs, since GitHub counts a skipped one as passed, and is the one that the guide requires", () => {
      expect(required).toMatchObject({ needs: "plan", if: "always()" });
      expect(step?.env).toEqual({ RESULT: "${{ needs.plan.result }}" });
      expect(readFileSync(join(root, "docs/guides/plan-review.md"), "utf8")).toMatch(/checks `test` and `reviewed`/);
    });

    test.each([
      ["success", 0, ""],
      ["skipped", 1, "::error::This pull request was not planned: it comes from a fork or from Dependabot"],
      ["failure", 1, "::error::The job plan ended with failure"],
      ["cancelled", 1, "::error::The job plan ended with cancelled"],
      ["", 1, "::error::"],
    ])("a plan that ended with %j makes it exit with %i", (result, code, printed) => {
      const { status, stdout } = spawnSync("bash", ["-e", "-c", step?.run ?? "exit 9"], {
        encoding: "utf8",
        env: { RESULT: result },
      });
      expect({ status, stdout }).toEqual({ status: code, stdout: expect.stringContaining(printed) });
    });
  });

  test("a plan that is superseded makes room", () => {
    expect(read("plan.yml").concurrency?.["cancel-in-progress"]).toBe(true);
  });
});

describe("a deployment", () => {
  const [, job] = jobsOf("deploy-environment.yml")[0] ?? [];

  test("is never cancelled half-way, and one of an environment at a time", () => {
    expect(read("deploy-environment.yml").concurrency).toEqual({
      group: "deploy-${{ inputs.environment }}",
      "cancel-in-progress": false,
    });
  });

  test("passes the approvals of its GitHub environment", () => {
    expect(job?.environment).toBe("${{ inputs.environment }}");
  });

  test("applies nothing but what was reviewed", () => {
    const applies = runsOf("deploy-environment.yml")
      .split("\n")
      .filter((line) => line.includes("./platform apply"));
    expect(applies).toHaveLength(2);
    for (const line of applies) expect(line).toMatch(/--apply-only-reviewed "\$HASH"|--reviewed-commit "\$GITHUB_SHA"/);
  });

  test("is blocked by what the review blocks, before anything is applied", () => {
    const steps = job?.steps?.map(({ run = "" }) => run) ?? [];
    const review = steps.findIndex((run) => run.includes("./platform review"));
    expect(review).toBeGreaterThan(0);
    expect(review).toBeLessThan(steps.findIndex((run) => run.includes("./platform apply")));
    expect(steps[review]).toBe("./platform review plans || test $? -eq 2");
  });

  test("is there for every environment, from main alone, in the order of the list, and ends where one fails", () => {
    const { environments: list, deploy, ...others } = read("deploy.yml").jobs;
    expect(others).toEqual({});
    for (const each of [list, deploy]) expect(each?.if).toBe("github.ref == 'refs/heads/main'");
    expect(list?.with).toEqual({ environment: "${{ inputs.environment || '' }}" });
    expect(deploy?.strategy).toEqual({ ...eachEnvironment, "max-parallel": 1, "fail-fast": true });
    expect(deploy?.with).toMatchObject({ environment: "${{ matrix.environment }}", region: "${{ matrix.region }}" });
  });
});

/** A matrix of what environments.yml lists. */
const eachEnvironment = { matrix: { include: "${{ fromJSON(needs.environments.outputs.list) }}" } };

test("drift is looked for in every environment, with roles that change nothing", () => {
  const { environments: list, drift } = read("drift.yml").jobs;
  expect(list?.uses).toBe("./.github/workflows/environments.yml");
  expect(drift?.strategy).toEqual({ ...eachEnvironment, "fail-fast": false });
  expect(drift?.needs).toBe("environments");
  expect(textOf("drift.yml")).not.toContain("DEPLOY_ROLE");
});

describe("the list of environments", () => {
  const [step] = stepsOf("environments.yml").filter(({ run = "" }) => run.includes("GITHUB_OUTPUT"));
  const scratch = temporaryFolder();
  const listed = (only: string) => {
    const output = join(scratch, `output-${only}`);
    const { status, stderr } = spawnSync("bash", ["-e", "-c", step?.run ?? "exit 9"], {
      cwd: root,
      encoding: "utf8",
      env: { ...process.env, ENVIRONMENT: only, GITHUB_OUTPUT: output },
    });
    const text = existsSync(output) ? readFileSync(output, "utf8") : "";
    return { status, stderr, list: /^list=(.*)\n$/.exec(text)?.[1] };
  };
  const entryOf = ({ name, region }: Environment) => ({ environment: name, region });

  test("is that of the files, on one line", () => {
    const { status, list = "" } = listed("");
    expect(status).toBe(0);
    expect(JSON.parse(list)).toEqual(inDeploymentOrder(environments).map(entryOf));
  });

  test("has one alone where one is named", () => {
    expect(JSON.parse(listed(environments[0]?.name ?? "").list ?? "")).toEqual(environments.slice(0, 1).map(entryOf));
  });

  test("is not there, and the job fails, where there is no such environment", () => {
    expect(listed("no-such-environment")).toMatchObject({
      status: 64,
      stderr: expect.stringContaining('no environment is called "no-such-environment"'),
      list: undefined,
    });
  });
});

describe("a preview", () => {
  const { environments: list, preview } = read("preview.yml").jobs;
  const steps = new Map((preview?.steps ?? []).map((step) => [step.name, step]));

  test("is of a pull request of this repository with the label, and never of a fork's", () => {
    expect(list?.if).toContain("github.event.pull_request.head.repo.full_name == github.repository");
    expect(list?.if).toContain("contains(github.event.pull_request.labels.*.name, 'preview')");
    expect(preview).toMatchObject({ needs: "environments", environment: "preview" });
    expect(preview?.if).toBeUndefined();
  });

  test("goes up for the label, and down when the label is removed or the pull request is closed", () => {
    expect(steps.get("Deploy")?.run).toBe('./platform preview up "pr-$NUMBER" --from "$FROM"');
    expect(steps.get("Deploy")?.env).toMatchObject({ FROM: "${{ vars.PREVIEW_FROM }}" });
    expect(steps.get("Destroy")?.run).toBe('./platform preview down "pr-$NUMBER" --from "$FROM"');
    expect(steps.get("Destroy")?.if).toContain("github.event.action == 'closed'");
    expect(Object.keys(read("preview.yml").on)).toEqual(["pull_request", "schedule", "workflow_dispatch"]);
  });

  test("is never cancelled half-way", () => {
    expect(read("preview.yml").concurrency?.["cancel-in-progress"]).toBe(false);
  });

  test("that has expired is destroyed, and one that cannot be keeps no other from it", () => {
    const bin = programs(scratchOfPreviews, {
      platform: `case "$*" in
  "preview list --from base --json") echo '[{"name":"pr-1","expired":true},{"name":"pr-2","expired":false},{"name":"pr-3","expired":true}]';;
  "preview down pr-1 --from base") exit 1;;
  *) echo "$*";;
esac`,
    });
    const { status, stdout } = spawnSync("bash", ["-e", "-c", steps.get("Destroy what has expired")?.run ?? "exit 9"], {
      cwd: bin,
      env: { ...process.env, FROM: "base" },
      encoding: "utf8",
    });
    expect({ status, stdout }).toEqual({
      status: 1,
      stdout: "::error::pr-1 was not destroyed\npreview down pr-3 --from base\n",
    });
  });
});
