import { readModel, type Model } from "../../picture";
import { readConfiguration } from "../../packages/terraform-json";

interface Policy {
  readonly actions?: readonly string[];
  readonly resources?: readonly string[];
  readonly effect?: "Allow" | "Deny";
  readonly conditions?: object;
}

const document = (...statements: readonly Policy[]): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: statements.map(({ actions = ["*"], resources = ["*"], effect = "Allow", conditions }, index) => ({
      Sid: `Part${index}`,
      Effect: effect,
      Principal: "*",
      Action: actions,
      Resource: resources,
      ...(conditions && { Condition: conditions }),
    })),
  });

const queue = "arn:aws:sqs:eu-central-1:222233334444:their-orders";

/** A service that reads a secret, writes a bucket and sends to a queue of another account, in a subnet with these endpoints. */
function modelOf(endpoints: Readonly<Record<string, object>>, account?: string): Model {
  const statements = [
    { Effect: "Allow", Action: ["secretsmanager:GetSecretValue"], Resource: "${aws_secretsmanager_secret.key.arn}" },
    { Effect: "Allow", Action: ["s3:GetObject", "s3:PutObject"], Resource: "${aws_s3_bucket.files.arn}/*" },
    { Effect: "Allow", Action: ["sqs:SendMessage"], Resource: queue },
  ];
  const resource = {
    aws_vpc: { main: { cidr_block: "10.0.0.0/16" } },
    aws_subnet: { a: { vpc_id: "${aws_vpc.main.id}", cidr_block: "10.0.0.0/24" } },
    aws_route_table: { a: { vpc_id: "${aws_vpc.main.id}" } },
    aws_route_table_association: { a: { subnet_id: "${aws_subnet.a.id}", route_table_id: "${aws_route_table.a.id}" } },
    aws_security_group: { tasks: { vpc_id: "${aws_vpc.main.id}" }, endpoints: { vpc_id: "${aws_vpc.main.id}" } },
    aws_vpc_security_group_egress_rule: {
      out: {
        security_group_id: "${aws_security_group.tasks.id}",
        ip_protocol: "tcp",
        from_port: 443,
        to_port: 443,
        cidr_ipv4: "0.0.0.0/0",
      },
    },
    aws_vpc_security_group_ingress_rule: {
      in: {
        security_group_id: "${aws_security_group.endpoints.id}",
        referenced_security_group_id: "${aws_security_group.tasks.id}",
        ip_protocol: "tcp",
        from_port: 443,
        to_port: 443,
      },
    },
    aws_iam_role: { task: { name: "task", inline_policy: [{ policy: JSON.stringify({ Statement: statements }) }] } },
    aws_ecs_task_definition: {
      shop: { family: "shop", task_role_arn: "${aws_iam_role.task.arn}", container_definitions: "[]" },
    },
    aws_ecs_service: {
      shop: {
        name: "shop",
        task_definition: "${aws_ecs_task_definition.shop.arn}",
        network_configuration: {
          subnets: ["${aws_subnet.a.id}"],
          security_groups: ["${aws_security_group.tasks.id}"],
        },
      },
    },
    aws_secretsmanager_secret: { key: { name: "KEY" } },
    aws_s3_bucket: { files: { bucket: "files" } },
    ...(Object.keys(endpoints).length > 0 && { aws_vpc_endpoint: endpoints }),
  };
  const provider = { aws: [{ region: "eu-central-1", allowed_account_ids: [account] }] };
  return readModel([readConfiguration({ resource, ...(account && { provider }) }, "shop")]);
}

function arrows(endpoints: Readonly<Record<string, object>>, account?: string): string[] {
  const model = modelOf(endpoints, account);
  const nameOf = (id: string) => model.boxes.find((box) => box.id === id)?.lines[0] ?? id;
  return model.arrows.map(({ to, label, kind }) => `${kind} ${nameOf(to)} ${label}`).sort();
}

const endpoint = (service: string, policy?: string) => ({
  vpc_id: "${aws_vpc.main.id}",
  service_name: `com.amazonaws.eu-central-1.${service}`,
  vpc_endpoint_type: "Interface",
  private_dns_enabled: true,
  subnet_ids: ["${aws_subnet.a.id}"],
  security_group_ids: ["${aws_security_group.endpoints.id}"],
  ...(policy !== undefined && { policy }),
});

const gateway = (policy: string) => ({
  vpc_id: "${aws_vpc.main.id}",
  service_name: "com.amazonaws.eu-central-1.s3",
  vpc_endpoint_type: "Gateway",
  route_table_ids: ["${aws_route_table.a.id}"],
  policy,
});

const [files, key, sends] = ["permission files reads, writes", "permission KEY reads", "permission their-orders sends"];

test("without an endpoint, or with AWS's own policy, a role's permissions are all there is", () => {
  expect(arrows({})).toEqual([files, key, sends].sort());
  const secrets = arrows({ secrets: endpoint("secretsmanager") });
  expect(secrets).toEqual([files, key, sends, "traffic secretsmanager (interface) TCP 443"].sort());
});

describe("what an endpoint's policy does not allow is no arrow", () => {
  const secrets = (...statements: readonly Policy[]) =>
    arrows({ secrets: endpoint("secretsmanager", document(...statements)) });

  test("by action", () => {
    expect(secrets({ actions: ["secretsmanager:GetSecretValue"] })).toContain(key);
    expect(secrets({ actions: ["secretsmanager:*"] })).toContain(key);
    expect(secrets({ actions: ["secretsmanager:DescribeSecret"] })).not.toContain(key);
    expect(arrows({ s3: gateway(document({ actions: ["s3:GetObject"] })) })).toContain("permission files reads");
  });

  test("by resource, whatever names it", () => {
    expect(secrets({ resources: ["${aws_secretsmanager_secret.key.arn}"] })).toContain(key);
    expect(secrets({ resources: ["arn:aws:secretsmanager:eu-central-1:111122223333:secret:OTHER-*"] })).not.toContain(
      key,
    );
    expect(arrows({ s3: gateway(document({ resources: ["arn:aws:s3:::files/*"] })) })).toContain(files);
    expect(arrows({ s3: gateway(document({ resources: ["arn:aws:s3:::other/*"] })) })).not.toContain(files);
  });

  test("by an unconditional Deny; one with conditions is not evaluated", () => {
    expect(secrets({}, { effect: "Deny", actions: ["secretsmanager:Get*"] })).not.toContain(key);
    const conditions = { StringNotEquals: { "aws:PrincipalAccount": "111122223333" } };
    expect(secrets({}, { effect: "Deny", conditions })).toContain(key);
  });

  test("by the account of the resource, where its ARN names one", () => {
    const ofAccount = (account: string) =>
      document({ conditions: { StringEquals: { "aws:ResourceAccount": account } } });
    const of = (account: string) => arrows({ sqs: endpoint("sqs", ofAccount(account)) });
    expect(of("222233334444")).toContain(sends);
    expect(of("111122223333")).not.toContain(sends);
    // The account of the stack, and one that nothing names.
    const identity = "${data.aws_caller_identity.me.account_id}";
    expect(arrows({ sqs: endpoint("sqs", ofAccount(identity)) }, "111122223333")).not.toContain(sends);
    expect(arrows({ sqs: endpoint("sqs", ofAccount(identity)) }, "222233334444")).toContain(sends);
    expect(of(identity)).toContain(sends);
  });

  test("of traffic, where it allows nothing at all", () => {
    const traffic = "traffic secretsmanager (interface) TCP 443";
    expect(secrets({ actions: ["secretsmanager:DescribeSecret"] })).toContain(traffic);
    expect(secrets({ effect: "Deny" })).not.toContain(traffic);
    expect(arrows({ s3: gateway(document({ effect: "Deny" })) })).toEqual([key, sends].sort());
  });
});

test("an endpoint that requests do not go through changes nothing: without private DNS, or without a route", () => {
  const policy = document({ actions: ["secretsmanager:DescribeSecret"] });
  expect(arrows({ secrets: { ...endpoint("secretsmanager", policy), private_dns_enabled: false } })).toContain(key);
  expect(arrows({ s3: { ...gateway(document({ effect: "Deny" })), route_table_ids: [] } })).toContain(files);
});

test("an arrow names the endpoint, and the statement with its conditions", () => {
  const conditions = { StringEquals: { "aws:PrincipalAccount": "111122223333" } };
  const { arrows: all } = modelOf({ secrets: endpoint("secretsmanager", document({ conditions })) });
  expect(all.find(({ kind, label }) => kind === "permission" && label === "reads")?.resources).toEqual([
    "shop: aws_iam_role.task (secretsmanager:GetSecretValue)",
    "shop: aws_vpc_endpoint.secrets (policy Part0; StringEquals aws:PrincipalAccount 111122223333)",
  ]);
});
