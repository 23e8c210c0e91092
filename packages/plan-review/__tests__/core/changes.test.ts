import { UnknownValues, plannedChanges } from "../../changes";
import { KnownSecrets, Redactor } from "../../redact";
import { inputOf, planOf, resource, reviewOf, update } from "./parts";
import type { Properties } from "../../../terraform-json";

function changesOf(plan: Properties, written?: Properties) {
  return plannedChanges(inputOf(plan, written), new UnknownValues(plan), new Redactor(new KnownSecrets()));
}

describe("what is known only after apply", () => {
  const written = {
    resource: {
      aws_ecs_task_definition: {
        task: {
          container_definitions:
            '[{"name":"web","image":"${aws_ecr_repository.app.repository_url}:${var.tag}","cpu":${var.cpu}}]',
          role: "${aws_iam_role.task.arn}",
          network: { subnets: ["${aws_subnet.a.id}"] },
        },
      },
    },
  };
  const plan = planOf(
    [
      resource("aws_ecs_task_definition.task", {
        actions: ["create"],
        before: null,
        after: { network: [{}] },
        after_unknown: { container_definitions: true, role: true, arn: true, network: [{ subnets: [true] }] },
      }),
      resource("aws_iam_role.task", { actions: ["no-op"], before: {}, after: { arn: "arn:aws:iam::1:role/task" } }),
    ],
    { variables: { tag: { value: "production-306" }, cpu: { value: 512 } } },
  );
  const [change] = changesOf(plan, written);

  test("is what was written, with what is known in it and unknown values for the rest", () => {
    expect(JSON.parse(String(change?.after?.container_definitions))).toEqual([
      { name: "web", image: "<aws_ecr_repository.app.repository_url>:production-306", cpu: "512" },
    ]);
    expect(change?.after).toMatchObject({
      role: "arn:aws:iam::1:role/task",
      arn: "<known after apply>",
      network: [{ subnets: ["<aws_subnet.a.id>"] }],
    });
  });

  test("is reported by its path", () => {
    expect(change?.unknown).toEqual(["container_definitions", "role", "arn", "network[0].subnets[0]"]);
  });

  test("does not tell a sensitive variable", () => {
    const secret = { ...plan, configuration: { root_module: { variables: { tag: { sensitive: true } } } } };
    expect(String(changesOf(secret, written)[0]?.after?.container_definitions)).toContain("<var.tag>");
  });
});

test("a replacement says why, and which comes first", () => {
  const written = {
    resource: {
      aws_lb: {
        a: {
          lifecycle: { replace_triggered_by: ["${aws_vpc.a.id}"], ignore_changes: ["tags"] },
          "//": { metadata: { path: "x/lb", uniqueId: "a" } },
        },
      },
    },
  };
  const sides = { before: { a: 1 }, after: { a: 2 } };
  const own = (actions: readonly string[], more: Properties) =>
    planOf([resource("aws_lb.a", { actions, ...sides, replace_paths: [["a", 0, "b"]] }, more)]);
  expect(changesOf(own(["create", "delete"], { action_reason: "replace_by_triggers" }), written)[0]).toMatchObject({
    action: "replace",
    createBeforeDestroy: true,
    replacePaths: ["a[0].b"],
    replaceTriggeredBy: ["aws_vpc.a.id"],
    ignoreChanges: ["tags"],
    path: "x/lb",
  });
  const reasons = (more: Properties) =>
    reviewOf(own(["delete", "create"], more), written).stacks[0]?.changes[0]?.reasons;
  expect(reasons({ action_reason: "replace_because_cannot_update" })).toEqual(["a[0].b cannot change in place"]);
  expect(reasons({ action_reason: "replace_by_triggers" })).toEqual([
    "a[0].b cannot change in place",
    "replace_triggered_by names aws_vpc.a.id",
  ]);
  expect(reasons({ action_reason: "replace_for_some_new_reason" })?.at(-1)).toBe(
    "Terraform gives the reason replace_for_some_new_reason",
  );
});

test("moves, imports, removed blocks, reads and actions of a newer Terraform are distinguished", () => {
  const { stacks, verdict } = reviewOf(
    planOf([
      resource("aws_a.moved", { actions: ["no-op"], before: {}, after: {} }, { previous_address: "aws_a.old" }),
      resource("aws_a.imported", { actions: ["no-op"], before: {}, after: {}, importing: { id: "i-1" } }),
      resource("aws_a.forgotten", { actions: ["forget"], before: {}, after: null }),
      resource("aws_a.renewed", { actions: ["create", "forget"], before: {}, after: {} }),
      resource("aws_a.odd", { actions: ["transmute"], before: {}, after: {} }),
      resource("aws_a.same", { actions: ["no-op"], before: {}, after: {} }),
      resource("data.aws_a.read", { actions: ["read"], before: null, after: {} }, { mode: "data" }),
    ]),
  );
  expect(stacks[0]?.counts).toEqual({
    create: 0,
    update: 0,
    replace: 1,
    destroy: 0,
    moved: 1,
    imported: 1,
    forgotten: 2,
    invoked: 0,
    other: 1,
  });
  expect(stacks[0]?.changes.map(({ address, action }) => `${address} ${action}`).sort()).toEqual([
    "aws_a.forgotten forget",
    "aws_a.imported no-op",
    "aws_a.moved no-op",
    "aws_a.odd other",
    "aws_a.renewed replace",
  ]);
  expect(verdict).toBe("blocked");
});

describe("drift", () => {
  const drifted = (address: string, change: Properties) => resource(address, { actions: ["update"], ...change });
  const plan = (more: Properties) =>
    planOf([update("aws_a.reverted", { port: 2 }, { port: 1 })], {
      resource_drift: [
        drifted("aws_a.reverted", { before: { port: 1, tags: null }, after: { port: 2, tags: {} } }),
        drifted("aws_a.read", { before: { name: "a" }, after: { name: "b" } }),
        drifted("aws_a.elsewhere", { before: { size: 1 }, after: { size: 2 } }),
        drifted("aws_a.empty", { before: { tags: null }, after: { tags: {} } }),
        resource("aws_a.gone", { actions: ["delete"], before: { a: 1 }, after: null }),
      ],
      ...more,
    });
  const shown = (of: Properties) => reviewOf(of).stacks[0]?.drift.map(({ address, action }) => `${address} ${action}`);

  test("is shown where the plan takes it back, builds on it, or the resource is gone", () => {
    expect(
      shown(
        plan({
          relevant_attributes: [
            { resource: "aws_a.read", attribute: ["name"] },
            { resource: "aws_a.elsewhere", attribute: ["name"] },
          ],
        }),
      ),
    ).toEqual(["aws_a.reverted update", "aws_a.read update", "aws_a.gone delete"]);
  });

  test("is not what AWS alone says of a resource that is replaced anyway", () => {
    const [before, after] = [{ port: 1, status: "pending" }, { port: 2 }];
    const replaced = resource("aws_a.own", {
      actions: ["delete", "create"],
      before,
      after,
      after_unknown: { status: true },
    });
    const resource_drift = [drifted("aws_a.own", { before: { status: "x" }, after: { status: "pending" } })];
    expect(shown(planOf([replaced], { resource_drift }))).toEqual([]);
  });

  test("is all shown by a plan that only notes it, which is something to apply", () => {
    const noted = { ...plan({}), resource_changes: [] };
    expect(shown(noted)).toEqual([
      "aws_a.reverted update",
      "aws_a.read update",
      "aws_a.elsewhere update",
      "aws_a.gone delete",
    ]);
    expect(reviewOf(noted).verdict).toBe("changes");
    expect(reviewOf({ ...noted, applyable: false }).verdict).toBe("no changes");
  });
});

test("outputs, those between stacks counted only, with what is unknown as it was written", () => {
  const { stacks, verdict } = reviewOf(
    planOf([], {
      output_changes: {
        url: { actions: ["create"], before: null, after_unknown: true },
        same: { actions: ["no-op"], before: 1, after: 1 },
        gone: { actions: ["delete"], before: { a: 1 }, after: null },
        api_token: { actions: ["update"], before: "old", after: "new" },
        "cross-stack-output-aws_vpcvpcid": { actions: ["update"], before: "a", after: "b", after_sensitive: true },
      },
    }),
    { output: { url: { value: "https://${aws_lb.a.dns_name}/" } } },
  );
  expect(stacks[0]?.outputs.map(({ name, kind, before, after }) => ({ name, kind, before, after }))).toEqual([
    { name: "url", kind: "added", after: "https://<aws_lb.a.dns_name>/" },
    { name: "gone", kind: "removed", before: '{"a":1}' },
    { name: "api_token", kind: "changed", before: "(secret)", after: "(secret, changed)" },
  ]);
  expect(stacks[0]?.remarks).toEqual(["1 value that other stacks read may change."]);
  expect(verdict).toBe("changes");
});

test("what a plan leaves for later, checks that fail and an incomplete plan are reported", () => {
  const { stacks, verdict, effects } = reviewOf(
    planOf([], {
      complete: false,
      deferred_changes: [
        {
          reason: "provider_config_unknown",
          resource_change: resource("aws_a.later", { actions: ["create"], before: null, after: {} }),
        },
      ],
      checks: [
        {
          address: { to_display: "check.health" },
          status: "fail",
          instances: [{ problems: [{ message: "no answer" }] }],
        },
        { address: { to_display: "check.other" }, status: "pass" },
      ],
    }),
  );
  expect(stacks[0]).toMatchObject({
    deferred: [{ address: "aws_a.later", reason: "the configuration of its provider is known only after apply" }],
    changes: [],
    remarks: [expect.stringContaining("not complete")],
  });
  expect(effects).toEqual([
    { stack: stacks[0]?.name, address: "check.health", risk: "medium", text: "check.health fails: no answer" },
  ]);
  expect(verdict).toBe("changes");
});
