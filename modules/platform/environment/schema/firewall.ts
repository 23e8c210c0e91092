import { z } from "./zod";
import {
  addressRangeRule,
  headerName,
  isAddressRange,
  managedRuleGroups,
  rateLimit,
  rateWindowSeconds,
} from "../../../../aws/web-acls";
import { logRetention, range, text } from "./forms";

const addresses = z.array(z.string().refine(isAddressRange, { error: addressRangeRule }));
const group = z.enum(managedRuleGroups, { error: `one of ${managedRuleGroups.join(", ")}` });

/** AWS WAF in front of the load balancer; `{}` has every default. @default - none */
export const firewall = z.strictObject({
  /** Rule groups of AWS, in order; `[]` for none. @default - IP reputation, the common rules and known bad inputs */
  managedRules: z
    .array(
      z.union(
        [
          group,
          z.strictObject({
            name: group,
            /** Version that it stays at. @default - the one AWS recommends */
            version: z.string().min(1).optional(),
            /** Rules that only count, by AWS's names. @default - none */
            countedRules: z.array(z.string()).optional(),
          }),
        ],
        { error: "a rule group of AWS, or { name, version, countedRules }" },
      ),
    )
    .optional(),
  /** Requests of one address; more are refused. @default - 2000 in 300 seconds */
  rateLimit: z
    .union([
      z.literal(false),
      z.strictObject({
        requests: range(rateLimit),
        /** @default 300 */
        windowSeconds: z.literal(rateWindowSeconds, { error: `one of ${rateWindowSeconds.join(", ")}` }).optional(),
      }),
    ])
    .optional(),
  /** Networks whose requests are never refused. @default - none */
  allowedAddresses: addresses.optional(),
  /** Networks whose requests are always refused. @default - none */
  blockedAddresses: addresses.optional(),
  /** What happens to requests that no rule decides; `block` lets in `allowedAddresses` alone. @default "allow" */
  defaultAction: z.enum(["allow", "block"], { error: "allow or block" }).optional(),
  /** Whether rules only count what they would refuse, for a trial. @default false */
  countOnly: z.boolean().optional(),
  /** What is logged. */
  logs: z
    .strictObject({
      /** @default 365 */
      retentionDays: logRetention.optional(),
      /** `refused`: requests that a rule blocks or counts. @default "refused" */
      requests: z.enum(["all", "refused"], { error: "all or refused" }).optional(),
      /** Headers whose values are not logged, in lower case. @default - authorization and cookie */
      redactedHeaders: z.array(text(headerName)).optional(),
    })
    .prefault({}),
});
