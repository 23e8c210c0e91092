import { Block } from "../terraform-json";
import { checkNames } from "./names";
import { misuse } from "./receiver";
import { candidatesFor, hint, print, printDifferences, type MatcherContext, type Verdict } from "./report";
import { classOf } from "./select";
import type { AnyProperties } from "./types";
import { plural } from "../common/text";

/** Every resource of the list has these properties; an empty list is an error, since it would prove nothing. */
export function toMatchProperties(this: MatcherContext, received: unknown, properties: AnyProperties): Verdict {
  const blocks = blocksIn(this, received);
  const [first] = blocks;
  if (first === undefined) {
    throw new Error("toMatchProperties: the list is empty, so nothing would be checked; use toHaveNoResource(Type)");
  }
  checkNames("toMatchProperties", first.mode, classOf(first) ?? first.type, properties);
  if (Object.keys(properties).length === 0) throw new Error("toMatchProperties: name at least one property");
  const candidates = candidatesFor(blocks, properties);
  const failing = candidates.filter(({ differences }) => differences.length > 0);
  const pass = failing.length === 0;
  if (pass && !this.isNot) for (const candidate of candidates) candidate.keep();
  return {
    pass,
    message: () => {
      const title = hint(this, "toMatchProperties", blocks.length === 1 ? "resource" : "resources", "properties");
      const [nearest, ...others] = failing;
      if (nearest === undefined) {
        const all = blocks.length === 1 ? `${first.toString()} has` : `All ${blocks.length} resources have`;
        return `${title}${all} these properties:\n  ${print(this.utils, properties)}`;
      }
      const more = others.map(({ block }) => `\n  ${block.toString()}`).join("");
      return (
        `${title}${failing.length} of ${plural(blocks.length, "resource")} ${failing.length === 1 ? "differs" : "differ"}. ` +
        `The closest is ${nearest.block.toString()}:\n\n` +
        `${printDifferences(this, nearest.differences)}${more && `\n\nAlso differing:${more}`}`
      );
    },
  };
}

function blocksIn(context: MatcherContext, received: unknown): readonly Block[] {
  const list: unknown = received instanceof Block ? [received] : received;
  if (Array.isArray(list) && list.every((block) => block instanceof Block)) return list;
  const wanted = "a resource from stack.resource(Type), or a list from stack.everyResource(Type)";
  throw misuse(context, "toMatchProperties", wanted, received);
}
