import { addImports } from "../../../operations/adopt/imports";
import { effectOf } from "../../../operations/adopt/effects";
import { changesOf, standalone, type PlannedChange } from "../../../operations/adopt/plan";
import type { Proposal } from "../../../operations/adopt/proposal";
import { report } from "../../../operations/adopt/report";
import type { StackJson } from "../../../operations/adopt/stacks";
import { typescript } from "../../../operations/adopt/typescript";
import { shop } from "../../fixtures/shop";
import { found, network } from "./parts";

const remote = (output: string) =>
  `data.terraform_remote_state.cross-stack-reference-input-production-foundation.outputs.${output}`;

const foundation: StackJson = {
  import: [
    { to: "aws_security_group.alb", id: "sg-alb" },
    { to: "aws_security_group.ecs", id: "sg-ecs" },
  ],
  output: { "ecs-id": { value: "${aws_security_group.ecs.id}" } },
  resource: {
    aws_vpc_security_group_ingress_rule: {
      https: {
        security_group_id: "${aws_security_group.alb.id}",
        cidr_ipv4: "0.0.0.0/0",
        ip_protocol: "tcp",
        from_port: 443,
        to_port: 443,
      },
    },
  },
};
const data: StackJson = {
  terraform: { backend: { s3: {} }, required_providers: {} },
  data: { terraform_remote_state: {}, aws_region: {} },
  import: [{ to: "aws_security_group.rds", id: "sg-rds" }],
  resource: {
    aws_cloudwatch_log_group: { postgresql: { name: "/aws/rds/postgresql" }, token: { name: "${var.name}" } },
    aws_vpc_security_group_ingress_rule: {
      postgresql: {
        security_group_id: "${aws_security_group.rds.id}",
        referenced_security_group_id: `\${${remote("ecs-id")}}`,
        ip_protocol: "tcp",
        from_port: 5432,
        to_port: 5432,
      },
    },
  },
};
const stacks = new Map([
  ["production-foundation", foundation],
  ["production-data", data],
]);

const rule = { groupId: "sg-alb", isEgress: false, protocol: "tcp", from: 443, to: 443, peer: "0.0.0.0/0" };
const proposal: Proposal = {
  adopt: { securityGroups: { loadBalancer: { id: "sg-alb", name: "alb", description: "alb" } } },
  changes: [{ path: "network.cidr", from: "10.20.0.0/16", to: "10.0.0.0/16" }],
  waivers: [{ policy: "ecr-own-key", resource: "a/b", reason: "by hand", until: "2027-01-01" }],
  remarks: ["The database keeps its password."],
};

describe("what only the stacks can tell", () => {
  const rules = [
    { ...rule, id: "sgr-1" },
    { ...rule, id: "sgr-2", groupId: "sg-rds", from: 5432, to: 5432, peer: "sg-ecs" },
    { ...rule, id: "sgr-3", isEgress: true, protocol: "-1", from: -1, to: -1 },
    { ...rule, id: "sgr-4", groupId: "sg-other" },
  ];
  const added = addImports(proposal, stacks, { ...found, network: { ...network, rules } }, [
    "/aws/rds/postgresql",
    "/x",
  ]);

  test("rules that are there already are imported, also between groups of two stacks", () => {
    expect(added.adopt.imports).toEqual({
      "production-foundation/aws_vpc_security_group_ingress_rule.https": "sgr-1",
      "production-data/aws_vpc_security_group_ingress_rule.postgresql": "sgr-2",
    });
  });

  test("the other rules of a group that is taken over stay, and are reported", () => {
    expect(added.remarks.at(-1)).toContain("sgr-3 of sg-alb, everything to 0.0.0.0/0.");
    expect(added.remarks.at(-1)).not.toContain("sgr-4");
  });

  test("log groups of the stacks that exist are taken over, and no others", () => {
    expect(added.adopt.logGroups).toEqual(["/aws/rds/postgresql"]);
  });
});

describe("a stack by itself", () => {
  test("has no backend, and values in place of what it reads from another stack's state", () => {
    const alone = standalone(data, new Map([["production-foundation", { "ecs-id": "sg-ecs" }]]));
    expect(alone.terraform).toEqual({ required_providers: {} });
    expect(alone.data).toEqual({ aws_region: {} });
    expect(JSON.stringify(alone)).toContain(String.raw`"referenced_security_group_id":"${"$"}{\"sg-ecs\"}"`);
  });

  test("has an unknown where the value is only known after an apply", () => {
    const alone = standalone(data, new Map([["production-foundation", {}]]));
    expect(JSON.stringify(alone)).toContain('"referenced_security_group_id":"${terraform_data.not-yet-known.id}"');
    expect(alone.resource?.terraform_data).toEqual({ "not-yet-known": {} });
  });
});

const resource = (address: string, actions: readonly string[], change: object = {}) => ({
  address,
  mode: "managed",
  change: { actions, before: null, after: null, after_unknown: {}, ...change },
});

test("a plan is reported by what becomes of each resource: imported, changed, replaced, made, destroyed", () => {
  const importing = { id: "it" };
  const plan = {
    resource_changes: [
      resource("aws_vpc.same", ["no-op"], { importing }),
      resource("aws_vpc.quiet", ["no-op"]),
      resource("aws_vpc.changed", ["update"], {
        importing,
        before: { tags: null, cidr: "a", ids: [], name: "x" },
        after: { tags: { a: "b" }, cidr: "a", ids: null, name: "x" },
        after_unknown: { tags_all: true, key: true },
      }),
      resource("aws_vpc.replaced", ["delete", "create"], { importing, replace_paths: [["cidr"], ["cidr", 0]] }),
      resource("aws_vpc.made", ["create"]),
      resource("aws_vpc.gone", ["delete"]),
      resource("terraform_data.not-yet-known", ["create"]),
      { ...resource("data.aws_vpc.read", ["read"]), mode: "data" },
    ],
  };
  expect(
    changesOf("production-foundation", plan).map(({ address, action, changed }) => [address, action, changed]),
  ).toEqual([
    ["aws_vpc.same", "import", []],
    ["aws_vpc.changed", "import-update", ["key", "tags"]],
    ["aws_vpc.replaced", "import-replace", ["cidr"]],
    ["aws_vpc.made", "create", []],
    ["aws_vpc.gone", "destroy", []],
  ]);
});

test("what is reported in two ways is no change: empty blocks, and the target group of a listener", () => {
  const targets = [{ target_group: [{ arn: "tg", weight: 1 }] }];
  const same = resource("aws_lb_listener.https", ["update"], {
    importing: {},
    before: { default_action: [{ type: "forward", target_group_arn: "tg", forward: targets, order: 1 }], tags: null },
    after: { default_action: [{ type: "forward", target_group_arn: "tg", forward: [], order: null }], tags: {} },
  });
  expect(changesOf("production-foundation", { resource_changes: [same] })).toEqual([
    { stack: "production-foundation", address: "aws_lb_listener.https", action: "import-update", changed: [] },
  ]);
});

test.each<[string, PlannedChange["action"], readonly string[], string, string]>([
  ["aws_db_instance.it", "import-replace", ["kms_key_id"], "disruptive", "replaced, because of kms_key_id"],
  ["aws_db_instance.it", "import-update", ["port"], "disruptive", "a restart, and clients must know the new port"],
  ["aws_db_instance.it", "import-update", ["tags"], "none", ""],
  [
    "aws_launch_template.it",
    "import-update",
    ["image_id"],
    "careful",
    "every instance is replaced by instance refresh",
  ],
  ["aws_ecs_service.it", "import-update", ["task_definition"], "careful", "a rolling deployment"],
  ["aws_ecs_task_definition.it", "create", [], "none", "the next revision of the family"],
  ["aws_default_security_group.it", "create", [], "careful", "loses all its rules"],
  ["aws_vpc.it", "destroy", [], "disruptive", "destroyed"],
])("%s: %s of %j is %s", (address, action, changed, level, words) => {
  const effect = effectOf({ stack: "production-data", address, action, changed });
  expect(effect.level).toBe(level);
  expect(effect.words).toContain(words);
});

describe("the report", () => {
  const change = (
    address: string,
    action: PlannedChange["action"],
    changed: readonly string[] = [],
  ): PlannedChange => ({
    stack: "production-data",
    address,
    action,
    changed,
  });
  const lines = report(shop, proposal, [
    change("aws_s3_bucket.storage", "import"),
    change("aws_kms_key.key", "create"),
    change("aws_db_instance.database", "import-replace", ["kms_key_id"]),
  ]);

  test("says what to change, what to add, what to look at, and puts what is disruptive first", () => {
    expect(lines).toContain('  network.cidr: "10.20.0.0/16" -> "10.0.0.0/16"');
    expect(lines).toContain("  adopt: {");
    expect(lines).toContain('policy: "ecr-own-key"');
    expect(lines).toContain("  - The database keeps its password.");
    expect(lines).toContain("2 imported, 0 of them changed in place, 1 made, 1 replaced, 0 destroyed");
    const plan = lines.slice(lines.indexOf("production-data"));
    expect(plan.indexOf("aws_db_instance.database")).toBeLessThan(plan.indexOf("aws_s3_bucket.storage"));
    expect(plan).toContain("1 made: aws_kms_key");
  });

  test("shows the proposal although no plan could be made, and why", () => {
    const failed = report(shop, proposal, "`terraform plan` failed:\nno such bucket");
    expect(failed).toContain("The first plan could not be made\n  `terraform plan` failed:\n  no such bucket");
    expect(failed).toContain("  adopt: {");
  });
});

test("a value is written as the TypeScript it came from", () => {
  const value = {
    a: 1,
    "eu-central-1a": { id: "x", list: ["y"] },
    none: undefined,
    empty: {},
    long: "z".repeat(120),
    last: null,
  };
  const text = typescript(value);
  expect(text).toContain('"eu-central-1a": { id: "x", list: ["y"] }');
  expect(text).not.toContain("none");
  // eslint-disable-next-line typescript/no-implied-eval
  expect(new Function(`return ${text}`)()).toEqual({ ...value, none: undefined });
});
