import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { environments } from "./helpers/environments";
import { projectRoot } from "../lib/root";

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly if?: string;
  readonly uses?: string;
  readonly needs?: string;
  readonly environment?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly "timeout-minutes"?: number;
  readonly strategy?: { readonly matrix: { readonly include: readonly { readonly environment: string }[] } };
  readonly steps?: readonly Step[];
}

interface Workflow {
  readonly on: Readonly<Record<string, Record<string, unknown> | null>>;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly concurrency?: { readonly group: string; readonly "cancel-in-progress": boolean };
  readonly jobs: Readonly<Record<string, Job>>;
}

const root = projectRoot();
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
  expect(files.toSorted()).toEqual(["deploy-environment.yml", "deploy.yml", "drift.yml", "plan.yml", "test.yml"]);
});

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

  test("nothing that somebody else can write is put into a script", () => {
    for (const { run = "" } of stepsOf(file)) expect(run).not.toContain("${{");
  });

  test("AWS is reached by OIDC alone: there are no stored keys", () => {
    const text = textOf(file);
    expect(text).not.toMatch(/\{\{\s*secrets|aws-access-key-id|aws-secret-access-key|AWS_ACCESS_KEY_ID/i);
    for (const step of stepsOf(file)) {
      if (step.uses?.startsWith("aws-actions/") !== true) continue;
      expect(step.with?.["role-to-assume"]).toMatch(/^\$\{\{ vars(\.|\[)/);
    }
  });

  test("a job that has credentials asks for them, and no other does", () => {
    for (const [, job] of jobsOf(file)) {
      const signsIn = job.steps?.some(({ uses }) => uses?.startsWith("aws-actions/")) ?? job.uses !== undefined;
      expect(job.permissions?.["id-token"] === "write").toBe(signsIn);
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
    const makesPlans = runsOf(file).includes("./platform plan");
    expect(runsOf(file).includes("rm -rf plans")).toBe(makesPlans);
  });

  test("Terraform and the scripts it runs are there", () => {
    const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
      scripts: Record<string, string>;
    };
    for (const [, script = ""] of runsOf(file).matchAll(/npm run ([\w-]+)/g)) expect(scripts).toHaveProperty(script);
    for (const [program = ""] of runsOf(file).matchAll(/tools\/[\w/-]+\.(?:ts|mjs)/g)) {
      expect(existsSync(join(root, program))).toBe(true);
    }
  });
});

describe("a pull request", () => {
  const [, job] = jobsOf("plan.yml")[0] ?? [];

  test("of a fork gets no credentials", () => {
    expect(job?.if).toContain("github.event.pull_request.head.repo.full_name == github.repository");
  });

  test("is planned for every environment, without locks, by roles that are not those of deployments", () => {
    for (const { name } of environments) expect(runsOf("plan.yml")).toContain(`./platform plan ${name} --no-lock`);
    expect(textOf("plan.yml")).not.toContain("DEPLOY_ROLE");
  });

  test("one environment's credentials are never left for the next one's plan", () => {
    const signIns = stepsOf("plan.yml").filter(({ uses }) => uses?.startsWith("aws-actions/"));
    expect(signIns).toHaveLength(environments.length);
    for (const { with: settings } of signIns) expect(settings?.["unset-current-credentials"]).toBe(true);
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
    ])("a plan that ended with %j makes it exit with %i", (result, code, said) => {
      const { status, stdout } = spawnSync("bash", ["-e", "-c", step?.run ?? "exit 9"], {
        encoding: "utf8",
        env: { RESULT: result },
      });
      expect({ status, stdout }).toEqual({ status: code, stdout: expect.stringContaining(said) });
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

  test("is there for every environment, from main alone", () => {
    const jobs = jobsOf("deploy.yml");
    expect(jobs.map(([name]) => name).toSorted()).toEqual(environments.map(({ name }) => name).toSorted());
    for (const [, { if: condition }] of jobs) expect(condition).toContain("github.ref == 'refs/heads/main'");
  });
});

test("drift is looked for in every environment, with roles that change nothing", () => {
  const [, job] = jobsOf("drift.yml")[0] ?? [];
  const named = job?.strategy?.matrix.include.map(({ environment }) => environment) ?? [];
  expect(named.toSorted()).toEqual(environments.map(({ name }) => name).toSorted());
  expect(textOf("drift.yml")).not.toContain("DEPLOY_ROLE");
});
