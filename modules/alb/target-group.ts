import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { Construct } from "constructs";
import { checkOneOf, checkPattern, checkRange, invalid } from "../shared";

export interface HealthCheck {
  /** Beginning with a slash. */
  readonly path: string;
  /** 5 to 300. @default - 30 */
  readonly intervalSeconds?: number;
  /** 2 to 120, and less than the interval. @default - 5 */
  readonly timeoutSeconds?: number;
  /** Successes in a row until a target takes requests: 2 to 10. @default - 2 */
  readonly healthyThreshold?: number;
  /** Failures in a row until it does not: 2 to 10. @default - 3 */
  readonly unhealthyThreshold?: number;
  /** HTTP status codes that mean healthy: "200", "200,204", "200-299". @default - "200" */
  readonly matcher?: string;
}

export interface TargetGroupProps {
  /** 1 to 6 letters, digits and hyphens; AWS gets it with a unique ending, so a replacement never waits for the old name. */
  readonly namePrefix: string;
  /** Where the targets are. */
  readonly network: { readonly vpcId: string };
  /** Of the targets; with dynamic host ports ECS overrides it for each. 1 to 65535. */
  readonly port: number;
  /** Between load balancer and targets. @default - "HTTP" */
  readonly protocol?: "HTTP" | "HTTPS";
  /** "instance" for tasks in bridge or host mode, "ip" for awsvpc. */
  readonly targetType: "instance" | "ip";
  readonly healthCheck: HealthCheck;
  /** Seconds a leaving target may finish its requests: 0 to 3600. */
  readonly deregistrationDelaySeconds: number;
  /** Seconds over which a new target's share grows: 30 to 900. @default - 0: it takes its full share at once */
  readonly slowStartSeconds?: number;
  /** Seconds a client stays with one target, by cookie: 1 to 604800. @default - any target answers any request */
  readonly stickinessSeconds?: number;
}

/** Where a listener rule sends requests. It can be replaced under traffic: the new one is created and used before the old one is removed. */
export class TargetGroup extends Construct {
  readonly arn: string;
  /** As CloudWatch names it: `targetgroup/<name>/<id>`. */
  readonly arnSuffix: string;
  readonly name: string;

  constructor(scope: Construct, id: string, props: TargetGroupProps) {
    super(scope, id);
    const { namePrefix, network, port, protocol = "HTTP", targetType, deregistrationDelaySeconds } = props;
    const { slowStartSeconds = 0, stickinessSeconds, healthCheck } = props;
    const {
      path,
      intervalSeconds = 30,
      timeoutSeconds = 5,
      healthyThreshold = 2,
      unhealthyThreshold = 3,
      matcher = "200",
    } = healthCheck;
    checkPattern(this, "namePrefix", namePrefix, {
      pattern: /^(?!-)[A-Za-z0-9-]{1,6}$/,
      allowed: "1 to 6 letters, digits and hyphens, not beginning with a hyphen",
    });
    checkRange(this, "port", port, { minimum: 1, maximum: 65_535 });
    checkOneOf(this, "protocol", protocol, ["HTTP", "HTTPS"]);
    checkOneOf(this, "targetType", targetType, ["instance", "ip"]);
    checkRange(this, "deregistrationDelaySeconds", deregistrationDelaySeconds, {
      minimum: 0,
      maximum: 3600,
      unit: "seconds",
    });
    if (slowStartSeconds !== 0) {
      checkRange(this, "slowStartSeconds", slowStartSeconds, { minimum: 30, maximum: 900, unit: "seconds, or 0" });
    }
    checkRange(this, "stickinessSeconds", stickinessSeconds, { minimum: 1, maximum: 604_800, unit: "seconds" });
    checkPattern(this, "healthCheck.path", path, {
      pattern: /^\/\S{0,1023}$/,
      allowed: "a path that begins with a slash",
    });
    checkRange(this, "healthCheck.intervalSeconds", intervalSeconds, { minimum: 5, maximum: 300, unit: "seconds" });
    checkRange(this, "healthCheck.timeoutSeconds", timeoutSeconds, { minimum: 2, maximum: 120, unit: "seconds" });
    if (timeoutSeconds >= intervalSeconds)
      invalid(this, "healthCheck.timeoutSeconds", `less than intervalSeconds (${intervalSeconds})`, timeoutSeconds);
    checkRange(this, "healthCheck.healthyThreshold", healthyThreshold, { minimum: 2, maximum: 10 });
    checkRange(this, "healthCheck.unhealthyThreshold", unhealthyThreshold, { minimum: 2, maximum: 10 });
    checkPattern(this, "healthCheck.matcher", matcher, {
      pattern: /^[2-4]\d\d(?:-[2-4]\d\d)?(?:,[2-4]\d\d(?:-[2-4]\d\d)?)*$/,
      allowed: 'status codes from 200 to 499, such as "200", "200,204" or "200-299"',
    });

    const targetGroup = new LbTargetGroup(this, "target-group", {
      namePrefix,
      vpcId: network.vpcId,
      port,
      protocol,
      protocolVersion: "HTTP1",
      targetType,
      deregistrationDelay: `${deregistrationDelaySeconds}`,
      slowStart: slowStartSeconds,
      loadBalancingAlgorithmType: slowStartSeconds > 0 ? "round_robin" : "least_outstanding_requests",
      stickiness: {
        enabled: stickinessSeconds !== undefined,
        type: "lb_cookie",
        cookieDuration: stickinessSeconds ?? 86_400,
      },
      healthCheck: {
        enabled: true,
        protocol,
        port: "traffic-port",
        path,
        interval: intervalSeconds,
        timeout: timeoutSeconds,
        healthyThreshold,
        unhealthyThreshold,
        matcher,
      },
      // A target group in use cannot be deleted (ResourceInUse): the rule must move to its successor first.
      lifecycle: { createBeforeDestroy: true },
    });
    this.arn = targetGroup.arn;
    this.arnSuffix = targetGroup.arnSuffix;
    this.name = targetGroup.name;
  }
}
