import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { Construct } from "constructs";
import { grpcCodes, httpCodes, stickinessCookieName, targetsPerGroup } from "../../aws/load-balancing";
import { checkOneOf, checkPattern, checkRange, reject } from "../shared";

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
  /**
   * Status codes that mean healthy: "200", "200,204", "200-299"; with protocol version GRPC those of gRPC, 0 to 99.
   *
   * @default - "200"; with GRPC "0", the call succeeded
   */
  readonly matcher?: string;
  /** 1 to 65535, another port than the one of the requests, such as that of a management interface. @default - the same port */
  readonly port?: number;
  /** @default - the target group's protocol */
  readonly protocol?: "HTTP" | "HTTPS";
}

/** How many targets have to be healthy: a number, or a share in percent, 1 to 100; of both, the higher counts. */
export interface HealthyTargets {
  readonly count?: number;
  readonly percent?: number;
}

export type LoadBalancingAlgorithm = "round_robin" | "least_outstanding_requests" | "weighted_random";

export interface TargetGroupProps {
  /** 1 to 6 letters, digits and hyphens; AWS gets it with a unique ending, so a replacement never waits for the old name. */
  readonly namePrefix: string;
  /** Where the targets are. */
  readonly network: { readonly vpcId: string };
  /** Of the targets; with dynamic host ports ECS overrides it for each. 1 to 65535. */
  readonly port: number;
  /** Between load balancer and targets. @default - "HTTP" */
  readonly protocol?: "HTTP" | "HTTPS";
  /** Between load balancer and targets; clients may use HTTP/2 with each. A change replaces the target group. @default - "HTTP1" */
  readonly protocolVersion?: "HTTP1" | "HTTP2" | "GRPC";
  /** "instance" for tasks in bridge or host mode, "ip" for awsvpc. */
  readonly targetType: "instance" | "ip";
  readonly healthCheck: HealthCheck;
  /** Seconds a leaving target may finish its requests: 0 to 3600. */
  readonly deregistrationDelaySeconds: number;
  /** Seconds over which a new target's share grows: 30 to 900. @default - 0: it takes its full share at once */
  readonly slowStartSeconds?: number;
  /** Seconds a client stays with one target, by cookie: 1 to 604800. @default - any target answers any request */
  readonly stickinessSeconds?: number;
  /** The application's own cookie, with which a client stays with one target; needs `stickinessSeconds`. @default - one of the load balancer */
  readonly stickinessCookie?: string;
  /**
   * Which target a request goes to; with weighted_random, targets that answer with errors or slowly get fewer requests.
   *
   * @default - "least_outstanding_requests"; with a slow start "round_robin", the only one that AWS allows with it
   */
  readonly algorithm?: LoadBalancingAlgorithm;
  /** Whether each zone of the load balancer sends requests to the targets of all zones. @default - true */
  readonly crossZone?: boolean;
  /** With fewer healthy targets in a zone, DNS names the other zones only. @default - 1 */
  readonly minimumForDns?: HealthyTargets;
  /** With fewer healthy targets, requests go to all targets, healthy or not. @default - 1 */
  readonly minimumForRouting?: HealthyTargets;
}

/** Where a listener rule sends requests. It can be replaced under traffic: the new one is created and used before the old one is removed. */
export class TargetGroup extends Construct {
  readonly arn: string;
  /** As CloudWatch names it: `targetgroup/<name>/<id>`. */
  readonly arnSuffix: string;
  readonly name: string;
  /** How long requests in flight may take when a target goes. */
  readonly deregistrationDelaySeconds: number;

  constructor(scope: Construct, id: string, props: TargetGroupProps) {
    super(scope, id);
    const { namePrefix, network, port, protocol = "HTTP", targetType, deregistrationDelaySeconds } = props;
    this.deregistrationDelaySeconds = deregistrationDelaySeconds;
    const { protocolVersion = "HTTP1", slowStartSeconds = 0, stickinessSeconds, stickinessCookie } = props;
    const { algorithm = slowStartSeconds > 0 ? "round_robin" : "least_outstanding_requests" } = props;
    const { crossZone, minimumForDns, minimumForRouting, healthCheck } = props;
    const {
      path,
      intervalSeconds = 30,
      timeoutSeconds = 5,
      healthyThreshold = 2,
      unhealthyThreshold = 3,
      matcher = protocolVersion === "GRPC" ? "0" : "200",
      port: healthCheckPort,
      protocol: healthCheckProtocol = protocol,
    } = healthCheck;
    checkPattern(this, "namePrefix", namePrefix, {
      pattern: /^(?!-)[A-Za-z0-9-]{1,6}$/,
      allowed: "1 to 6 letters, digits and hyphens, not beginning with a hyphen",
    });
    checkRange(this, "port", port, { minimum: 1, maximum: 65_535 });
    checkOneOf(this, "protocol", protocol, ["HTTP", "HTTPS"]);
    checkOneOf(this, "protocolVersion", protocolVersion, ["HTTP1", "HTTP2", "GRPC"]);
    checkOneOf(this, "targetType", targetType, ["instance", "ip"]);
    checkRange(this, "deregistrationDelaySeconds", deregistrationDelaySeconds, {
      minimum: 0,
      maximum: 3600,
      unit: "seconds",
    });
    if (slowStartSeconds !== 0) {
      checkRange(this, "slowStartSeconds", slowStartSeconds, { minimum: 30, maximum: 900, unit: "seconds, or 0" });
    }
    checkOneOf(this, "algorithm", algorithm, ["round_robin", "least_outstanding_requests", "weighted_random"]);
    if (slowStartSeconds > 0 && algorithm !== "round_robin") {
      reject(this, "algorithm", "round_robin with slowStartSeconds", algorithm);
    }
    checkRange(this, "stickinessSeconds", stickinessSeconds, { minimum: 1, maximum: 604_800, unit: "seconds" });
    checkPattern(this, "stickinessCookie", stickinessCookie, stickinessCookieName);
    if (stickinessCookie !== undefined && stickinessSeconds === undefined) {
      reject(this, "stickinessSeconds", "given with stickinessCookie", stickinessSeconds);
    }
    if (crossZone === false && stickinessSeconds !== undefined) {
      reject(this, "crossZone", "true with stickinessSeconds", crossZone);
    }
    this.checkMinimum("minimumForDns", minimumForDns);
    this.checkMinimum("minimumForRouting", minimumForRouting);
    checkPattern(this, "healthCheck.path", path, {
      pattern: /^\/\S{0,1023}$/,
      allowed: "a path that begins with a slash",
    });
    checkRange(this, "healthCheck.intervalSeconds", intervalSeconds, { minimum: 5, maximum: 300, unit: "seconds" });
    checkRange(this, "healthCheck.timeoutSeconds", timeoutSeconds, { minimum: 2, maximum: 120, unit: "seconds" });
    if (timeoutSeconds >= intervalSeconds)
      reject(this, "healthCheck.timeoutSeconds", `less than intervalSeconds (${intervalSeconds})`, timeoutSeconds);
    checkRange(this, "healthCheck.healthyThreshold", healthyThreshold, { minimum: 2, maximum: 10 });
    checkRange(this, "healthCheck.unhealthyThreshold", unhealthyThreshold, { minimum: 2, maximum: 10 });
    checkPattern(this, "healthCheck.matcher", matcher, protocolVersion === "GRPC" ? grpcCodes : httpCodes);
    checkRange(this, "healthCheck.port", healthCheckPort, { minimum: 1, maximum: 65_535 });
    checkOneOf(this, "healthCheck.protocol", healthCheckProtocol, ["HTTP", "HTTPS"]);

    const targetGroup = new LbTargetGroup(this, "target-group", {
      namePrefix,
      vpcId: network.vpcId,
      port,
      protocol,
      protocolVersion,
      targetType,
      deregistrationDelay: `${deregistrationDelaySeconds}`,
      slowStart: slowStartSeconds,
      loadBalancingAlgorithmType: algorithm,
      loadBalancingAnomalyMitigation: algorithm === "weighted_random" ? "on" : undefined,
      loadBalancingCrossZoneEnabled: crossZone === undefined ? undefined : `${crossZone}`,
      stickiness: {
        enabled: stickinessSeconds !== undefined,
        type: stickinessCookie === undefined ? "lb_cookie" : "app_cookie",
        cookieName: stickinessCookie,
        cookieDuration: stickinessSeconds ?? 86_400,
      },
      targetGroupHealth:
        minimumForDns === undefined && minimumForRouting === undefined
          ? undefined
          : {
              dnsFailover: {
                minimumHealthyTargetsCount: `${minimumForDns?.count ?? 1}`,
                minimumHealthyTargetsPercentage: `${minimumForDns?.percent ?? "off"}`,
              },
              unhealthyStateRouting: {
                minimumHealthyTargetsCount: minimumForRouting?.count ?? 1,
                minimumHealthyTargetsPercentage: `${minimumForRouting?.percent ?? "off"}`,
              },
            },
      healthCheck: {
        enabled: true,
        protocol: healthCheckProtocol,
        port: healthCheckPort === undefined ? "traffic-port" : `${healthCheckPort}`,
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
  private checkMinimum(field: "minimumForDns" | "minimumForRouting", minimum: HealthyTargets | undefined): void {
    if (minimum === undefined) return;
    const { count, percent } = minimum;
    if (count === undefined && percent === undefined) reject(this, field, "a count, a percent, or both", minimum);
    checkRange(this, `${field}.count`, count, { minimum: 1, maximum: targetsPerGroup });
    checkRange(this, `${field}.percent`, percent, { minimum: 1, maximum: 100, unit: "percent" });
  }
}
