import { nameLimits, type NameLimit } from "../../aws/name-limits";
import { argumentsOf } from "../../packages/aws-policies/security-hub/shared/arguments";
import { fail, resourcePolicy, type PolicyResult } from "../../packages/aws-policies/policy";

interface Limit extends NameLimit {
  /** Within the resource. */
  readonly path: string;
  readonly whole?: RegExp | undefined;
}

/** AWS writes patterns for Java, of which JavaScript knows most. */
function wholeOf(pattern: string | undefined): RegExp | undefined {
  try {
    return pattern === undefined || pattern.includes("\\p{") ? undefined : new RegExp(`^(?:${pattern})$`, "s");
  } catch {
    return undefined;
  }
}

const limits = new Map<string, Limit[]>();
for (const row of nameLimits) {
  const [type = "", ...path] = row.argument.split(".");
  limits.set(type, [...(limits.get(type) ?? []), { ...row, path: path.join("."), whole: wholeOf(row.pattern) }]);
}

/** No name or text is longer than the API takes that it is for. */
export const namesWithinLimits = resourcePolicy({
  id: "names-within-limits",
  severity: "error",
  title: "Names and texts are as long, and of the characters, that the APIs take which they are for",
  why: "A name that is made from others, such as an alarm's from a container's, can be longer than AWS takes. Terraform does not know most of these limits, so an apply would fail in the middle.",
  fix: "Give the environment, service, container or task a shorter name, or the resource a name of its own.",
  links: [
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html",
    "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html",
  ],
  types: [...limits.keys()],
  check: (resource): PolicyResult[] =>
    (limits.get(resource.type) ?? []).flatMap((limit) =>
      argumentsOf(resource, limit.path).flatMap((value) => {
        // What Terraform fills in is known to AWS alone; task definitions and inputs are counted with it.
        const isCounted = limit.max >= 8192;
        if (typeof value !== "string" || (!isCounted && /[$%]\{/.test(value))) return [];
        const problem = problemOf(value, limit);
        return problem === undefined ? [] : [fail(`${limit.path} ${problem} (${limit.source})`)];
      }),
    ),
});

function problemOf(value: string, { min = 0, max, whole, pattern }: Limit): string | undefined {
  const { length } = value;
  if (length > max || length < min) return `has ${length} characters, and ${min} to ${max} are allowed`;
  return whole === undefined || whole.test(value) ? undefined : `is ${JSON.stringify(value)}, which is not ${pattern}`;
}
