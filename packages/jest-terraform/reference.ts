import { Block, follow, referencesIn } from "../terraform-json";
import { misuse } from "./receiver";
import { hint, type MatcherContext, type Verdict } from "./report";
import { describeTarget, mentions, type ReferenceTarget } from "./target";

/** A resource (any property of it) or a text mentions the target. */
export function toReference(
  this: MatcherContext,
  received: unknown,
  target: ReferenceTarget,
  attribute?: string,
): Verdict {
  if (!(received instanceof Block) && typeof received !== "string") {
    throw misuse(this, "toReference", "a resource from stack.resource(Type), or a string", received);
  }
  const configuration = received instanceof Block ? received.configuration : undefined;
  const value = received instanceof Block ? received.properties : received;
  return {
    pass: mentions(value, target, attribute, configuration),
    message: () => {
      const asked = attribute === undefined ? undefined : JSON.stringify(attribute);
      const what = `${describeTarget(target)}${attribute === undefined ? "" : `, its ${attribute}`}`;
      const found = referencesIn(value).flatMap((reference) => {
        const ends = configuration === undefined ? [reference] : follow(configuration, reference);
        return ends.map(
          (end) =>
            `\n  ${reference.property && `${reference.property}: `}${[end.address, end.attribute].filter(Boolean).join(".")}`,
        );
      });
      const subject = received instanceof Block ? received.toString() : JSON.stringify(received);
      const list = found.length > 0 ? `It refers to:${found.join("")}` : "It refers to nothing.";
      const verb = this.isNot ? "refers to" : "does not refer to";
      return `${hint(this, "toReference", "resource", describeTarget(target), asked)}${subject} ${verb} ${what}. ${list}`;
    },
  };
}
