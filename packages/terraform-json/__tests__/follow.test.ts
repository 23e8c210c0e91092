import {
  Configuration,
  leadsTo,
  readConfiguration,
  readConfigurations,
  readPlan,
  referrersOf,
  stackBehind,
  targetsAt,
  targetsOf,
  valueLeadsTo,
} from "..";

const foundation = {
  terraform: { backend: { s3: { bucket: "state", key: "foundation" } } },
  resource: { aws_vpc: { main: {} } },
  locals: { id: "${aws_vpc.main.id}" },
  output: { vpc_id: { value: "${local.id}" } },
};
const data = (name: string, backend: string, config: object) => ({
  data: { terraform_remote_state: { [name]: { backend, config, workspace: "${terraform.workspace}" } } },
  resource: {
    aws_subnet: {
      a: {
        vpc_id: `\${data.terraform_remote_state.${name}.outputs.vpc_id}`,
        tags: { none: `\${data.terraform_remote_state.${name}.outputs.none}` },
      },
    },
  },
});
const endsOf = (second: object, property = "vpc_id", first: object = foundation) => {
  const [, service] = readConfigurations({ foundation: first, service: second });
  const subnet = service?.find("aws_subnet.a");
  return subnet === undefined
    ? []
    : targetsAt(subnet, property).map(({ configuration, address, attribute, block }) =>
        [configuration.name, address, attribute, block === undefined ? "dangling" : "found"].join(" "),
      );
};

test("goes through another stack's state, found by its backend, and through locals there", () => {
  expect(endsOf(data("x", "s3", { bucket: "state", key: "foundation" }))).toEqual(["foundation aws_vpc.main id found"]);
});

test("goes by the name that cdktf gives, where the backend does not tell", () => {
  const remote = data("cross-stack-reference-input-foundation", "remote", { workspaces: { name: "f" } });
  expect(endsOf(remote)).toEqual(["foundation aws_vpc.main id found"]);
});

test("ends at the state of a stack that is not at hand, and at an output that is not there", () => {
  const elsewhere = "service data.terraform_remote_state.x outputs.vpc_id found";
  expect(endsOf(data("x", "s3", { bucket: "state", key: "elsewhere" }))).toEqual([elsewhere]);
  expect(endsOf(data("x", "s3", {}))).toEqual([elsewhere]);
  expect(endsOf(data("x", "s3", { bucket: "state", key: "foundation" }), "tags.none")).toEqual([
    "service data.terraform_remote_state.x outputs.none found",
  ]);
});

test("a reference to nothing dangles, and one in circles comes to an end", () => {
  const [one] = readConfigurations({ one: { locals: { a: "${local.b}", b: "${local.a}" } } });
  if (one === undefined) throw new Error("there is no configuration");
  expect(targetsOf(one, "${aws_vpc.gone.id}")).toMatchObject([{ address: "aws_vpc.gone", attribute: "id" }]);
  expect(targetsOf(one, "${aws_vpc.gone.id}")[0]?.block).toBeUndefined();
  expect(targetsOf(one, "${local.a}")).toHaveLength(1);
  expect(stackBehind(one, "data.terraform_remote_state.gone")).toBeUndefined();
});

test("targetsAt takes a property and what is below it, not one whose name begins alike", () => {
  const [one] = readConfigurations({
    one: {
      resource: {
        aws_x: { a: { role: "${aws_y.a.id}", role_arn: "${aws_y.b.id}", roles: [{ id: "${aws_y.c.id}" }] } },
      },
    },
  });
  const block = one?.find("aws_x.a");
  const addresses = (property: string) => (block ? targetsAt(block, property).map(({ address }) => address) : []);
  expect(addresses("role")).toEqual(["aws_y.a"]);
  expect(addresses("roles")).toEqual(["aws_y.c"]);
  expect(addresses("roles[0].id")).toEqual(["aws_y.c"]);
});

test("finds who refers to a block by a property, in other stacks too", () => {
  const remote = data("x", "s3", { bucket: "state", key: "foundation" });
  const [first] = readConfigurations({ foundation, service: remote });
  const vpc = first?.find("aws_vpc.main");
  const referrers = (type: string, property: string) =>
    vpc === undefined ? [] : referrersOf(vpc, type, property).map(String);
  expect(referrers("aws_subnet", "vpc_id")).toEqual(["aws_subnet.a"]);
  expect(referrers("aws_subnet", "tags")).toEqual([]);
  expect(referrers("aws_route_table", "vpc_id")).toEqual([]);
});

test("leads on through the argument of another block, and ends in a circle", () => {
  const [stack] = readConfigurations({
    test: {
      resource: {
        aws_subnet: { a: { vpc_id: "vpc-1" } },
        aws_route_table_association: {
          a: { subnet_id: "${aws_subnet.a.id}" },
          b: { subnet_id: "${aws_route_table_association.c.subnet_id}" },
          c: { subnet_id: "${aws_route_table_association.b.subnet_id}" },
        },
        aws_lb: {
          main: {
            subnets: ["${aws_route_table_association.a.subnet_id}", "${aws_subnet.a.id}"],
            name: "${aws_route_table_association.b.subnet_id}",
          },
        },
      },
    },
  });
  const lb = stack?.find("aws_lb.main");
  const found = (property: string) => (lb === undefined ? [] : leadsTo(lb, property, "aws_subnet").map(String));
  expect(found("subnets")).toEqual(["aws_subnet.a"]);
  expect(found("name")).toEqual([]);
  const value = { any: ["of ${aws_route_table_association.a.subnet_id}"] };
  expect(stack && valueLeadsTo(stack, value, "aws_subnet", "aws_vpc").map(String)).toEqual(["aws_subnet.a"]);
});

describe("in plans, where AWS's answers are known", () => {
  const arn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:token-AbCdEf";
  const planned = (type: string, name: string, values: object) => ({
    address: `${type}.${name}`,
    mode: "managed",
    type,
    name,
    values,
  });
  const written = "${aws_secretsmanager_secret.token.arn}";
  const data = readPlan(
    {
      planned_values: {
        outputs: { token: { value: arn, sensitive: false } },
        root_module: { resources: [planned("aws_secretsmanager_secret", "token", { arn, id: arn })] },
      },
      configuration: { root_module: { outputs: { token: { expression: { constant_value: written } } } } },
    },
    "data",
  );
  const service = readConfiguration(
    {
      data: { terraform_remote_state: { "cross-stack-reference-input-data": { backend: "s3", config: {} } } },
      resource: {
        aws_ssm_parameter: {
          a: { value: "${data.terraform_remote_state.cross-stack-reference-input-data.outputs.token}" },
        },
      },
    },
    "service",
  );
  Configuration.link([data, service]);

  test("an output still leads to where its value is from", () => {
    const parameter = service.find("aws_ssm_parameter.a");
    expect(parameter && leadsTo(parameter, "value", "aws_secretsmanager_secret").map(String)).toEqual([
      "aws_secretsmanager_secret.token",
    ]);
    expect(data.outputs.get("token")).toMatchObject({ value: arn, written });
  });

  test.each([arn, `${arn}:password::`, `${arn}:password:AWSCURRENT:`])("%s leads to its resource", (text) => {
    expect(valueLeadsTo(service, text, "aws_secretsmanager_secret").map(String)).toEqual([
      "aws_secretsmanager_secret.token",
    ]);
    expect(valueLeadsTo(service, text, "aws_kms_key")).toEqual([]);
  });

  test("another ARN leads nowhere", () => {
    expect(valueLeadsTo(service, `${arn}x`, "aws_secretsmanager_secret")).toEqual([]);
    expect(valueLeadsTo(service, "arn:aws:secretsmanager", "aws_secretsmanager_secret")).toEqual([]);
  });
});
