import { readFileSync } from "node:fs";
import { join } from "node:path";
import { containersOf, describeRule, policiesOf, readConfiguration, readPlan, securityGroupRules, targetsAt } from "..";

// Made with Terraform 1.11.4 and the AWS provider 5.100.0: `terraform plan -out p && terraform show -json p`, of cdk.tf.json and of
// a configuration in HCL with a module; resource_changes, sensitive_values and schema versions taken out.
const fixture = (name: string) => readFileSync(join(__dirname, "fixtures", name), "utf8");
const written = readConfiguration(fixture("cdk.tf.json"));
const plan = readPlan(fixture("plan.json"), "production-service", written);
const hcl = readPlan(fixture("hcl-plan.json"));
const block = (address: string) => {
  const found = plan.find(address);
  if (found === undefined) throw new Error(`no ${address}`);
  return found;
};

describe("a plan of cdk.tf.json", () => {
  test("has the planned values, the provider's defaults among them", () => {
    expect(block("aws_vpc.vpc").properties).toMatchObject({ cidr_block: "10.0.0.0/16", instance_tenancy: "default" });
    expect(plan.resources).toHaveLength(9);
    expect([...plan.variables.keys()]).toEqual(["image_tag"]);
    expect(plan.providers.map(({ type, properties }) => [type, properties.region, properties.alias])).toEqual([
      ["aws", "eu-central-1", undefined],
      ["aws", "us-west-2", "west"],
    ]);
  });

  test("has the construct paths of the stack it was made from", () => {
    expect(String(block("aws_vpc.vpc"))).toBe("aws_vpc.vpc at production-service/network/vpc");
    expect(block("aws_vpc_security_group_ingress_rule.in[1]").path).toBe("production-service/in");
    expect(readPlan(fixture("plan.json")).isPlan).toBe(true);
    expect(readPlan(fixture("plan.json")).find("aws_vpc.vpc")?.path).toBeUndefined();
  });

  test("says with ${...} what is known only after apply", () => {
    expect(block("aws_security_group.web").properties.vpc_id).toBe("${aws_vpc.vpc.id}");
    expect(plan.outputs.get("network_vpc-id_1A2B3C4D")).toEqual({
      value: "${aws_vpc.vpc.id}",
      written: "${aws_vpc.vpc.id}",
      sensitive: true,
    });
  });

  test("keeps the references of values that are known", () => {
    const policy = block("aws_iam_role_policy.task");
    expect(policy.properties.role).toBe("task");
    expect(targetsAt(policy, "role").map((target) => target.block)).toEqual([block("aws_iam_role.task")]);
    expect(targetsAt(policy, "depends_on").map((target) => target.block)).toEqual([block("aws_s3_bucket.uploads")]);
  });

  test("has data sources that were read while planning", () => {
    expect(plan.data.map(({ address }) => address)).toEqual(["data.aws_iam_policy_document.pull"]);
  });

  test("answers the same questions as the configuration", () => {
    for (const configuration of [written, plan]) {
      const role = configuration.find("aws_iam_role.task");
      const task = configuration.find("aws_ecs_task_definition.task");
      const statements = role && policiesOf(role).statements;
      expect(statements).toEqual([expect.objectContaining({ resources: ["${aws_s3_bucket.uploads.arn}/*"] })]);
      expect(task && containersOf(task)).toEqual([expect.objectContaining({ name: "web", memoryReservation: 2048 })]);
      const rules = securityGroupRules([configuration]).map((rule) => `${rule.group.name}: ${describeRule(rule)}`);
      expect([...new Set(rules)].sort()).toEqual([
        "database: tcp 443 to aws_security_group.web",
        "database: tcp 5432 from aws_security_group.web",
        "database: tcp 80 to 10.0.0.0/8",
      ]);
    }
  });
});

describe("a plan of HCL", () => {
  test("goes through modules, instances and all", () => {
    expect(hcl.resources.map(({ address }) => address)).toEqual([
      "aws_iam_role.task",
      "aws_iam_role_policy.task",
      "aws_s3_bucket.uploads",
      "aws_security_group.web",
      'module.network.aws_subnet.zones["a"]',
      'module.network.aws_subnet.zones["b"]',
      "module.network.aws_vpc.main",
    ]);
    const subnet = hcl.find("module.network.aws_subnet.zones");
    expect(subnet && targetsAt(subnet, "vpc_id").map(({ address, attribute }) => [address, attribute])).toEqual([
      ["module.network.aws_vpc.main", "id"],
    ]);
  });

  test("has references but no text where the value is not known", () => {
    const policy = hcl.find("aws_iam_role_policy.task");
    expect(policy?.properties).toEqual({ role: "task" });
    expect(policy?.references).toEqual([
      { property: "policy", address: "aws_s3_bucket.uploads", attribute: "arn" },
      { property: "role", address: "aws_iam_role.task", attribute: "name" },
    ]);
  });

  test("says that a policy is known only after apply, rather than that it allows nothing", () => {
    const role = hcl.find("aws_iam_role.task");
    expect(role && policiesOf(role)).toEqual({
      statements: [],
      unread: ["the policy of aws_iam_role_policy.task (known after apply)"],
    });
  });
});

test("the JSON of a state is read too", () => {
  const resource = { address: "aws_vpc.a", mode: "managed", type: "aws_vpc", name: "a", values: { id: "vpc-1" } };
  const state = readPlan({ format_version: "1.0", values: { root_module: { resources: [resource] } } });
  expect(state.find("aws_vpc.a")?.properties).toEqual({ id: "vpc-1" });
});

test("what is no plan is one clear error", () => {
  expect(() => readPlan({ resource: {} }, "data")).toThrow(
    "Terraform JSON of data is no plan: it has neither planned_values nor values; make it with terraform show -json PLAN",
  );
  expect(() => readPlan("nothing")).toThrow(/^Terraform JSON of terraform is not JSON: /);
});

test("what was written with a data source that was read has its value", () => {
  const secrets = { outputs: { arn: "arn:aws:secretsmanager:eu-central-1:111122223333:secret:key" } };
  const stack = readPlan({
    planned_values: {
      root_module: {
        resources: [{ address: "aws_iam_policy.p", mode: "managed", type: "aws_iam_policy", name: "p", values: {} }],
      },
    },
    prior_state: {
      values: {
        root_module: {
          resources: [
            {
              address: "data.terraform_remote_state.data",
              mode: "data",
              type: "terraform_remote_state",
              name: "data",
              values: secrets,
            },
          ],
        },
      },
    },
    configuration: {
      root_module: {
        resources: [
          {
            address: "aws_iam_policy.p",
            expressions: {
              policy: {
                constant_value:
                  "${data.terraform_remote_state.data.outputs.arn} ${data.terraform_remote_state.data.outputs.other} ${aws_role.r.arn} $${data.terraform_remote_state.data.outputs.arn}",
              },
            },
          },
        ],
      },
    },
  });
  expect(stack.find("aws_iam_policy.p")?.properties.policy).toBe(
    `${secrets.outputs.arn} \${data.terraform_remote_state.data.outputs.other} \${aws_role.r.arn} $\${data.terraform_remote_state.data.outputs.arn}`,
  );
});
