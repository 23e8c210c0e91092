import * as fc from "fast-check";
import {
  cidrContains,
  coversSource,
  describeRule,
  isCidr,
  opensPort,
  readConfiguration,
  readConfigurations,
  securityGroupRules,
  securityGroupsOf,
} from "..";

const rulesOf = (resource: object) =>
  securityGroupRules([readConfiguration({ resource: { aws_security_group: { a: {}, b: {} }, ...resource } })]);
const described = (resource: object) =>
  rulesOf(resource).map((rule) => `${rule.direction} ${rule.group.name}: ${describeRule(rule)}`);
const a = "${aws_security_group.a.id}";
const b = "${aws_security_group.b.id}";

describe("rules", () => {
  test("of resources of their own", () => {
    const rule = { security_group_id: a, ip_protocol: "tcp", from_port: 80, to_port: 90 };
    expect(
      described({
        aws_vpc_security_group_ingress_rule: {
          group: { ...rule, referenced_security_group_id: b },
          v4: { ...rule, cidr_ipv4: "10.0.0.0/8" },
          v6: { ...rule, cidr_ipv6: "::/0" },
          list: { ...rule, prefix_list_id: "pl-1" },
        },
        aws_vpc_security_group_egress_rule: {
          all: { security_group_id: b, ip_protocol: "-1", cidr_ipv4: "0.0.0.0/0" },
        },
      }),
    ).toEqual([
      "ingress a: tcp 80-90 from aws_security_group.b",
      "ingress a: tcp 80-90 from 10.0.0.0/8",
      "ingress a: tcp 80-90 from ::/0",
      "ingress a: tcp 80-90 from pl-1",
      "egress b: all traffic to 0.0.0.0/0",
    ]);
  });

  test("of aws_security_group_rule", () => {
    const rule = { security_group_id: a, protocol: "udp", from_port: "53", to_port: "53" };
    expect(
      described({
        aws_security_group_rule: {
          group: { ...rule, type: "ingress", source_security_group_id: b },
          many: { ...rule, type: "egress", cidr_blocks: ["10.0.0.0/8", "${var.office}"], self: true },
        },
      }),
    ).toEqual([
      "ingress a: udp 53 from aws_security_group.b",
      "egress a: udp 53 to 10.0.0.0/8",
      "egress a: udp 53 to ${var.office}",
      "egress a: udp 53 to aws_security_group.a",
    ]);
  });

  test("written inline, as one block or many", () => {
    const ports = { protocol: 6, from_port: 443, to_port: 443 };
    expect(
      described({
        aws_security_group: {
          a: {
            ingress: [
              { ...ports, security_groups: [b, "sg-elsewhere"] },
              { ...ports, self: true },
            ],
          },
          b: { egress: { ...ports, prefix_list_ids: ["pl-1"], ipv6_cidr_blocks: ["::/0"] } },
        },
      }),
    ).toEqual([
      "ingress a: 6 443 from aws_security_group.b",
      "ingress a: 6 443 from sg-elsewhere",
      "ingress a: 6 443 from aws_security_group.a",
      "egress b: 6 443 to ::/0",
      "egress b: 6 443 to pl-1",
    ]);
  });

  test("of another stack", () => {
    const [one, other] = readConfigurations({
      one: {
        terraform: { backend: { local: { path: "one.tfstate" } } },
        resource: { aws_security_group: { a: {} } },
        output: { group: { value: a } },
      },
      other: {
        data: { terraform_remote_state: { one: { backend: "local", config: { path: "one.tfstate" } } } },
        resource: {
          aws_vpc_security_group_ingress_rule: {
            in: {
              security_group_id: "${data.terraform_remote_state.one.outputs.group}",
              ip_protocol: "tcp",
              from_port: 22,
              to_port: 22,
              cidr_ipv4: "10.0.0.0/8",
            },
          },
        },
      },
    });
    const rules = other === undefined || one === undefined ? [] : securityGroupRules([one, other]);
    expect(rules.map(({ group, source }) => [group.configuration.name, source.configuration.name])).toEqual([
      ["one", "other"],
    ]);
  });

  test("in a plan or state with known ids", () => {
    expect(
      described({
        aws_security_group: {
          a: { ingress: [{ protocol: "tcp", from_port: 1, to_port: 1, security_groups: ["sg-b"] }] },
          b: { id: "sg-b" },
        },
      }),
    ).toEqual(["ingress a: tcp 1 from aws_security_group.b"]);
  });
});

test("the groups of a resource, of a launch template and of an Auto Scaling group", () => {
  const configuration = readConfiguration({
    resource: {
      aws_security_group: { a: {}, b: {} },
      aws_ecs_service: {
        web: { network_configuration: [{ security_groups: [a, b], subnets: ["${aws_subnet.x.id}"] }] },
      },
      aws_launch_template: { t: { network_interfaces: [{ security_groups: [b] }] } },
      aws_autoscaling_group: {
        plain: { launch_template: { id: "${aws_launch_template.t.id}" } },
        mixed: {
          mixed_instances_policy: {
            launch_template: { launch_template_specification: { launch_template_id: "${aws_launch_template.t.id}" } },
          },
        },
      },
      aws_vpc: { v: {} },
    },
  });
  const groups = configuration.resources.map((block) => [
    block.address,
    securityGroupsOf(block).map(({ name }) => name),
  ]);
  expect(Object.fromEntries(groups)).toEqual({
    "aws_security_group.a": ["a"],
    "aws_security_group.b": ["b"],
    "aws_ecs_service.web": ["a", "b"],
    "aws_launch_template.t": ["b"],
    "aws_autoscaling_group.plain": ["b"],
    "aws_autoscaling_group.mixed": ["b"],
    "aws_vpc.v": [],
  });
});

describe("a rule", () => {
  const rule = (properties: object) => {
    const [only] = rulesOf({
      aws_vpc_security_group_ingress_rule: { r: { security_group_id: a, cidr_ipv4: "10.0.0.0/8", ...properties } },
    });
    if (only === undefined) throw new Error("there is no rule");
    return only;
  };

  test("opens the ports from its first to its last, of its protocol", () => {
    const tcp = rule({ ip_protocol: "tcp", from_port: 80, to_port: 82 });
    expect([79, 80, 82, 83].map((port) => opensPort(tcp, port))).toEqual([false, true, true, false]);
    expect(opensPort(tcp, 80, "udp")).toBe(false);
    expect(opensPort(rule({ ip_protocol: "6", from_port: 80, to_port: 80 }), 80)).toBe(true);
    expect(opensPort(rule({ ip_protocol: "-1" }), 22)).toBe(true);
  });

  test("with a port that is no number here opens none that is known", () => {
    expect(opensPort(rule({ ip_protocol: "tcp", from_port: "${var.port}", to_port: "${var.port}" }), 80)).toBe(false);
    expect(describeRule(rule({ ip_protocol: "tcp", from_port: "${var.port}" }))).toBe("tcp ? from 10.0.0.0/8");
  });

  test("covers addresses inside its own, and groups only when it is for everywhere", () => {
    const ten = rule({ ip_protocol: "-1" });
    expect(coversSource(ten, { cidr: "10.1.0.0/16" })).toBe(true);
    expect(coversSource(ten, { cidr: "0.0.0.0/0" })).toBe(false);
    expect(coversSource(ten, { groups: [ten.group] })).toBe(false);
    expect(coversSource(rule({ ip_protocol: "-1", cidr_ipv4: "0.0.0.0/0" }), { groups: [ten.group] })).toBe(true);
    expect(coversSource(rule({ ip_protocol: "-1", cidr_ipv4: "${var.office}" }), { cidr: "10.0.0.0/8" })).toBe(false);
  });
});

describe("CIDR blocks", () => {
  test("are distinguished from other text", () => {
    const good = ["10.0.0.0/8", "0.0.0.0/0", "::/0", "2001:db8::/32"];
    const bad = ["10.0.0.0", "10.0.0.300/8", "10.0.0.0/33", "::/129", "10.0.0.0/8/8", "test/vpc", "10.0.0.0/", "/8"];
    expect(good.filter(isCidr)).toEqual(good);
    expect(bad.filter(isCidr)).toEqual([]);
  });

  test("hold each other by their bits, and never across families", () => {
    expect(cidrContains("10.0.0.0/8", "10.255.0.0/16")).toBe(true);
    expect(cidrContains("10.0.0.0/16", "10.0.0.0/8")).toBe(false);
    expect(cidrContains("10.0.0.0/16", "10.1.0.0/16")).toBe(false);
    expect(cidrContains("2001:db8::/32", "2001:db8:1::/48")).toBe(true);
    expect(cidrContains("0.0.0.0/0", "::/0")).toBe(false);
    expect(cidrContains("x", "10.0.0.0/8")).toBe(false);
  });

  test("agree with arithmetic on any pair of IPv4 blocks", () => {
    const address = fc.tuple(fc.integer({ min: 0, max: 3 }), fc.constantFrom(0, 1, 128, 255), fc.constantFrom(0, 64));
    const block = fc.tuple(address, fc.integer({ min: 0, max: 32 }));
    const number = ([x, y, z]: readonly number[]) => ((10 + (x ?? 0)) * 2 ** 24 + (y ?? 0) * 2 ** 16 + (z ?? 0)) >>> 0;
    const text = ([[x, y, z], length]: [readonly number[], number]) =>
      `${10 + (x ?? 0)}.${y}.0.${z}`.replace(/^(.*)$/, `$1/${length}`);
    const value = ([x, y, z]: readonly number[]) => number([x ?? 0, y ?? 0, z ?? 0]);
    fc.assert(
      fc.property(block, block, (outer, inner) => {
        const size = 2 ** (32 - outer[1]);
        const holds = inner[1] >= outer[1] && Math.floor(value(outer[0]) / size) === Math.floor(value(inner[0]) / size);
        expect(cidrContains(text(outer), text(inner))).toBe(holds);
      }),
    );
  });
});
