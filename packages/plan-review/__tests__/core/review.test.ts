import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Policy } from "../../../aws-policies/policy";
import { securityHub } from "../../../aws-policies/security-hub";
import type { ReviewedEnvironment } from "../../waivers";
import type { Review } from "../../model";
import { review } from "../../review";
import { readConfigurations, type Properties } from "../../../terraform-json";
import { inputOf, planOf, resource, reviewOf, update } from "./parts";

const database = (actions: readonly string[]) =>
  resource("aws_db_instance.db", {
    actions,
    before: { identifier: "app", engine: "postgres" },
    after: actions.includes("create") ? { identifier: "app2", engine: "postgres" } : null,
  });

const environment = (until: string, address = "aws_db_instance.db"): ReviewedEnvironment => ({
  name: "test",
  deletionProtection: true,
  destroyWaivers: [{ resource: `test-data/${address}`, reason: "the data moved to app2", until }],
});

describe("the verdict", () => {
  const failed = { stack: "b", status: "failed", message: "Error: no" } as const;
  const waiting = { stack: "b", status: "waiting", message: "waits" } as const;
  const verdict = (...inputs: Parameters<typeof review>[0]) =>
    review(inputs, { policies: [], environments: [], today: "2026-11-23" }).verdict;
  const quiet = inputOf(planOf([resource("aws_a.b", { actions: ["no-op"], before: {}, after: {} })]));

  test("is no changes where nothing is to be applied", () => expect(verdict(quiet)).toBe("no changes"));
  test("is changes where a stack waits", () => expect(verdict(quiet, waiting)).toBe("changes"));
  test("is failed where a plan failed, whatever the others say", () =>
    expect(verdict(inputOf(planOf([database(["delete"])])), failed)).toBe("failed"));
  test("is failed without any plan", () => expect(verdict()).toBe("failed"));
  test("is failed where Terraform could not finish the plan", () =>
    expect(verdict(inputOf(planOf([], { errored: true })))).toBe("failed"));
  test("is blocked where data would be lost", () =>
    expect(verdict(inputOf(planOf([database(["delete"])])))).toBe("blocked"));
});

describe("data", () => {
  test.each([[["delete"]], [["delete", "create"]], [["create", "delete"]]])("that %j would lose blocks", (actions) => {
    const { blocks, summary } = reviewOf(planOf([database(actions)]));
    expect(blocks).toEqual([
      {
        stack: "test-data",
        address: "aws_db_instance.db",
        rule: "destroys-data",
        text: expect.stringMatching(/^it is (destroyed|replaced): its .+ would be lost for ever$/),
        remedy: expect.stringContaining(
          '{ resource: "test-data/aws_db_instance.db", reason: "...", until: "2026-12-23" }',
        ),
      },
    ]);
    expect(summary).toMatch(/^Blocked for 1 reason; 1 resource changes$/);
  });

  test("may go on a waiver's last day, and the waiver is reported", () => {
    const { blocks, notices, verdict } = reviewOf(planOf([database(["delete"])]), undefined, {
      environments: [environment("2026-11-23")],
    });
    expect([blocks, verdict]).toEqual([[], "changes"]);
    expect(notices).toMatchObject([
      { rule: "destroys-data", waiver: { reason: "the data moved to app2", until: "2026-11-23" } },
    ]);
  });

  test("may not go the day after, and the block says that the waiver expired", () => {
    const { blocks } = reviewOf(planOf([database(["delete"])]), undefined, {
      environments: [environment("2026-11-22")],
    });
    expect(blocks[0]?.remedy).toContain("its waiver expired on 2026-11-22");
  });

  test("may not go on the waiver of another resource", () => {
    const environments = [environment("2027-01-01", "aws_db_instance.other")];
    expect(reviewOf(planOf([database(["delete"])]), undefined, { environments }).verdict).toBe("blocked");
  });

  test("that is forgotten is protected by nothing, so that it blocks like what is destroyed", () => {
    const forgotten = resource("aws_db_instance.db", {
      actions: ["forget"],
      before: { identifier: "app" },
      after: null,
    });
    const [block] = reviewOf(planOf([forgotten])).blocks;
    expect(block?.rule).toBe("destroys-data");
    expect(block?.text).toMatch(/leaves Terraform's management/);
  });
});

describe("policies", () => {
  const policy = (severity: "error" | "warning"): Policy => ({
    id: "no-two",
    severity,
    title: "Nothing is two",
    why: "",
    fix: "Make it one.",
    links: [],
    check: (stacks) =>
      stacks.flatMap((stack) =>
        stack.resources.map(({ address, properties }) => ({
          policy: "no-two",
          severity,
          verdict: properties.size === 2 ? ("fail" as const) : ("pass" as const),
          stack: stack.name,
          address,
          path: undefined,
          subject: address,
          message: properties.size === 2 ? `size is 2, token is ${String(properties.token)}` : "",
        })),
      ),
  });
  const plan = planOf([
    update("aws_a.changed", { size: 1 }, { size: 2, token: "abc12345" }, { after_sensitive: { token: true } }),
    resource("aws_a.same", { actions: ["no-op"], before: { size: 2 }, after: { size: 2 } }),
  ]);

  test("that fail on planned values block, without the secrets that they saw", () => {
    const { blocks, verdict } = reviewOf(plan, undefined, { policies: [policy("error")] });
    expect(verdict).toBe("blocked");
    expect(blocks[0]).toEqual({
      stack: "test-data",
      address: "aws_a.changed",
      rule: "no-two",
      text: "size is 2, token is (secret)",
      remedy: "Make it one.",
    });
  });

  test("are asked about a plan that was cut down to its changes, too", () => {
    const { planned_values: _, ...changes } = plan;
    const { blocks, olderFindings } = reviewOf(changes, undefined, { policies: [policy("error")] });
    expect(blocks).toMatchObject([{ address: "aws_a.changed", rule: "no-two" }]);
    // Without the state, what a change had before says what is older.
    expect(olderFindings).toMatchObject([{ address: "aws_a.same", rule: "no-two" }]);
  });

  test("that warn are reported of what changes alone", () => {
    const { notices, verdict } = reviewOf(plan, undefined, { policies: [policy("warning")] });
    expect(notices.map(({ address }) => address)).toEqual(["aws_a.changed"]);
    expect(verdict).toBe("changes");
  });

  test("that are waived let pass", () => {
    const waivers = [{ policy: "no-two", resource: "*/aws_a.*", reason: "two is right here", until: "2027-01-01" }];
    const environments = [{ name: "test", deletionProtection: true, waivers }];
    expect(reviewOf(plan, undefined, { policies: [policy("error")], environments }).verdict).toBe("changes");
  });
});

describe("the hash", () => {
  const hash = (change: Properties, more: Properties = {}) => reviewOf(planOf([change], more)).hash;
  const change = update("aws_a.b", { a: 1, b: "x" }, { a: 2, b: "x" });
  const own = hash(change);

  test("is 64 hexadecimal digits", () => expect(own).toMatch(/^[0-9a-f]{64}$/));

  test.each<[string, Properties, Properties]>([
    ["keys stand in another order", update("aws_a.b", { b: "x", a: 1 }, { b: "x", a: 2 }), {}],
    ["it was made at another time", change, { timestamp: "2027-01-01T00:00:00Z" }],
    ["another Terraform made it", change, { terraform_version: "1.11.9", format_version: "1.1" }],
    ["a resource that stays is there, too", change, { checks: [] }],
  ])("is the same when %s", (_, other, more) => expect(hash(other, more)).toBe(own));

  test.each<[string, Properties]>([
    ["a value", update("aws_a.b", { a: 1, b: "x" }, { a: 3, b: "x" })],
    ["what was there before", update("aws_a.b", { a: 0, b: "x" }, { a: 2, b: "x" })],
    ["an address", update("aws_a.c", { a: 1, b: "x" }, { a: 2, b: "x" })],
    [
      "an action",
      resource("aws_a.b", { actions: ["delete", "create"], before: { a: 1, b: "x" }, after: { a: 2, b: "x" } }),
    ],
    ["what is unknown", update("aws_a.b", { a: 1, b: "x" }, { b: "x" }, { after_unknown: { a: true } })],
    [
      "whether a secret changes",
      update("aws_a.b", { a: 1, b: "x" }, { a: 2, b: "x" }, { before_sensitive: { a: true } }),
    ],
  ])("differs by %s", (_, other) => expect(hash(other)).not.toBe(own));

  test("tells nothing of a secret but that it changes", () => {
    const secret = (before: string, after: string) =>
      hash(update("aws_a.b", { password: before }, { password: after }, { before_sensitive: { password: true } }));
    expect(secret("one-one-1", "two-two-2")).toBe(secret("aaa-aaa-1", "bbb-bbb-2"));
    expect(secret("one-one-1", "two-two-2")).not.toBe(secret("one-one-1", "one-one-1"));
  });

  test("of a stack does not depend on which plans are read with it, nor on their order", () => {
    const one = inputOf(planOf([update("aws_a.b", { x: "shared-value-1" }, { x: "y" })]), undefined, "one");
    const secret = update("aws_a.c", { p: "shared-value-1" }, { p: "z" }, { before_sensitive: { p: true } });
    const two = inputOf(planOf([secret]), undefined, "two");
    const options = { policies: [], environments: [] };
    const both = review([one, two], options);
    expect(JSON.stringify(both)).not.toContain("shared-value-1");
    expect(both.stacks[0]?.hash).toBe(review([one], options).stacks[0]?.hash);
    expect(review([two, one], options).hash).toBe(both.hash);
  });
});

describe("prevent_destroy that is lifted", () => {
  const bucket = resource("aws_s3_bucket.uploads", {
    actions: ["no-op"],
    before: { bucket: "b" },
    after: { bucket: "b" },
  });
  const written = (lifecycle?: Properties) => ({
    resource: { aws_s3_bucket: { uploads: { bucket: "b", ...(lifecycle && { lifecycle }) } } },
  });
  const environments = [{ name: "test", deletionProtection: true }];
  const reported = (lifecycle?: Properties, options = {}) =>
    reviewOf(planOf([bucket]), written(lifecycle), { environments, ...options }).effects;

  test("is reported, although the plan says that nothing changes", () => {
    expect(reported()).toEqual([
      {
        stack: "test-data",
        address: "aws_s3_bucket.uploads",
        risk: "medium",
        text: "nothing keeps Terraform from destroying it: prevent_destroy is not set",
      },
    ]);
  });

  test("is not reported of what is protected, waived, or in an environment that protects nothing", () => {
    expect(reported({ prevent_destroy: true })).toEqual([]);
    expect(reported(undefined, { environments: [{ name: "test", deletionProtection: false }] })).toEqual([]);
    const waivers = [
      { policy: "stateful-protection", resource: "test-data/aws_s3_bucket.uploads", reason: "r", until: "2027-01-01" },
    ];
    expect(reported(undefined, { environments: [{ name: "test", deletionProtection: true, waivers }] })).toEqual([]);
  });
});

test("stacks come in the order in which they are applied", () => {
  const backend = (key: string) => ({ backend: { local: { path: key } } });
  const reads = (key: string) => ({ terraform_remote_state: { [key]: { backend: "local", config: { path: key } } } });
  const configurations = readConfigurations({
    a: { terraform: backend("a"), data: reads("z") },
    z: { terraform: backend("z"), resource: {} },
  });
  const inputs = configurations.map((configuration) => ({
    ...inputOf(planOf([])),
    stack: configuration.name,
    configuration,
  }));
  expect(review(inputs, { policies: [], environments: [] }).stacks.map(({ name }) => name)).toEqual(["z", "a"]);
});

test("policies are asked about the planned values of a real plan", () => {
  const fixtures = join(__dirname, "../../../terraform-json/__tests__/fixtures");
  const json = (name: string) => JSON.parse(readFileSync(join(fixtures, name), "utf8")) as Properties;
  const reviewed = (plan: Properties) =>
    review([inputOf(plan, json("cdk.tf.json"), "app")], {
      policies: securityHub,
      environments: [],
      today: "2026-11-23",
    });
  const plan = json("plan.json");
  const task = "aws_ecs_task_definition.task";
  const created = resource(task, { actions: ["create"], before: null, after: {} });
  const { verdict, blocks, olderFindings } = reviewed({ ...plan, resource_changes: [created], prior_state: undefined });
  expect(verdict).toBe("blocked");
  expect(blocks.map(({ stack, address, rule }) => `${rule} ${stack} ${address}`)).toContain(
    `ecs-container-not-root app ${task}`,
  );
  expect(olderFindings).toEqual([]);

  // What was so before the plan is no news, whatever the plan changes elsewhere.
  const other = resource("aws_sns_topic.other", { actions: ["create"], before: null, after: {} });
  const older = reviewed({ ...plan, resource_changes: [other], prior_state: { values: plan.planned_values } });
  expect(older.blocks).toEqual([]);
  expect(older.verdict).toBe("changes");
  expect(older.olderFindings).toHaveLength(blocks.length);
  // A plan without changes makes nothing worse.
  expect(reviewed({ ...plan, resource_changes: [] })).toMatchObject({ verdict: "no changes", blocks: [] });
});

test.each<[string, unknown, Review["verdict"]]>([
  ["an entry that is no object", [null, 3, "x", []], "blocked"],
  ["a resource without a change", [{ address: "aws_a.b" }], "blocked"],
  [
    "actions that are no list",
    [{ address: "aws_a.b", change: { actions: "create", before: 1, after: [] } }],
    "blocked",
  ],
  [
    "marks that are no tree",
    [
      {
        address: "aws_a.b",
        change: {
          actions: ["update"],
          before: { a: [1] },
          after: { a: {} },
          before_sensitive: [1, { a: 0 }],
          after_unknown: "x",
        },
      },
    ],
    "changes",
  ],
  [
    "names of JavaScript itself",
    [
      JSON.parse(
        '{"address":"constructor","type":"__proto__","action_reason":"toString","change":{"actions":["toString"],"before":{"__proto__":{"x":1}},"after":{"constructor":"x"}}}',
      ),
    ],
    "blocked",
  ],
])("%s is shown as something unknown, and breaks nothing", (_, changes, expected) => {
  const { stacks, verdict } = reviewOf({ ...planOf([]), resource_changes: changes });
  expect(verdict).toBe(expected);
  expect(stacks[0]?.status).toBe("planned");
  expect(stacks[0]?.changes.length).toBeGreaterThan(0);
});

test("values that are nested without end do not end the review", () => {
  const deep = JSON.parse(`${"[".repeat(30_000)}"secret-1"${"]".repeat(30_000)}`) as unknown;
  const plan = planOf([update("aws_a.b", { a: 1 }, { a: deep })], {
    resource_drift: [update("aws_a.b", { a: 1 }, { a: deep })],
  });
  const found = review([inputOf(plan), { stack: "other", status: "failed", message: "Error: no" }], {
    policies: [],
    environments: [],
    today: "2026-11-23",
  });
  expect(found.stacks.map(({ name }) => name)).toEqual(["other", "test-data"]);
  expect(found.verdict).toBe("failed");
});
