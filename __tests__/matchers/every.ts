import { Block } from "../../tools/terraform-json";
import { misuse } from "./receiver";
import { candidatesFor, hint, plural, print, printDifferences, type MatcherContext, type Verdict } from "./report";
import type { AnyProperties } from "./types";

/** Every resource of the list has these properties; an empty list is an error, since it would prove nothing. */
export function toMatchProperties(this: MatcherContext, received: unknown, properties: AnyProperties): Verdict {
  const blocks = received instanceof Block ? [received] : received;
  const wanted = "a resource from stack.resource(Type), or a list from stack.everyResource(Type)";
  if (!Array.isArray(blocks) || !blocks.every((block) => block instanceof Block))
    throw misuse(this, "toMatchProperties", wanted, received);
  if (blocks.length === 0)
    throw new Error("toMatchProperties: the list is empty, so nothing would be checked; use toHaveNoResource(Type)");
  if (typeof properties !== "object" || properties === null || Object.keys(properties).length === 0) {
    throw new Error("toMatchProperties: name at least one property");
  }
  const candidates = candidatesFor(blocks, properties);
  const failing = candidates.filter(({ differences }) => differences.length > 0);
  const pass = failing.length === 0;
  if (pass && !this.isNot) for (const candidate of candidates) candidate.keep();
  return {
    pass,
    message: () => {
      const title = hint(this, "toMatchProperties", blocks.length === 1 ? "resource" : "resources", "properties");
      const [first, ...others] = failing;
      if (first === undefined)
        return `${title}All ${blocks.length} have these properties:\n  ${print(this.utils, properties)}`;
      const more = others.map(({ block }) => `\n  ${block.toString()}`).join("");
      return (
        `${title}${failing.length} of ${plural(blocks.length, "resource")} differ. The closest is ${first.block.toString()}:\n\n` +
        `${printDifferences(this, first.differences)}${more && `\n\nAlso differing:${more}`}`
      );
    },
  };
}
