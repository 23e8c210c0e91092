import { z } from "./zod";
import { percent, port, whole } from "./forms";
import { arnPattern } from "../../../../aws/regions";

const rolling = z.strictObject({
  /** One by one in place, by ECS. */
  strategy: z.literal("rolling").optional().default("rolling"),
  /** Share of the desired tasks that stay healthy during a rolling update; 100 is zero downtime. @default 100 */
  minimumHealthyPercent: percent().default(100),
  /** Share of the desired tasks that may run during a rolling update. @default 200 */
  maximumPercent: percent(100, 200).default(200),
  /** Go back to the last good deployment when tasks of the new one keep failing. @default true */
  rollback: z.boolean().default(true),
});

const hook = z
  .string()
  .regex(arnPattern("lambda", "function:[A-Za-z0-9_-]{1,64}(?::[A-Za-z0-9_$-]+)?"), {
    error: "the ARN of a Lambda function",
  })
  .optional();

const minutes = whole(1, 2880, "minutes");
const share = percent(1, 99);

const blueGreen = z.strictObject({
  /** All new tasks beside all old ones, then the requests move, by CodeDeploy; a change of the strategy replaces the service. */
  strategy: z.literal("blue-green"),
  /** How requests move: all of them, a first share and the rest after some minutes, or a share each so many minutes. @default all at once */
  traffic: z
    .discriminatedUnion(
      "kind",
      [
        z.strictObject({ kind: z.literal("all-at-once") }),
        z.strictObject({ kind: z.literal("canary"), percent: share, minutes }),
        z.strictObject({ kind: z.literal("linear"), percent: share, minutes }),
      ],
      { error: (issue) => (issue.code === "invalid_union" ? "all-at-once, canary or linear" : undefined) },
    )
    .prefault({ kind: "all-at-once" }),
  /** Time that the old tasks stay after all requests have moved; until then a rollback is at once. @default 10 */
  terminationWaitMinutes: whole(0, 2880, "minutes").default(10),
  /** Go back when a deployment fails, or an alarm fires while it runs. @default true */
  rollback: z.boolean().default(true),
  /** Lambda functions that a deployment calls and waits for, by lifecycle event; the release writes them into the appspec. @default - none */
  hooks: z
    .strictObject({
      beforeInstall: hook,
      afterInstall: hook,
      afterAllowTestTraffic: hook,
      beforeAllowTraffic: hook,
      afterAllowTraffic: hook,
    })
    .prefault({}),
  /** Where the new tasks are tried before they get users' requests. */
  testListener: z
    .strictObject({
      /** Port of the load balancer, other than 80 and 443. @default 8443 */
      port: port
        .refine((value) => value !== 80 && value !== 443, { error: "another port than 80 and 443" })
        .default(8443),
      /** Addresses that may connect, never everybody. @default - those of the VPC */
      cidrs: z
        .array(
          z
            .cidrv4({ error: "an IPv4 network in CIDR notation, such as 203.0.113.0/24" })
            .refine((value) => !value.endsWith("/0"), { error: "a network smaller than the internet" }),
        )
        .min(1, { error: "at least one network" })
        .optional(),
    })
    .prefault({}),
});

/** How a new version takes the place of the old one; `strategy` alone decides. @default rolling */
export const deployment = z
  .discriminatedUnion("strategy", [rolling, blueGreen], {
    error: (issue) => (issue.code === "invalid_union" ? "rolling or blue-green" : undefined),
  })
  .prefault({});
