import { z } from "./zod";
import { hostname } from "../../../../aws/limits";
import {
  cognito,
  grpcCodes,
  httpCodes,
  maximumSessionSeconds,
  stickinessCookieName,
} from "../../../../aws/load-balancing";
import { percent, port, seconds, text, whole } from "./forms";
import { nameOf } from "./reference";
import { conditions } from "./rules";

const healthCheckPath = z
  .string()
  .regex(/^\/[\x21-\x7e]{0,1023}$/, { error: "a path of 1 to 1024 characters beginning with /" });

const healthCheck = z.union(
  [
    healthCheckPath.transform((path) => ({
      path,
      matcher: undefined as string | undefined,
      intervalSeconds: 15,
      timeoutSeconds: 5,
      healthyThreshold: 2,
      unhealthyThreshold: 3,
    })),
    z.strictObject({
      /** Path that answers 200 when the container can serve. */
      path: healthCheckPath,
      /** Status codes that mean healthy: `200`, `200,204` or `200-299`; with protocolVersion GRPC those of gRPC. @default - "200"; with GRPC "0" */
      matcher: z
        .string()
        .refine((codes) => httpCodes.pattern.test(codes) || grpcCodes.pattern.test(codes), {
          error: `${httpCodes.allowed}; with GRPC ${grpcCodes.allowed}`,
        })
        .optional(),
      /** Another port of the task than that of the requests, such as that of a management interface. @default - the same port */
      port: port.optional(),
      /** @default - as the requests */
      protocol: z.enum(["HTTP", "HTTPS"], { error: "HTTP or HTTPS" }).optional(),
      /** @default 15 */
      intervalSeconds: seconds(5, 300).default(15),
      /** Less than the interval. @default 5 */
      timeoutSeconds: seconds(2, 120).default(5),
      /** Successes in a row before a task receives requests. @default 2 */
      healthyThreshold: whole(2, 10, "checks").default(2),
      /** Failures in a row before a task is replaced. @default 3 */
      unhealthyThreshold: whole(2, 10, "checks").default(3),
    }),
  ],
  { error: (issue) => (issue.code === "invalid_union" ? "a path, or a path with times" : undefined) },
);

const few = (value: z.ZodString) =>
  z.array(value).min(1, { error: "at least one" }).max(5, { error: "at most 5, as many as a listener rule takes" });

const healthyTargets = z.strictObject({ count: whole(1, 1000, "tasks").optional(), percent: percent(1).optional() });

const login = z.strictObject({
  userPoolArn: text(cognito.userPoolArn),
  /** Client of the user pool; it has a secret and the callback URL `https://<host>/oauth2/idpresponse`. */
  clientId: text(cognito.clientId),
  /** Prefix of the pool's Cognito domain, or its own domain. */
  domain: text(cognito.domain),
  /** Scopes of OpenID Connect, separated by spaces. @default "openid" */
  scope: z
    .string()
    .refine((scope) => scope.split(" ").includes("openid"), { error: 'scopes with "openid" among them' })
    .optional(),
  /** Seconds until a user has to log in again. @default - 604800, 7 days */
  sessionTimeoutSeconds: seconds(1, maximumSessionSeconds).optional(),
  /** For a request without a session: log in, pass it on as it is, or answer 401. @default "authenticate" */
  onUnauthenticated: z.enum(["authenticate", "allow", "deny"], { error: "authenticate, allow or deny" }).optional(),
  /** Differs between user pools on the same host name. @default "AWSELBAuthSessionCookie" */
  sessionCookieName: z.string().min(1).optional(),
  /** Added to the login request, at most 10. @default - none */
  requestParameters: z
    .record(z.string(), z.string())
    .refine((parameters) => Object.keys(parameters).length <= 10, { error: "at most 10 parameters" })
    .optional(),
});

/** The requests that a container answers: a target group, and a rule of the load balancer that sends them there. */
export const web = z.strictObject({
  /** Container that requests go to. @default - the only one with a port */
  container: nameOf("containers").optional(),
  /** Port of that container. @default - its only one */
  port: port.optional(),
  /** A single host name, in place of `hosts`. */
  host: text(hostname).optional(),
  /** Host names that it answers; the certificate and DNS records carry them. @default - `host` */
  hosts: few(text(hostname)).optional(),
  ...conditions,
  /** Place among the rules of the load balancer, lowest first, which no other has. @default - 100 where it is the only one */
  priority: whole(1, 50_000, "").optional(),
  /** How the load balancer checks a task. @default "/" */
  healthCheck: healthCheck.prefault("/"),
  /** Time that requests in flight have before a stopping task is cut off. @default 60 */
  deregistrationDelaySeconds: seconds(0, 3600).default(60),
  /** Seconds that a client stays with one task, by cookie. @default - any task answers any request */
  stickinessSeconds: seconds(1, 604_800).optional(),
  /** The application's own cookie for that. @default - one of the load balancer */
  stickinessCookie: text(stickinessCookieName).optional(),
  /** Between load balancer and container. @default "HTTP" */
  protocol: z.enum(["HTTP", "HTTPS"], { error: "HTTP or HTTPS" }).optional(),
  /** Between load balancer and container; a change replaces the target group. @default "HTTP1" */
  protocolVersion: z.enum(["HTTP1", "HTTP2", "GRPC"], { error: "HTTP1, HTTP2 or GRPC" }).optional(),
  /** Which task a request goes to. @default - "least_outstanding_requests"; with slowStartSeconds "round_robin", the only one that AWS allows with it */
  algorithm: z
    .enum(["round_robin", "least_outstanding_requests", "weighted_random"], {
      error: "round_robin, least_outstanding_requests or weighted_random",
    })
    .optional(),
  /** Whether each zone of the load balancer sends requests to the tasks of all zones. @default true */
  crossZone: z.boolean().optional(),
  /** With fewer healthy tasks in a zone, DNS names the other zones only; of both, the higher counts. @default - 1 */
  minimumForDns: healthyTargets.optional(),
  /** With fewer healthy tasks, requests go to all tasks, healthy or not; of both, the higher counts. @default - 1 */
  minimumForRouting: healthyTargets.optional(),
  /** Users log in with Amazon Cognito before a request reaches the container; not with blue/green deployments. @default - no login */
  login: login.optional(),
  /** Seconds over which the share of a new task grows. @default - it takes its full share at once */
  slowStartSeconds: seconds(30, 900).optional(),
});
