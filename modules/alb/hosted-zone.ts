/** A Route 53 hosted zone, as `data.aws_route53_zone` gives it. */
export interface HostedZone {
  readonly zoneId: string;
}
