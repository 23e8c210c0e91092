import type { IConstruct } from "constructs";

/** A TCP port, or all ports from one to another, both included. */
export type Port = number | { readonly from: number; readonly to: number };

/** Addresses of an AWS service, kept by AWS: `{ name: "s3", id: "pl-63a5400a" }`. */
export interface PrefixList {
  /** A word for rules and their Terraform addresses. */
  readonly name: string;
  readonly id: string;
}

/** A range of IPv4 addresses: `{ name: "office", cidr: "203.0.113.0/24" }`. */
export interface AddressRange {
  /** A word for rules and their Terraform addresses. */
  readonly name: string;
  readonly cidr: string;
}

/** What has a security group in front of it, such as a load balancer or a database. */
export interface IConnectable {
  readonly securityGroup: ISecurityGroup;
}

/**
 * A security group, created here (`new SecurityGroup`) or existing (`SecurityGroup.fromSecurityGroupId`). A rule between two
 * groups has two sides, egress and ingress; one call creates both, except in an existing group, which gets no rules.
 */
export interface ISecurityGroup extends IConnectable, IConstruct {
  readonly id: string;
  readonly name: string;
  /** Whether rules can be added. */
  readonly isOwned: boolean;
  /** Members of the peer may connect to members of this group. */
  allowFrom(peer: IConnectable, port: Port, reason: string): void;
  /** Members of this group may connect to members of the peer. */
  allowTo(peer: IConnectable, port: Port, reason: string): void;
  /** Any IPv4 address may connect to members of this group. */
  allowFromInternet(port: Port, reason: string): void;
  /** Members of this group may connect to any IPv4 address. */
  allowToInternet(port: Port, reason: string): void;
  /** The addresses may connect to members of this group. */
  allowFromAddresses(addresses: AddressRange, port: Port, reason: string): void;
  /** Members of this group may connect to the addresses. */
  allowToAddresses(addresses: AddressRange, port: Port, reason: string): void;
  /** Members of this group may connect to the addresses of the list. */
  allowToPrefixList(list: PrefixList, port: Port, reason: string): void;
}

/** A VPC with its subnets, created here (`new Network`) or existing (`Network.fromAttributes`). */
export interface INetwork {
  readonly vpcId: string;
  /** IPv4 addresses of the VPC, without those that were added to it later. */
  readonly cidr: string;
  /** With a route to an internet gateway. */
  readonly publicSubnetIds: string[];
  /** With a route to AWS and to the internet. */
  readonly privateSubnetIds: string[];
  /** Without a route out of the VPC. */
  readonly isolatedSubnetIds: string[];
  /** Creates a security group in this VPC, closed until a rule opens it. */
  securityGroup(scope: IConstruct, id: string, props: { name: string; description: string }): ISecurityGroup;
}
