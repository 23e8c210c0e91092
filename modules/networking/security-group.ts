import { SecurityGroup as AwsSecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";
import { checkPattern, checkRange, invalid, type Form } from "../shared";

/** A TCP port, or all ports from one to another, both included. */
export type Port = number | { readonly from: number; readonly to: number };

/** Addresses of an AWS service, kept by AWS: `{ name: "s3", id: "pl-63a5400a" }`. */
export interface PrefixList {
  /** A word for rules and their Terraform addresses. */
  readonly name: string;
  readonly id: string;
}

/** A range of IPv4 addresses: `{ name: "office", cidr: "203.0.113.0/24" }`. */
export interface Addresses {
  /** A word for rules and their Terraform addresses. */
  readonly name: string;
  readonly cidr: string;
}

const internet: Addresses = { name: "internet", cidr: "0.0.0.0/0" };

export interface SecurityGroupProps {
  readonly vpcId: string;
  /** Unique in its VPC, 1 to 90 letters, digits, spaces and `. _ -`; AWS appends a suffix, so a replacement can stand beside it. */
  readonly name: string;
  /** What the group protects, 1 to 255 characters. A change replaces the group. */
  readonly description: string;
}

/** A group that others own: it is referred to in the rules of other groups, and gets none itself. */
export interface ExistingSecurityGroupProps {
  readonly existing: string;
  /** What it is called in the rules of other groups. */
  readonly name: string;
}

/** Source: EC2 API, `CreateSecurityGroup` GroupDescription and `IpRange` Description; an apostrophe is not among them. */
const description: Form = {
  pattern: /^[A-Za-z0-9. _\-:/()#,@[\]+=&;{}!$*]{1,255}$/,
  allowed: "1 to 255 letters, digits, spaces and . _ - : / ( ) # , @ [ ] + = & ; { } ! $ *",
};

/** Source: EC2 API, `CreateSecurityGroup` GroupName; Terraform allows a prefix of 100 characters. */
const groupName: Form = {
  pattern: /^(?!sg-)[A-Za-z0-9._ -]{1,90}$/,
  allowed: "1 to 90 letters, digits, spaces and . _ -, not beginning with sg-",
};

/**
 * A security group that lets nothing in and nothing out until a rule says so. All rules are TCP, and each is a resource.
 *
 * A rule between two groups has two sides, egress here and ingress there, and one call makes both. They belong to the
 * group that is called, so a group of a later stack opens one of an earlier stack and the stacks depend one way. A second
 * call for the same peer and port changes nothing, from whichever side it comes.
 */
export class SecurityGroup extends Construct {
  readonly id: string;
  readonly name: string;
  /** What may leave this group: `<peer> <ports>`. */
  private readonly egress = new Set<string>();
  /** Whether the group is made here, so that it may be given rules. */
  private readonly isOwned: boolean;

  constructor(scope: Construct, id: string, props: SecurityGroupProps | ExistingSecurityGroupProps) {
    super(scope, id);
    const { name } = props;
    checkPattern(this, "name", name, groupName);
    this.name = name;
    this.isOwned = !("existing" in props);
    if ("existing" in props) {
      this.id = props.existing;
      return;
    }
    const { vpcId } = props;
    checkPattern(this, "description", props.description, description);
    this.id = new AwsSecurityGroup(this, "security-group", {
      vpcId,
      namePrefix: `${name}-`,
      description: props.description,
      tags: { Name: name },
      // AWS refuses to delete a group that something still uses, so the new one comes first and its users move over.
      lifecycle: { createBeforeDestroy: true },
    }).id;
  }

  /** Members of `peer` may connect to members of this group. */
  allowFrom(peer: SecurityGroup, port: Port, reason: string): void {
    this.connect(`from-${slug(peer.name)}-${this.label(port)}`, peer, this, port, reason);
  }

  /** Members of this group may connect to members of `peer`. */
  allowTo(peer: SecurityGroup, port: Port, reason: string): void {
    this.connect(`to-${slug(peer.name)}-${this.label(port)}`, this, peer, port, reason);
  }

  /** Any IPv4 address may connect to members of this group. */
  allowFromInternet(port: Port, reason: string): void {
    this.allowFromAddresses(internet, port, reason);
  }

  /** Members of this group may connect to any IPv4 address. */
  allowToInternet(port: Port, reason: string): void {
    this.allowToAddresses(internet, port, reason);
  }

  /** The addresses may connect to members of this group. */
  allowFromAddresses({ name, cidr }: Addresses, port: Port, reason: string): void {
    const id = `from-${slug(name)}-${this.label(port)}`;
    if (!this.isOwned || this.node.tryFindChild(id) !== undefined) return;
    new VpcSecurityGroupIngressRule(this, id, {
      ...this.rule(this.id, port, reason, `${name} to ${this.name}`),
      cidrIpv4: cidr,
    });
  }

  /** Members of this group may connect to the addresses. */
  allowToAddresses({ name, cidr }: Addresses, port: Port, reason: string): void {
    const id = `to-${slug(name)}-${this.label(port)}`;
    if (!this.isOwned || this.node.tryFindChild(id) !== undefined) return;
    new VpcSecurityGroupEgressRule(this, id, {
      ...this.rule(this.id, port, reason, `${this.name} to ${name}`),
      cidrIpv4: cidr,
    });
  }

  /** Members of this group may connect to the addresses of the list. */
  allowToPrefixList(list: PrefixList, port: Port, reason: string): void {
    const id = `to-${slug(list.name)}-${this.label(port)}`;
    if (!this.isOwned || this.node.tryFindChild(id) !== undefined) return;
    new VpcSecurityGroupEgressRule(this, id, {
      ...this.rule(this.id, port, reason, `${this.name} to ${list.name}`),
      prefixListId: list.id,
    });
  }

  private connect(id: string, from: SecurityGroup, to: SecurityGroup, port: Port, reason: string): void {
    const connection = `${to.node.path} ${this.label(port)}`;
    if (from.egress.has(connection)) return;
    from.egress.add(connection);

    const sides = new Construct(this, id);
    const name = `${from.name} to ${to.name}`;
    if (from.isOwned) {
      new VpcSecurityGroupEgressRule(sides, "egress", {
        ...this.rule(from.id, port, reason, name),
        referencedSecurityGroupId: to.id,
      });
    }
    if (to.isOwned) {
      new VpcSecurityGroupIngressRule(sides, "ingress", {
        ...this.rule(to.id, port, reason, name),
        referencedSecurityGroupId: from.id,
      });
    }
  }

  private rule(securityGroupId: string, port: Port, reason: string, name: string) {
    checkPattern(this, "description", reason, description);
    const { from, to } = range(port);
    return {
      securityGroupId,
      ipProtocol: "tcp",
      fromPort: from,
      toPort: to,
      description: reason,
      tags: { Name: `${name} ${this.label(port)}` },
      // When its group is replaced, what the old rule lets through flows until the new one stands.
      lifecycle: { createBeforeDestroy: true },
    };
  }

  private label(port: Port): string {
    const { from, to } = range(port);
    checkRange(this, "port", from, { minimum: 1, maximum: 65535 });
    checkRange(this, "port", to, { minimum: 1, maximum: 65535 });
    if (from > to) invalid(this, "port", "a range from a lower to a higher port", port);
    return from === to ? `${from}` : `${from}-${to}`;
  }
}

function range(port: Port): { readonly from: number; readonly to: number } {
  return typeof port === "number" ? { from: port, to: port } : port;
}

function slug(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]+/g, "-");
}
