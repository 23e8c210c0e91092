import { z } from "zod";
import { hostname } from "../../../../aws/limits";
import { port, seconds, text, whole } from "./forms";

const healthCheckPath = z
  .string()
  .regex(/^\/[\x21-\x7e]{0,1023}$/, { error: "a path of 1 to 1024 characters beginning with /" });

const healthCheck = z.union(
  [
    healthCheckPath.transform((path) => ({
      path,
      matcher: "200",
      intervalSeconds: 15,
      timeoutSeconds: 5,
      healthyThreshold: 2,
      unhealthyThreshold: 3,
    })),
    z.strictObject({
      /** Path that answers 200 when the container can serve. */
      path: healthCheckPath,
      /** Status codes that mean healthy: `200`, `200,204` or `200-299`. @default "200" */
      matcher: z
        .string()
        .regex(/^[2-4]\d\d(?:-[2-4]\d\d)?(?:,[2-4]\d\d(?:-[2-4]\d\d)?)*$/, {
          error: 'status codes from 200 to 499, such as "200", "200,204" or "200-299"',
        })
        .default("200"),
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

/** The requests that a container answers: a target group, and a rule of the load balancer that sends them there. */
export const web = z.strictObject({
  /** Container that requests go to. @default - the only one with a port */
  container: z.string().optional(),
  /** Port of that container. @default - its only one */
  port: port.optional(),
  /** A single host name, in place of `hosts`. */
  host: text(hostname).optional(),
  /** Host names that it answers; the certificate and DNS records carry them. @default - `host` */
  hosts: few(text(hostname)).optional(),
  /** Paths such as `/api/*`. @default - every path */
  paths: few(
    z
      .string()
      .regex(/^\/[A-Za-z0-9_.$/~"'@:+&*?-]{0,127}$/, { error: "a path such as /api/*, at most 128 characters" }),
  ).optional(),
  /** Methods such as `GET`. @default - every method */
  methods: few(z.string().regex(/^[A-Z_-]{1,40}$/, { error: "a method such as GET" })).optional(),
  /** Values of headers, by header. @default - any */
  headers: z.record(z.string().regex(/^[A-Za-z0-9-]{1,40}$/), z.array(z.string()).min(1)).optional(),
  /** Networks that the requests come from. @default - any */
  sourceCidrs: few(z.string()).optional(),
  /** Place among the rules of the load balancer, lowest first, which no other has. @default - 100 where it is the only one */
  priority: whole(1, 50_000, "").optional(),
  /** How the load balancer checks a task. @default "/" */
  healthCheck: healthCheck.prefault("/"),
  /** Time that requests in flight have before a stopping task is cut off. @default 60 */
  deregistrationDelaySeconds: seconds(0, 3600).default(60),
  /** Seconds that a client stays with one task, by cookie. @default - any task answers any request */
  stickinessSeconds: seconds(1, 604_800).optional(),
  /** Seconds over which the share of a new task grows. @default - it takes its full share at once */
  slowStartSeconds: seconds(30, 900).optional(),
});
