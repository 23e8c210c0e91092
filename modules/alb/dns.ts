/** A Route 53 hosted zone, as `data.aws_route53_zone` gives it. */
export interface HostedZone {
  readonly zoneId: string;
}

/** A record that a person creates where a host name is managed; an output can show it. */
export interface DnsRecord {
  readonly name: string;
  /** Of a domain itself, such as `example.com`, DNS allows no CNAME: use ALIAS or ANAME with the same value. */
  readonly type: "CNAME";
  readonly value: string;
}
