import { endpointsWithoutNat as policy } from "../../../policies/platform/endpoints-without-nat";
import { verdicts, type Resources } from "../../../packages/aws-policies/__tests__/parts";
import { application } from "./parts";

const container = {
  name: "web",
  image: "123456789012.dkr.ecr.eu-central-1.amazonaws.com/app:1",
  logConfiguration: { logDriver: "awslogs", options: { "awslogs-group": "/ecs/app" } },
  secrets: [{ name: "TOKEN", valueFrom: "${aws_secretsmanager_secret.token.arn}" }],
};
const everything = [
  "ecs",
  "ecs-agent",
  "ecs-telemetry",
  "ecr.api",
  "ecr.dkr",
  "s3",
  "logs",
  "secretsmanager",
  "ssmmessages",
];

const endpoint = (name: string, more: object = {}) => ({
  service_name: `com.amazonaws.eu-central-1.${name}`,
  vpc_id: "${aws_vpc.app.id}",
  private_dns_enabled: true,
  security_group_ids: ["${aws_security_group.endpoints.id}"],
  ...more,
});

const routes = (route?: object): Resources => ({
  aws_route_table: { private: {} },
  aws_route_table_association: {
    private: { subnet_id: "${aws_subnet.private.id}", route_table_id: "${aws_route_table.private.id}" },
  },
  aws_route: route === undefined ? {} : { out: { route_table_id: "${aws_route_table.private.id}", ...route } },
});

const verdictsOf = (names: readonly string[], more: Resources = {}, endpointArguments: object = {}) =>
  verdicts(
    policy,
    application({
      containers: [container],
      service: { enable_execute_command: true },
      resources: {
        aws_vpc_endpoint: Object.fromEntries(
          names.map((name) => [name.replace(".", "-"), endpoint(name, endpointArguments)]),
        ),
        aws_security_group: { endpoints: {} },
        aws_vpc_security_group_ingress_rule: {
          endpoints: {
            security_group_id: "${aws_security_group.endpoints.id}",
            referenced_security_group_id: "${aws_security_group.instances.id}",
            ip_protocol: "tcp",
            from_port: 443,
            to_port: 443,
          },
        },
        ...routes(),
        ...more,
      },
    }),
  );

test("all that the agent and the tasks need passes", () => {
  expect(verdictsOf(everything)).toEqual(["pass aws_autoscaling_group.app"]);
});

test.each(everything)("without an endpoint to %s it fails", (missing) => {
  expect(verdictsOf(everything.filter((name) => name !== missing))).toEqual([
    `fail aws_autoscaling_group.app: no endpoint leads to ${missing}, and aws_subnet.private has no route to the internet`,
  ]);
});

test("an endpoint without private DNS, and one that is closed to the instances, fail", () => {
  const interfaces = everything.length - 1;
  const withoutDns = verdictsOf(everything, {}, { private_dns_enabled: false });
  expect(withoutDns).toHaveLength(interfaces);
  expect(withoutDns[0]).toBe(
    "fail aws_autoscaling_group.app: the endpoint to ecs has no private DNS, so its name leads to the public address, and aws_subnet.private has no route to the internet",
  );
  const closed = verdictsOf(everything, { aws_vpc_security_group_ingress_rule: {} });
  expect(closed).toHaveLength(interfaces);
  expect(closed[0]).toBe(
    "fail aws_autoscaling_group.app: the endpoint to ecs is closed to the instances on port 443, and aws_subnet.private has no route to the internet",
  );
});

test("subnets with NAT, or another way to the internet, need no endpoint", () => {
  const nat = { destination_cidr_block: "0.0.0.0/0", nat_gateway_id: "${aws_nat_gateway.a.id}" };
  expect(verdictsOf([], routes(nat))).toEqual([
    "not applicable aws_autoscaling_group.app: its subnets have a way to the internet",
  ]);
  const inside = { destination_cidr_block: "10.1.0.0/16", transit_gateway_id: "${aws_ec2_transit_gateway.a.id}" };
  expect(verdictsOf([], routes(inside))).toHaveLength(everything.length);
});

test("secrets in parameters need Systems Manager instead; a group that nothing runs on needs nothing", () => {
  const secrets = [{ name: "TOKEN", valueFrom: "arn:aws:ssm:eu-central-1:123456789012:parameter/token" }];
  const found = verdicts(policy, application({ containers: [{ name: "web", secrets }], resources: routes() }));
  expect(found.map((verdict) => /leads to (\S+),/.exec(verdict)?.[1])).toEqual([
    "ecs",
    "ecs-agent",
    "ecs-telemetry",
    "ssm",
  ]);
  expect(verdicts(policy, application({ service: { capacity_provider_strategy: [] }, resources: routes() }))).toEqual([
    "not applicable aws_autoscaling_group.app: no service runs on it",
  ]);
});
