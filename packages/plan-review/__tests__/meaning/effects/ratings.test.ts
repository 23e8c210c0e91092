import type { Values } from "../../../model";
import { change, effects, meaning, replaced, there } from "../changes";

const statement = (Action: string | string[]) =>
  JSON.stringify({ Statement: [{ Effect: "Allow", Action, Resource: "*" }] });

describe("what nobody assessed", () => {
  test("is not low", () => {
    const { risk, isAssessed } = meaning(change("acme_thing.x", undefined, { size: 1 }));
    expect([risk, isAssessed]).toEqual(["not assessed", false]);
  });

  test("and what a rule covers is, also when the rule has nothing to say", () => {
    expect(meaning(change("aws_ecs_service.x", undefined, { name: "x" })).risk).toBe("low");
    expect(meaning(change("random_id.x", undefined, { byte_length: 4 })).risk).toBe("low");
  });

  test("is a policy that is known only after apply", () => {
    const { risk } = meaning(change("aws_iam_policy.x", undefined, { name: "x", policy: "<known after apply>" }));
    expect(risk).toBe("not assessed");
  });

  test("is an action of a later Terraform", () => {
    expect(meaning(change("aws_vpc.x", {}, {}, { action: "other", actions: ["transmute"] })).isAssessed).toBe(false);
  });
});

describe("powers", () => {
  const start = there("aws_iam_role_policy.one", {
    role: "app",
    policy: statement(["ecs:RegisterTaskDefinition", "ecs:RunTask"]),
  });

  test("are reported by the change that completes them", () => {
    const pass = change("aws_iam_role_policy.two", undefined, { role: "app", policy: statement("iam:PassRole") });
    expect(effects(pass, start)).toContain(
      "high: role app may run a task with any role (iam:PassRole with ecs:RegisterTaskDefinition with ecs:RunTask)",
    );
  });

  test("of another role are not mixed with them", () => {
    const pass = change("aws_iam_role_policy.two", undefined, { role: "other", policy: statement("iam:PassRole") });
    expect(effects(pass, start)).toContain("medium: role other may pass any role to a service (iam:PassRole)");
  });

  test("that were there before are no news", () => {
    const role = there("aws_iam_role_policy.one", { role: "app", policy: statement("*") });
    const more = change("aws_iam_role_policy.two", undefined, {
      role: "app",
      policy: statement("iam:CreateAccessKey"),
    });
    expect(effects(more, role).filter((text) => text.startsWith("high"))).toEqual([]);
  });

  test("come with a customer's policy that is attached", () => {
    const policy = there("aws_iam_policy.p", { name: "p", arn: "arn:aws:iam::1:policy/p", policy: statement("iam:*") });
    const attached = change("aws_iam_user_policy_attachment.x", undefined, {
      user: "ci",
      policy_arn: "arn:aws:iam::1:policy/p",
    });
    expect(effects(attached, policy)).toContain("high: user ci may give itself every right (iam:*)");
  });
});

describe("what is in use", () => {
  const service = there(
    "aws_ecs_service.web",
    { name: "web", capacity_provider_strategy: [{ capacity_provider: "main" }] },
    { stack: "production-service" },
  );
  const provider = replaced(
    "aws_ecs_capacity_provider.main",
    { name: "main" },
    { name: "main-2" },
    { stack: "production-foundation", createBeforeDestroy: true },
  );

  test("by a service of another stack cannot be replaced in one step", () => {
    const { stops, risk } = meaning(provider, service);
    expect(risk).toBe("high");
    expect(stops?.text).toMatch(/while service production-service\/aws_ecs_service.web uses it: AWS refuses/);
    expect(stops?.remedy).toMatch(/^two steps: first add a new ecs capacity provider/);
  });

  test("by nothing can", () => {
    expect(meaning(provider).stops).toBeUndefined();
  });

  test("by a listener is not destroyed under it; in its own stack the new one comes first", () => {
    const rule = there("aws_lb_listener_rule.web", { action: [{ target_group_arn: "arn:tg" }] });
    const group = { name: "web", arn: "arn:tg" };
    const old = replaced("aws_lb_target_group.web", group, { name: "web-2" });
    expect(meaning(old, rule).stops?.text).toMatch(
      /listener rule production-service\/aws_lb_listener_rule.web uses it/,
    );
    const first = replaced("aws_lb_target_group.web", group, { name: "web-2" }, { createBeforeDestroy: true });
    expect(meaning(first, rule).stops).toBeUndefined();
    expect(meaning(first, { ...rule, stack: "production-edge" }).stops).toBeDefined();
  });

  test("keeps its name, so that a second one of that name stops the apply", () => {
    const role = replaced("aws_iam_role.app", { name: "app" }, { name: "app" }, { createBeforeDestroy: true });
    expect(meaning(role).stops?.text).toMatch(/under the same name: AWS has one of a name/);
  });

  test("as a role is another role when it comes back", () => {
    const role = replaced("aws_iam_role.app", { name: "app", arn: "arn:aws:iam::1:role/app" }, { name: "app" });
    const policy = JSON.stringify({ Statement: [{ Principal: { AWS: "arn:aws:iam::1:role/app" } }] });
    expect(effects(role, there("aws_s3_bucket_policy.x", { policy }))).toEqual([
      "high: role app recreated under the same name: what runs under it has no permissions meanwhile, and aws_s3_bucket_policy.x still names the deleted role until the next apply",
    ]);
  });
});

describe("a rollback", () => {
  const images = (tag: string) => ({
    family: "app",
    container_definitions: JSON.stringify([{ name: "web", image: `shop:${tag}` }]),
  });
  const of = (before: string, after: string) =>
    effects(replaced("aws_ecs_task_definition.app", images(before), images(after))).filter((text) =>
      /rollback/.test(text),
    );

  test.each([
    ["production-306", "production-305"],
    ["v1.10.0", "v1.9.2"],
    ["2026-11-27.2", "2026-11-27.1"],
    ["1.2.0", "1.2.0-rc1"],
  ])("is %s -> %s", (before, after) => {
    expect(of(before, after)).toEqual([
      `high: task definition app: rollback, image ${before} -> ${after}: what runs now is the later one; migrations that came with it stay`,
    ]);
  });

  test.each([
    ["production-305", "production-306"],
    ["production-306", "staging-305"],
    ["latest", "stable"],
  ])("is not %s -> %s", (before, after) => {
    expect(of(before, after)).toEqual([]);
  });
});

test.each<[string, Values, Values, string]>([
  ["aws_lambda_function", { image_uri: "shop:306" }, { image_uri: "shop:305" }, "306 -> 305"],
  [
    "kubernetes_deployment_v1",
    { spec: [{ template: [{ spec: [{ container: [{ name: "web", image: "shop:1.10.0" }] }] }] }] },
    { spec: [{ template: [{ spec: [{ container: [{ name: "web", image: "shop:1.9.0" }] }] }] }] },
    "1.10.0 -> 1.9.0",
  ],
  ["helm_release", { version: "2.0.0" }, { version: "1.9.0" }, "2.0.0 -> 1.9.0"],
])("a rollback of %s %j", (type, before, after, tags) => {
  expect(effects(change(`${type}.x`, before, after))).toContainEqual(
    expect.stringMatching(new RegExp(`^high: .*: rollback, ${tags}: what runs now is the later one$`)),
  );
  expect(effects(change(`${type}.x`, after, before)).filter((text) => /rollback/.test(text))).toEqual([]);
});

describe("lifecycle rules that delete", () => {
  const rules = (days: number) => ({
    bucket: "uploads",
    rule: [{ id: "old", status: "Enabled", expiration: [{ days }] }],
  });

  test("are reported for a bucket that is there, when they are new too", () => {
    expect(effects(change("aws_s3_bucket_lifecycle_configuration.x", undefined, rules(1)))).toEqual([
      "high: bucket uploads: rule old deletes objects after 1 day",
    ]);
    expect(effects(change("aws_s3_bucket_lifecycle_configuration.x", rules(90), rules(30)))).toEqual([
      "medium: bucket uploads: rule old deletes objects after 30 days",
    ]);
  });
});
