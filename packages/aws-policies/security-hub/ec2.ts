import { companionsOf, describeRule, isRecord, leadsTo, rulesOfGroup } from "../../terraform-json";
import { fail, notApplicable, pass } from "../policy";
import { isTrue } from "../values";
import { argumentsOf, isSet, must, requireArgument, textOf } from "./shared/arguments";
import { isReferredTo } from "./shared/companions";
import { control, type Control } from "./shared/control";
import { closedToEveryone, openIngress, securityGroupTypes } from "./shared/ingress";
import { requireTagSpecification, tagControl } from "./shared/tags";

const publicAddress = "network_interfaces.associate_public_ip_address";

/** FTP, SSH, Telnet, mail, Windows, databases, dashboards and the ports of development servers: the list of the control. */
const highRiskPorts = [
  20, 21, 22, 23, 25, 110, 135, 143, 445, 1433, 1434, 3000, 3306, 3389, 4333, 5000, 5432, 5500, 5601, 8080, 8088, 8888,
  9200, 9300,
];

/** The default of the control; over UDP there is none. */
const webPorts = [80, 443];
/** Protocols without ports, of which the control says nothing. */
const portlessProtocols = ["icmp", "icmpv6", "1", "58"];

/** Blocks that name a group without standing in it. */
const ruleTypes = [
  "aws_security_group",
  "aws_security_group_rule",
  "aws_vpc_security_group_egress_rule",
  "aws_vpc_security_group_ingress_rule",
];

/** Controls for Amazon EC2 and VPC. */
export const ec2: readonly Control[] = [
  tagControl({
    id: "ec2-address-tagged",
    control: "EC2.37",
    what: "Elastic IP addresses",
    types: ["aws_eip"],
  }),
  control({
    id: "ec2-address-used",
    controls: { "EC2.12": "low" },
    checkov: ["CKV2_AWS_19"],
    title: "Every Elastic IP address is used",
    why: "An address that nothing uses costs money, and hides in an inventory what is really reachable.",
    fix: "Associate the address with an instance, network interface or NAT gateway, or remove it.",
    types: ["aws_eip"],
    check: (address) =>
      isSet(address, "instance") || isSet(address, "network_interface") || isReferredTo(address)
        ? pass
        : fail("nothing uses it"),
  }),
  control({
    id: "ec2-default-security-group-closed",
    controls: { "EC2.2": "high" },
    checkov: ["CKV2_AWS_12"],
    title: "The default security group of a VPC lets nothing through",
    why: "Whatever is launched without a security group gets this one, which AWS makes open between all its members.",
    fix: "Add an aws_default_security_group without rules for the VPC.",
    types: ["aws_vpc"],
    check: (vpc, stacks) => {
      const groups = companionsOf(vpc, "aws_default_security_group", "vpc_id");
      if (groups.length === 0) return fail("no aws_default_security_group closes its default security group");
      const rules = groups.flatMap((group) => rulesOfGroup(group, stacks));
      return rules.length === 0 ? pass : fail(`its default security group must have no rules, got ${rules.length}`);
    },
  }),
  endpointControl({
    id: "ec2-endpoint-ec2",
    control: "EC2.10",
    service: "ec2",
    what: "the EC2 API",
  }),
  endpointControl({
    id: "ec2-endpoint-ecr-api",
    control: "EC2.55",
    service: "ecr.api",
    what: "the ECR API",
  }),
  endpointControl({
    id: "ec2-endpoint-ecr-docker",
    control: "EC2.56",
    service: "ecr.dkr",
    what: "the Docker registry of ECR",
  }),
  endpointControl({
    id: "ec2-endpoint-incident-contacts",
    control: "EC2.58",
    service: "ssm-contacts",
    what: "the contacts of Incident Manager",
  }),
  endpointControl({
    id: "ec2-endpoint-incident-manager",
    control: "EC2.60",
    service: "ssm-incidents",
    what: "Incident Manager",
  }),
  endpointControl({
    id: "ec2-endpoint-systems-manager",
    control: "EC2.57",
    service: "ssm",
    what: "Systems Manager",
  }),
  tagControl({
    id: "ec2-flow-log-tagged",
    control: "EC2.48",
    what: "Flow logs",
    types: ["aws_flow_log"],
  }),
  // Made by a launch template; default_tags of the provider do not reach what it launches.
  tagControl({
    id: "ec2-instance-tagged",
    control: "EC2.38",
    what: "Instances",
    types: ["aws_launch_template"],
    check: (template) => requireTagSpecification(template, "instance"),
  }),
  // An instance gets an address when its launch template says so, or says nothing and its subnet does.
  control({
    id: "ec2-instances-no-public-address",
    controls: { "EC2.9": "high" },
    checkov: ["CKV_AWS_88"],
    title: "Instances have no public address",
    why: "An instance with a public address is one security group rule away from the internet.",
    fix: "Launch into private subnets, and set network_interfaces.associate_public_ip_address to false.",
    types: ["aws_autoscaling_group"],
    check: (group) => {
      const templates = ["launch_template", "mixed_instances_policy"].flatMap((argument) =>
        leadsTo(group, argument, "aws_launch_template"),
      );
      if (templates.length === 0) return notApplicable("its launch template is not in these stacks");
      const findings = templates.flatMap((template) =>
        argumentsOf(template, "network_interfaces.associate_public_ip_address"),
      );
      if (findings.length > 0) return findings.some(isTrue) ? fail("its launch template gives a public address") : pass;
      const open = leadsTo(group, "vpc_zone_identifier", "aws_subnet").filter(({ properties }) =>
        isTrue(properties.map_public_ip_on_launch),
      );
      return open.length === 0 ? pass : fail(`${open[0]?.address} gives a public address to what is launched in it`);
    },
  }),
  tagControl({
    id: "ec2-internet-gateway-tagged",
    control: "EC2.39",
    what: "Internet gateways",
    types: ["aws_internet_gateway"],
  }),
  control({
    id: "ec2-launch-template-encrypted-volumes",
    controls: { "EC2.3": "medium", "EC2.181": "medium" },
    title: "Volumes of instances are encrypted",
    why: "A copy of an unencrypted volume, or of its snapshot, can be read by anyone who gets it: images, environments, caches.",
    fix: "Set block_device_mappings.ebs.encrypted to true.",
    types: ["aws_launch_template"],
    check: (template) => {
      const volumes = argumentsOf(template, "block_device_mappings.ebs").filter(isRecord);
      if (volumes.length === 0) return notApplicable("it names no volumes; those of the image are as the account says");
      return volumes
        .filter(({ encrypted }) => !isTrue(encrypted))
        .map(({ encrypted }) => must("block_device_mappings.ebs.encrypted", "true", encrypted));
    },
  }),
  control({
    id: "ec2-launch-template-imdsv2",
    controls: { "EC2.8": "high", "EC2.170": "low" },
    checkov: ["CKV_AWS_79"],
    title: "Instances give out credentials by IMDSv2 only",
    why: "With version 1, one request that an attacker makes the application send (SSRF) returns the credentials of the instance.",
    fix: 'Set metadata_options.http_tokens to "required".',
    types: ["aws_launch_template", "aws_instance"],
    check: (template) => requireArgument(template, "metadata_options.http_tokens", "required"),
  }),
  control({
    id: "ec2-launch-template-no-public-address",
    controls: { "EC2.25": "high" },
    checkov: ["CKV_AWS_88"],
    title: "Launch templates give no public address",
    why: "Everything launched from the template can then be reached from the internet.",
    fix: `Set ${publicAddress} to false.`,
    types: ["aws_launch_template"],
    check: (template) =>
      argumentsOf(template, publicAddress).some(isTrue) ? fail(`${publicAddress} must be false, got true`) : pass,
  }),
  tagControl({
    id: "ec2-launch-template-tagged",
    control: "EC2.175",
    what: "Launch templates",
    types: ["aws_launch_template"],
  }),
  tagControl({
    id: "ec2-nat-gateway-tagged",
    control: "EC2.40",
    what: "NAT gateways",
    types: ["aws_nat_gateway"],
  }),
  // Made by a launch template; default_tags of the provider do not reach what it launches.
  tagControl({
    id: "ec2-network-interface-tagged",
    control: "EC2.35",
    what: "Network interfaces",
    types: ["aws_launch_template"],
    check: (template) => requireTagSpecification(template, "network-interface"),
  }),
  control({
    id: "ec2-no-open-high-risk-ports",
    controls: { "EC2.19": "critical" },
    title: "No port of high risk is open to the internet",
    why: "Databases, remote desktops and development servers behind these ports are attacked as soon as they are reachable.",
    fix: "Let in a security group, or the addresses that need it, instead of everyone.",
    types: securityGroupTypes,
    check: (group, stacks) => closedToEveryone(group, stacks, highRiskPorts),
  }),
  control({
    id: "ec2-no-open-rdp",
    controls: { "EC2.14": "high", "EC2.53": "high", "EC2.54": "high" },
    checkov: ["CKV_AWS_25"],
    title: "RDP is not open to the internet",
    why: "Every address is scanned for it within minutes, and passwords and keys are tried without end.",
    fix: "Remove the rule; open a session through Systems Manager instead.",
    types: securityGroupTypes,
    check: (group, stacks) => closedToEveryone(group, stacks, [3389]),
  }),
  control({
    id: "ec2-no-open-ssh",
    controls: { "EC2.13": "high", "EC2.53": "high", "EC2.54": "high" },
    checkov: ["CKV_AWS_24"],
    title: "SSH is not open to the internet",
    why: "Every address is scanned for it within minutes, and passwords and keys are tried without end.",
    fix: "Remove the rule; open a session through Systems Manager instead.",
    types: securityGroupTypes,
    check: (group, stacks) => closedToEveryone(group, stacks, [22]),
  }),
  control({
    id: "ec2-one-network-interface",
    controls: { "EC2.17": "low" },
    title: "Instances have one network interface",
    why: "With two, an instance is in two networks at once, and traffic finds ways around the rules of either.",
    fix: "Keep one network_interfaces block.",
    types: ["aws_launch_template"],
    check: (template) => {
      const count = argumentsOf(template, "network_interfaces").length;
      return count <= 1 ? pass : fail(`network_interfaces must be 1, got ${count}`);
    },
  }),
  control({
    id: "ec2-open-web-ports-only",
    controls: { "EC2.18": "high" },
    title: "Only the ports of web servers are open to the internet",
    why: "Every other open port is one more service that must withstand everyone.",
    fix: "Let in a security group, or the addresses that need it, instead of everyone.",
    types: securityGroupTypes,
    check: (group, stacks) =>
      openIngress(group, stacks)
        .filter(({ protocol }) => !portlessProtocols.includes(protocol))
        .filter(
          ({ protocol, fromPort, toPort }) =>
            (protocol !== "tcp" && protocol !== "6") || fromPort !== toPort || !webPorts.includes(fromPort ?? 0),
        )
        .map((rule) => fail(`${rule.source.address} lets in ${describeRule(rule)}`)),
  }),
  tagControl({
    id: "ec2-route-table-tagged",
    control: "EC2.42",
    what: "Route tables",
    types: ["aws_route_table"],
  }),
  tagControl({
    id: "ec2-security-group-tagged",
    control: "EC2.43",
    what: "Security groups",
    types: ["aws_security_group"],
  }),
  control({
    id: "ec2-security-group-used",
    controls: { "EC2.22": "medium" },
    checkov: ["CKV2_AWS_5"],
    title: "Every security group is used",
    why: "A group that nothing uses is forgotten, until somebody picks it for its name and gets its rules.",
    fix: "Attach the group to something, or remove it.",
    types: ["aws_security_group"],
    check: (group) => (isReferredTo(group, ruleTypes) ? pass : fail("nothing uses it")),
  }),
  control({
    id: "ec2-subnet-no-public-address",
    controls: { "EC2.15": "medium" },
    checkov: ["CKV_AWS_130"],
    title: "Subnets give no public address by themselves",
    why: "Whatever is launched in such a subnet is on the internet without anybody having decided so.",
    fix: "Set map_public_ip_on_launch and assign_ipv6_address_on_creation to false.",
    types: ["aws_subnet"],
    check: (subnet) =>
      [
        requireArgument(subnet, "map_public_ip_on_launch", false, false),
        requireArgument(subnet, "assign_ipv6_address_on_creation", false, false),
      ].filter(({ verdict }) => verdict !== "pass"),
  }),
  tagControl({
    id: "ec2-subnet-tagged",
    control: "EC2.44",
    what: "Subnets",
    types: ["aws_subnet"],
  }),
  // Made by a launch template; default_tags of the provider do not reach what it launches.
  tagControl({
    id: "ec2-volume-tagged",
    control: "EC2.45",
    what: "Volumes",
    types: ["aws_launch_template"],
    check: (template) => requireTagSpecification(template, "volume"),
  }),
  control({
    id: "ec2-vpc-flow-logs",
    controls: { "EC2.6": "medium" },
    checkov: ["CKV2_AWS_11"],
    title: "VPCs log the connections they refuse",
    why: "A scan, or a component that was taken over and tries its neighbours, is seen in the refused connections first.",
    fix: 'Add an aws_flow_log for the VPC with traffic_type "REJECT" or "ALL".',
    types: ["aws_vpc"],
    check: (vpc) => {
      const logs = companionsOf(vpc, "aws_flow_log", "vpc_id");
      if (logs.length === 0) return fail("no aws_flow_log is for it");
      return logs.some((log) => ["REJECT", "ALL"].includes(textOf(log, "traffic_type")))
        ? pass
        : fail('no aws_flow_log of it has traffic_type "REJECT" or "ALL"');
    },
  }),
  tagControl({
    id: "ec2-vpc-tagged",
    control: "EC2.46",
    what: "VPCs",
    types: ["aws_vpc"],
  }),
];

/** A control that asks for an interface endpoint in every VPC. */
interface EndpointControl {
  readonly id: string;
  /** `EC2.55` */
  readonly control: string;
  /** The end of the service name: `ecr.api` of `com.amazonaws.eu-central-1.ecr.api`. */
  readonly service: string;
  /** `the ECR API` */
  readonly what: string;
}

function endpointControl({ id, control: name, service, what }: EndpointControl): Control {
  return control({
    id,
    controls: { [name]: "medium" },
    title: `The VPC reaches ${what} without the internet`,
    why: `Without an endpoint, what talks to ${what} needs a way to the internet, and its traffic leaves the network of the VPC.`,
    fix: `Add an aws_vpc_endpoint of type Interface for com.amazonaws.<region>.${service}.`,
    types: ["aws_vpc"],
    check: (vpc) =>
      companionsOf(vpc, "aws_vpc_endpoint", "vpc_id").some(
        (endpoint) =>
          textOf(endpoint, "vpc_endpoint_type") === "Interface" &&
          serviceOf(textOf(endpoint, "service_name")) === service,
      )
        ? pass
        : fail(`no interface endpoint for ${service} is in it`),
  });
}

/** `com.amazonaws.${data.aws_region.this.name}.ecr.api` is for `ecr.api`; in China it begins with `cn.`. */
function serviceOf(name: string): string {
  return /^(?:cn\.)?com\.amazonaws\.[^.]+\.(.+)$/.exec(name.replace(/\$\{[^}]*\}/g, "region"))?.[1] ?? "";
}
