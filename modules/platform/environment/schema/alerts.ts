import { z } from "./zod";
import { alternatives } from "./existing";

const receivers = z.strictObject({
  /** Addresses that alarms are mailed to; each must confirm once. @default - none */
  emails: z.array(z.email({ error: "an e-mail address" })).default([]),
  /** HTTPS endpoints that take SNS messages, such as an incident tool's. @default - none */
  webhooks: z
    .array(
      z
        .string()
        .regex(/^https:\/\/[^\s@]+$/, { error: "an address beginning with https://, without user and password" }),
    )
    .default([]),
  /** A Slack channel, whose workspace was authorized once in the console of Amazon Q Developer. @default - none */
  slack: z
    .strictObject({
      workspaceId: z.string().regex(/^T[A-Z0-9]{7,11}$/, { error: "a Slack workspace id such as T07EA123LEP" }),
      channelId: z.string().regex(/^[A-Z0-9]{9,12}$/, { error: "a Slack channel id such as C07EZ1ABC23" }),
    })
    .optional(),
});

type Alerts = z.output<typeof receivers>;

const allowed = '{ emails, webhooks, slack } with at least one receiver, or "nobody" until somebody is to be alerted';

/**
 * Who is alerted. An empty list would be forgotten: that nobody is alerted is a decision, which the word `nobody` records.
 *
 * Not z.union, whose errors are about both kinds at once.
 */
export const alerts = z
  .custom<z.input<typeof receivers> | "nobody">(() => true)
  .transform((value, context): Alerts => {
    if (value === "nobody") return { emails: [], webhooks: [] };
    const refuse = () => {
      context.issues.push({ code: "custom", message: allowed, input: value });
      return z.NEVER;
    };
    if (typeof value !== "object" || value === null || Array.isArray(value)) return refuse();
    const result = receivers.safeParse(value);
    if (!result.success) {
      for (const issue of result.error.issues) context.issues.push({ ...issue, input: value } as z.core.$ZodRawIssue);
      return z.NEVER;
    }
    const { emails, webhooks, slack } = result.data;
    return emails.length + webhooks.length === 0 && slack === undefined ? refuse() : result.data;
  });
alternatives.set(alerts, [receivers]);
