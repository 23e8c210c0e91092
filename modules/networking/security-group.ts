import { SecurityGroup as AwsSecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct, type IConstruct } from "constructs";
import { checkPattern, checkRange, type Format, reject } from "../shared";
import type { AddressRange, IConnectable, ISecurityGroup, Port, PrefixList } from "./interfaces";

const internet: AddressRange = { name: "internet", cidr: "0.0.0.0/0" };

export interface SecurityGroupProps {
  readonly vpcId: string;
  /** Unique in its VPC, 1 to 90 letters, digits, spaces and `. _ -`; AWS appends a suffix, so a replacement can exist beside it. */
  readonly name: string;
  /** What the group protects, 1 to 255 characters. A change replaces the group. */
  readonly description: string;
}

/** Source: EC2 API, `CreateSecurityGroup` GroupDescription and `IpRange` Description; an apostrophe is not among them. */
const description: Format = {
  pattern: /^[A-Za-z0-9. _\-:/()#,@[\]+=&;{}!$*]{1,255}$/,
  allowed: "1 to 255 letters, digits, spaces and . _ - : / ( ) # , @ [ ] + = & ; { } ! $ *",
};

/** Source: EC2 API, `CreateSecurityGroup` GroupName; Terraform allows a prefix of 100 characters. */
const groupName: Format = {
  pattern: /^(?!sg-)[A-Za-z0-9._ -]{1,90}$/,
  allowed: "1 to 90 letters, digits, spaces and . _ -, not beginning with sg-",
};

/** Connections that have both sides already, by the group they leave: `<peer> <ports>`. */
const connections = new WeakMap<ISecurityGroup, Set<string>>();

abstract class SecurityGroupBase extends Construct implements ISecurityGroup {
  abstract readonly id: string;
  abstract readonly isOwned: boolean;
  readonly securityGroup: ISecurityGroup = this;

  constructor(
    scope: IConstruct,
    id: string,
    readonly name: string,
  ) {
    super(scope as Construct, id);
    checkPattern(this, "name", name, groupName);
  }

  allowFrom({ securityGroup: peer }: IConnectable, port: Port, reason: string): void {
    this.connect(`from-${slug(peer.name)}-${this.label(port)}`, peer, this, port, reason);
  }

  allowTo({ securityGroup: peer }: IConnectable, port: Port, reason: string): void {
    this.connect(`to-${slug(peer.name)}-${this.label(port)}`, this, peer, port, reason);
  }

  allowFromInternet(port: Port, reason: string): void {
    this.allowFromAddresses(internet, port, reason);
  }

  allowToInternet(port: Port, reason: string): void {
    this.allowToAddresses(internet, port, reason);
  }

  allowFromAddresses({ name, cidr }: AddressRange, port: Port, reason: string): void {
    const id = `from-${slug(name)}-${this.label(port)}`;
    if (!this.isOwned || this.node.tryFindChild(id) !== undefined) return;
    new VpcSecurityGroupIngressRule(this, id, {
      ...this.rule(this.id, port, reason, `${name} to ${this.name}`),
      cidrIpv4: cidr,
    });
  }

  allowToAddresses({ name, cidr }: AddressRange, port: Port, reason: string): void {
    const id = `to-${slug(name)}-${this.label(port)}`;
    if (!this.isOwned || this.node.tryFindChild(id) !== undefined) return;
    new VpcSecurityGroupEgressRule(this, id, {
      ...this.rule(this.id, port, reason, `${this.name} to ${name}`),
      cidrIpv4: cidr,
    });
  }

  allowToPrefixList(list: PrefixList, port: Port, reason: string): void {
    const id = `to-${slug(list.name)}-${this.label(port)}`;
    if (!this.isOwned || this.node.tryFindChild(id) !== undefined) return;
    new VpcSecurityGroupEgressRule(this, id, {
      ...this.rule(this.id, port, reason, `${this.name} to ${list.name}`),
      prefixListId: list.id,
    });
  }

  private connect(id: string, from: ISecurityGroup, to: ISecurityGroup, port: Port, reason: string): void {
    const connection = `${to.node.path} ${this.label(port)}`;
    const known = connections.get(from) ?? new Set();
    if (known.has(connection)) return;
    connections.set(from, known.add(connection));

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
      // When its group is replaced, the old rule still allows traffic until the new one exists.
      lifecycle: { createBeforeDestroy: true },
    };
  }

  private label(port: Port): string {
    const { from, to } = range(port);
    checkRange(this, "port", from, { minimum: 1, maximum: 65535 });
    checkRange(this, "port", to, { minimum: 1, maximum: 65535 });
    if (from > to) reject(this, "port", "a range from a lower to a higher port", port);
    return from === to ? `${from}` : `${from}-${to}`;
  }
}

/**
 * A security group that allows nothing in and nothing out until a rule does. All rules are TCP, and each is a resource.
 *
 * Both sides of a rule belong to the group that is called, so a group of a later stack opens one of an earlier stack and
 * the stacks depend one way. A second call for the same peer and port changes nothing, from whichever side it comes.
 */
export class SecurityGroup extends SecurityGroupBase {
  readonly id: string;
  readonly isOwned = true;

  constructor(scope: IConstruct, id: string, props: SecurityGroupProps) {
    super(scope, id, props.name);
    const { vpcId, name } = props;
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

  /**
   * A security group that others own: rules of other groups refer to it, and it gets none itself.
   *
   * @param name what it is called in the rules of other groups
   */
  static fromSecurityGroupId(scope: IConstruct, id: string, securityGroupId: string, name: string): ISecurityGroup {
    return new ExistingSecurityGroup(scope, id, securityGroupId, name);
  }
}

class ExistingSecurityGroup extends SecurityGroupBase {
  readonly id: string;
  readonly isOwned = false;

  constructor(scope: IConstruct, id: string, securityGroupId: string, name: string) {
    super(scope, id, name);
    this.id = securityGroupId;
  }
}

function range(port: Port): { readonly from: number; readonly to: number } {
  return typeof port === "number" ? { from: port, to: port } : port;
}

function slug(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]+/g, "-");
}
