import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import type { HealthCheck, TargetGroupProps } from "../../../modules/alb";
import { absent, testStack } from "../../../packages/jest-terraform";
import { targetGroupFor } from "./parts";

const minimal = testStack((scope) => targetGroupFor(scope));

describe("a target group", () => {
  test("sends HTTP to the instances and asks each for its health", () => {
    expect(minimal).toHaveResource(LbTargetGroup, {
      vpcId: "vpc-0123456789abcdef0",
      port: 4000,
      protocol: "HTTP",
      targetType: "instance",
      deregistrationDelay: "60",
      slowStart: 0,
      loadBalancingAlgorithmType: "least_outstanding_requests",
      stickiness: { enabled: false },
      healthCheck: {
        path: "/up",
        port: "traffic-port",
        protocol: "HTTP",
        interval: 30,
        timeout: 5,
        healthyThreshold: 2,
        unhealthyThreshold: 3,
        matcher: "200",
      },
    });
  });

  test("can be replaced while a rule uses it: its successor has another name and comes first", () => {
    expect(minimal).toHaveResource(LbTargetGroup, {
      name: absent(),
      namePrefix: "web-",
      lifecycle: { create_before_destroy: true },
    });
  });

  test("does all that it is configured to do", () => {
    const stack = testStack((scope) =>
      targetGroupFor(scope, {
        protocol: "HTTPS",
        targetType: "ip",
        deregistrationDelaySeconds: 0,
        slowStartSeconds: 30,
        stickinessSeconds: 3600,
        healthCheck: {
          path: "/health?full=1",
          intervalSeconds: 15,
          timeoutSeconds: 10,
          healthyThreshold: 5,
          unhealthyThreshold: 10,
          matcher: "200,204,300-399",
        },
      }),
    );
    expect(stack).toHaveResource(LbTargetGroup, {
      protocol: "HTTPS",
      targetType: "ip",
      deregistrationDelay: "0",
      slowStart: 30,
      stickiness: { enabled: true, type: "lb_cookie", cookieDuration: 3600 },
      healthCheck: {
        path: "/health?full=1",
        protocol: "HTTPS",
        interval: 15,
        timeout: 10,
        healthyThreshold: 5,
        unhealthyThreshold: 10,
        matcher: "200,204,300-399",
      },
    });
  });

  test("gives turns to all targets while one starts slowly, as AWS asks for", () => {
    const stack = testStack((scope) => targetGroupFor(scope, { slowStartSeconds: 30 }));
    expect(stack).toHaveResource(LbTargetGroup, { loadBalancingAlgorithmType: "round_robin" });
  });
});

test("a target group speaks HTTP/2 or gRPC with its targets, whose status codes are gRPC's", () => {
  const stack = (props: Partial<TargetGroupProps>) => testStack((scope) => targetGroupFor(scope, props));
  expect(stack({})).toHaveResource(LbTargetGroup, { protocolVersion: "HTTP1" });
  expect(stack({ protocolVersion: "HTTP2" })).toHaveResource(LbTargetGroup, {
    protocolVersion: "HTTP2",
    healthCheck: { matcher: "200" },
  });
  const grpc = { protocolVersion: "GRPC", healthCheck: { path: "/grpc.health.v1.Health/Check" } } as const;
  expect(stack(grpc)).toHaveResource(LbTargetGroup, { protocolVersion: "GRPC", healthCheck: { matcher: "0" } });
  const codes = { ...grpc, healthCheck: { ...grpc.healthCheck, matcher: "0,12-15" } };
  expect(stack(codes)).toHaveResource(LbTargetGroup, { healthCheck: { matcher: "0,12-15" } });
});

test("a target group asks another port for its health, follows the application's cookie and can require several healthy targets", () => {
  const stack = testStack((scope) =>
    targetGroupFor(scope, {
      protocol: "HTTPS",
      healthCheck: { path: "/up", port: 8081, protocol: "HTTP" },
      stickinessSeconds: 3600,
      stickinessCookie: "_session",
      algorithm: "weighted_random",
      crossZone: true,
      minimumForDns: { count: 2 },
      minimumForRouting: { percent: 50 },
    }),
  );
  expect(stack).toHaveResource(LbTargetGroup, {
    healthCheck: { port: "8081", protocol: "HTTP" },
    stickiness: { enabled: true, type: "app_cookie", cookieName: "_session", cookieDuration: 3600 },
    loadBalancingAlgorithmType: "weighted_random",
    loadBalancingAnomalyMitigation: "on",
    loadBalancingCrossZoneEnabled: "true",
    targetGroupHealth: {
      dnsFailover: { minimumHealthyTargetsCount: "2", minimumHealthyTargetsPercentage: "off" },
      unhealthyStateRouting: { minimumHealthyTargetsCount: 1, minimumHealthyTargetsPercentage: "50" },
    },
  });
});

describe("a target group refuses", () => {
  const prefix = "1 to 6 letters, digits and hyphens, not beginning with a hyphen";
  const cases: readonly [string, Partial<TargetGroupProps>, string][] = [
    ["a long prefix", { namePrefix: "website" }, `namePrefix must be ${prefix}, got "website".`],
    ["a prefix that begins with a hyphen", { namePrefix: "-web" }, `namePrefix must be ${prefix}, got "-web".`],
    ["port 0", { port: 0 }, "port must be a whole number from 1 to 65535, got 0."],
    ["a protocol of the network", { protocol: "TCP" as "HTTP" }, 'protocol must be one of HTTP, HTTPS, got "TCP".'],
    ["a Lambda", { targetType: "lambda" as "ip" }, 'targetType must be one of instance, ip, got "lambda".'],
    [
      "a delay above an hour",
      { deregistrationDelaySeconds: 3601 },
      "deregistrationDelaySeconds must be a whole number from 0 to 3600 seconds, got 3601.",
    ],
    [
      "a slow start that is none",
      { slowStartSeconds: 29 },
      "slowStartSeconds must be a whole number from 30 to 900 seconds, or 0, got 29.",
    ],
    [
      "a stickiness above a week",
      { stickinessSeconds: 604_801 },
      "stickinessSeconds must be a whole number from 1 to 604800 seconds, got 604801.",
    ],
    [
      "a cookie without a duration",
      { stickinessCookie: "id" },
      "stickinessSeconds must be given with stickinessCookie, got nothing.",
    ],
    [
      "the load balancer's own cookie",
      { stickinessSeconds: 60, stickinessCookie: "AWSALBAPP" },
      'stickinessCookie must be the name of a cookie, other than AWSALB, AWSALBAPP and AWSALBTG, got "AWSALBAPP".',
    ],
    [
      "another turn than round robin with a slow start",
      { slowStartSeconds: 30, algorithm: "weighted_random" },
      'algorithm must be round_robin with slowStartSeconds, got "weighted_random".',
    ],
    [
      "stickiness within a zone",
      { stickinessSeconds: 60, crossZone: false },
      "crossZone must be true with stickinessSeconds, got false.",
    ],
    ["an empty minimum", { minimumForDns: {} }, "minimumForDns must be a count, a percent, or both, got {}."],
    [
      "a minimum of 101 percent",
      { minimumForRouting: { percent: 101 } },
      "minimumForRouting.percent must be a whole number from 1 to 100 percent, got 101.",
    ],
    [
      "HTTP codes from gRPC",
      { protocolVersion: "GRPC", healthCheck: { path: "/up", matcher: "200" } },
      'healthCheck.matcher must be gRPC status codes from 0 to 99, such as "0", "0,12" or "0-5", got "200".',
    ],
  ];
  test.each(cases)("%s", (_, props, message) => {
    expect(() => testStack((scope) => targetGroupFor(scope, props))).toThrow(`test/target-group: ${message}`);
  });

  const healthChecks: readonly [string, Partial<HealthCheck>, string][] = [
    ["without a slash", { path: "up" }, 'path must be a path that begins with a slash, got "up".'],
    ["every second", { intervalSeconds: 1 }, "intervalSeconds must be a whole number from 5 to 300 seconds, got 1."],
    ["of no time", { timeoutSeconds: 1 }, "timeoutSeconds must be a whole number from 2 to 120 seconds, got 1."],
    [
      "that takes longer than until the next",
      { intervalSeconds: 10, timeoutSeconds: 10 },
      "timeoutSeconds must be less than intervalSeconds (10), got 10.",
    ],
    [
      "that one success answers",
      { healthyThreshold: 1 },
      "healthyThreshold must be a whole number from 2 to 10, got 1.",
    ],
    [
      "that one failure answers",
      { unhealthyThreshold: 1 },
      "unhealthyThreshold must be a whole number from 2 to 10, got 1.",
    ],
    [
      "that likes errors",
      { matcher: "500" },
      'matcher must be status codes from 200 to 499, such as "200", "200,204" or "200-299", got "500".',
    ],
  ];
  test.each(healthChecks)("a health check %s", (_, healthCheck, message) => {
    expect(() => testStack((scope) => targetGroupFor(scope, { healthCheck: { path: "/up", ...healthCheck } }))).toThrow(
      `test/target-group: healthCheck.${message}`,
    );
  });
});
