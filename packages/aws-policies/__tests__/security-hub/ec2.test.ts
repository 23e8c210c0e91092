import { ec2 } from "../../security-hub/ec2";
import type { Resources } from "../parts";
import { one, tagCase, promisesOf, type Case } from "./table";

const vpc = "aws_vpc";
const template = "aws_launch_template";
const group = "aws_security_group";
const autoscaling = "aws_autoscaling_group";

/** A group with rules, each a resource of its own. */
const rules = (...ingress: Record<string, unknown>[]): Resources =>
  one(
    group,
    {},
    {
      aws_vpc_security_group_ingress_rule: Object.fromEntries(
        ingress.map((rule, index) => [`r${index}`, { security_group_id: "${aws_security_group.this.id}", ...rule }]),
      ),
    },
  );
const open = (port: number, cidr = "0.0.0.0/0", ip_protocol = "tcp") => ({
  ip_protocol,
  from_port: port,
  to_port: port,
  ...(cidr.includes(":") ? { cidr_ipv6: cidr } : { cidr_ipv4: cidr }),
});
const endpointCase = (service: string): Case => ({
  pass: [
    one(
      vpc,
      {},
      {
        aws_vpc_endpoint: {
          a: {
            vpc_id: "${aws_vpc.this.id}",
            vpc_endpoint_type: "Interface",
            service_name: `com.amazonaws.eu-central-1.${service}`,
          },
        },
      },
    ),
    one(
      vpc,
      {},
      {
        aws_vpc_endpoint: {
          a: {
            vpc_id: "${aws_vpc.this.id}",
            vpc_endpoint_type: "Interface",
            service_name: `cn.com.amazonaws.cn-north-1.${service}`,
          },
        },
      },
    ),
    one(
      vpc,
      {},
      {
        aws_vpc_endpoint: {
          a: {
            vpc_id: "${aws_vpc.this.id}",
            vpc_endpoint_type: "Interface",
            service_name: `com.amazonaws.\${data.aws_region.this.name}.${service}`,
          },
        },
      },
    ),
  ],
  fail: {
    [`no interface endpoint for ${service} is in it`]: one(
      vpc,
      {},
      {
        aws_vpc_endpoint: {
          gateway: {
            vpc_id: "${aws_vpc.this.id}",
            vpc_endpoint_type: "Gateway",
            service_name: `com.amazonaws.eu-central-1.${service}`,
          },
          longer: {
            vpc_id: "${aws_vpc.this.id}",
            vpc_endpoint_type: "Interface",
            service_name: `com.amazonaws.eu-central-1.other.${service}`,
          },
          elsewhere: {
            vpc_id: "${aws_vpc.other.id}",
            vpc_endpoint_type: "Interface",
            service_name: `com.amazonaws.eu-central-1.${service}`,
          },
        },
      },
    ),
  },
});
const launchedCase = (kind: string): Case => ({
  pass: [
    one(template, { tag_specifications: [{ resource_type: kind, tags: { Owner: "platform" } }] }),
    one(template, { tag_specifications: [{ resource_type: kind, tags: "${merge(local.tags, {})}" }] }),
  ],
  fail: {
    [`tag_specifications has no tags for ${kind}`]: one(template, {
      tags: { Owner: "platform" },
      tag_specifications: [{ resource_type: "elastic-gpu", tags: { Owner: "platform" } }],
    }),
  },
});
/** A group whose template and subnet say this of public addresses. */
const launched = (interfaces: unknown, subnet: Record<string, unknown> = {}): Resources =>
  one(
    autoscaling,
    {
      launch_template: { id: "${aws_launch_template.a.id}" },
      vpc_zone_identifier: ["${aws_subnet.a.id}"],
    },
    {
      [template]: { a: interfaces === undefined ? {} : { network_interfaces: interfaces } },
      aws_subnet: { a: subnet },
    },
  );

const promises = promisesOf(ec2, {
  "ec2-address-tagged": tagCase("aws_eip"),
  "ec2-address-used": {
    pass: [
      one("aws_eip", {}, { aws_nat_gateway: { a: { allocation_id: "${aws_eip.this.id}" } } }),
      one("aws_eip", { instance: "i-0" }),
    ],
    fail: { "nothing uses it": one("aws_eip", { domain: "vpc" }) },
  },
  "ec2-default-security-group-closed": {
    pass: [one(vpc, {}, { aws_default_security_group: { a: { vpc_id: "${aws_vpc.this.id}" } } })],
    fail: {
      "no aws_default_security_group closes its default security group": one(vpc),
      "its default security group must have no rules, got 1": one(
        vpc,
        {},
        {
          aws_default_security_group: {
            a: {
              vpc_id: "${aws_vpc.this.id}",
              ingress: [{ protocol: "-1", self: true, from_port: 0, to_port: 0 }],
            },
          },
        },
      ),
    },
  },
  "ec2-endpoint-ec2": endpointCase("ec2"),
  "ec2-endpoint-ecr-api": endpointCase("ecr.api"),
  "ec2-endpoint-ecr-docker": endpointCase("ecr.dkr"),
  "ec2-endpoint-incident-contacts": endpointCase("ssm-contacts"),
  "ec2-endpoint-incident-manager": endpointCase("ssm-incidents"),
  "ec2-endpoint-systems-manager": endpointCase("ssm"),
  "ec2-flow-log-tagged": tagCase("aws_flow_log"),
  "ec2-instance-tagged": launchedCase("instance"),
  "ec2-instances-no-public-address": {
    pass: [
      launched({ associate_public_ip_address: "false" }, { map_public_ip_on_launch: true }),
      launched(undefined, { map_public_ip_on_launch: false }),
    ],
    fail: {
      "its launch template gives a public address": launched({ associate_public_ip_address: "true" }),
      "aws_subnet.a gives a public address to what is launched in it": launched(undefined, {
        map_public_ip_on_launch: true,
      }),
    },
    notApplicable: {
      "its launch template is not in these stacks": one(autoscaling, { launch_template: { id: "lt-1" } }),
    },
  },
  "ec2-internet-gateway-tagged": tagCase("aws_internet_gateway"),
  "ec2-launch-template-encrypted-volumes": {
    pass: [one(template, { block_device_mappings: [{ ebs: { encrypted: "true" } }] })],
    fail: {
      "block_device_mappings.ebs.encrypted must be true, got nothing": one(template, {
        block_device_mappings: [{ ebs: { encrypted: true } }, { ebs: { volume_size: 30 } }],
      }),
    },
    notApplicable: { "it names no volumes; those of the image are as the account says": one(template) },
  },
  "ec2-launch-template-imdsv2": {
    pass: [one(template, { metadata_options: { http_tokens: "required" } })],
    fail: {
      'metadata_options.http_tokens must be "required", got nothing': one(template),
      'metadata_options.http_tokens must be "required", got "optional"': one(template, {
        metadata_options: { http_tokens: "optional" },
      }),
    },
  },
  "ec2-launch-template-no-public-address": {
    pass: [one(template), one(template, { network_interfaces: [{ associate_public_ip_address: "false" }] })],
    fail: {
      "network_interfaces.associate_public_ip_address must be false, got true": one(template, {
        network_interfaces: [{ associate_public_ip_address: "true" }],
      }),
    },
  },
  "ec2-launch-template-tagged": tagCase(template),
  "ec2-nat-gateway-tagged": tagCase("aws_nat_gateway"),
  "ec2-network-interface-tagged": launchedCase("network-interface"),
  "ec2-no-open-high-risk-ports": {
    pass: [rules(open(443)), rules(open(5432, "10.0.0.0/8")), rules()],
    fail: {
      "aws_vpc_security_group_ingress_rule.r0 opens port 5432 to 0.0.0.0/0": rules(open(5432)),
      "aws_vpc_security_group_ingress_rule.r0 opens port 8080 to ::/0": rules(open(8080, "::/0", "udp")),
      "aws_security_group.this opens port 20, 21, 22, 23, 25 to 0.0.0.0/0": one(group, {
        ingress: [{ protocol: "tcp", from_port: 0, to_port: 80, cidr_blocks: ["0.0.0.0/0"] }],
      }),
    },
  },
  "ec2-no-open-rdp": {
    pass: [rules(open(22))],
    fail: { "aws_vpc_security_group_ingress_rule.r0 opens port 3389 to ::/0": rules(open(3389, "::/0")) },
  },
  "ec2-no-open-ssh": {
    pass: [rules(open(443), open(22, "10.0.0.0/8"))],
    fail: {
      "aws_vpc_security_group_ingress_rule.r1 opens port 22 to 0.0.0.0/0": rules(open(443), open(22)),
      "aws_vpc_security_group_ingress_rule.r0 opens port 22 to 0.0.0.0/0": rules({
        ip_protocol: "-1",
        cidr_ipv4: "0.0.0.0/0",
      }),
    },
  },
  "ec2-one-network-interface": {
    pass: [one(template, { network_interfaces: [{ device_index: 0 }] })],
    fail: {
      "network_interfaces must be 1, got 2": one(template, {
        network_interfaces: [{ device_index: 0 }, { device_index: 1 }],
      }),
    },
  },
  "ec2-open-web-ports-only": {
    pass: [rules(open(80), open(443, "::/0")), rules(open(4000, "10.0.0.0/8")), rules(open(-1, "0.0.0.0/0", "icmp"))],
    fail: {
      "aws_vpc_security_group_ingress_rule.r1 lets in tcp 4000 from 0.0.0.0/0": rules(open(443), open(4000)),
      "aws_vpc_security_group_ingress_rule.r0 lets in udp 443 from ::/0": rules(open(443, "::/0", "udp")),
      "aws_vpc_security_group_ingress_rule.r0 lets in tcp 80-443 from 0.0.0.0/0": rules({
        ...open(80),
        to_port: 443,
      }),
    },
  },
  "ec2-route-table-tagged": tagCase("aws_route_table"),
  "ec2-security-group-tagged": tagCase(group),
  "ec2-security-group-used": {
    pass: [one(group, {}, { aws_lb: { a: { security_groups: ["${aws_security_group.this.id}"] } } })],
    fail: { "nothing uses it": rules(open(443)) },
  },
  "ec2-subnet-no-public-address": {
    pass: [one("aws_subnet", { map_public_ip_on_launch: false }), one("aws_subnet")],
    fail: {
      "map_public_ip_on_launch must be false, got true\nassign_ipv6_address_on_creation must be false, got true": one(
        "aws_subnet",
        { map_public_ip_on_launch: true, assign_ipv6_address_on_creation: true },
      ),
    },
  },
  "ec2-subnet-tagged": tagCase("aws_subnet"),
  "ec2-volume-tagged": launchedCase("volume"),
  "ec2-vpc-flow-logs": {
    pass: [one(vpc, {}, { aws_flow_log: { a: { vpc_id: "${aws_vpc.this.id}", traffic_type: "ALL" } } })],
    fail: {
      "no aws_flow_log is for it": one(
        vpc,
        {},
        { aws_flow_log: { a: { subnet_id: "subnet-1", traffic_type: "ALL" } } },
      ),
      'no aws_flow_log of it has traffic_type "REJECT" or "ALL"': one(
        vpc,
        {},
        { aws_flow_log: { a: { vpc_id: "${aws_vpc.this.id}", traffic_type: "ACCEPT" } } },
      ),
    },
  },
  "ec2-vpc-tagged": tagCase(vpc),
});

test.each(promises)("%s", (_, actual, expected) => expect(actual()).toEqual(expected));
