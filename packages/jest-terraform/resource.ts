import type { BlockMode } from "../terraform-json";
import { checkNames } from "./names";
import { stacksOf } from "./receiver";
import { candidatesFor, hint, namesOf, print, printDifferences, type MatcherContext, type Verdict } from "./report";
import { addressedType, describeSelector, select, typeName, type Selector } from "./select";
import type { AnyProperties, TerraformType } from "./types";
import { plural } from "../common/text";

/** At least one resource of the type has these properties. */
export function toHaveResource(
  this: MatcherContext,
  received: unknown,
  type: TerraformType,
  properties?: AnyProperties,
  selector?: Selector,
): Verdict {
  return haveBlock(this, "toHaveResource", "resource", received, type, properties, selector);
}

/** At least one data source of the type has these properties. */
export function toHaveDataSource(
  this: MatcherContext,
  received: unknown,
  type: TerraformType,
  properties?: AnyProperties,
  selector?: Selector,
): Verdict {
  return haveBlock(this, "toHaveDataSource", "data", received, type, properties, selector);
}

/** At least one ephemeral resource of the type has these properties: a value that is in no state and no plan. */
export function toHaveEphemeral(
  this: MatcherContext,
  received: unknown,
  type: string,
  properties?: AnyProperties,
  selector?: Selector,
): Verdict {
  return haveBlock(this, "toHaveEphemeral", "ephemeral", received, type, properties, selector);
}

/** Exactly `count` resources of the type have these properties. */
export function toHaveResourceCount(
  this: MatcherContext,
  received: unknown,
  type: TerraformType,
  count: number,
  properties: AnyProperties = {},
): Verdict {
  const stacks = stacksOf(this, "toHaveResourceCount", received);
  checkNames("toHaveResourceCount", "resource", type, properties);
  if (!Number.isInteger(count) || count < 0)
    throw new Error(`toHaveResourceCount: count must be a whole number from 0, got ${count}`);
  const name = typeName(type);
  const candidates = candidatesFor(select(stacks, "resource", type, {}), properties);
  const matching = candidates.filter(({ differences }) => differences.length === 0);
  const pass = matching.length === count;
  if (pass && !this.isNot) for (const candidate of matching) candidate.keep();
  const asked = Object.keys(properties).length > 0;
  return {
    pass,
    message: () => {
      const [nearest] = candidates.filter(({ differences }) => differences.length > 0);
      const such = asked ? " with these properties" : "";
      const found = `${namesOf(stacks)} has ${matching.length} ${name}${such}, expected ${this.isNot ? "any other number" : count}`;
      const list = matching.map(({ block }) => `\n  ${block.toString()}`).join("");
      const near = matching.length < count && nearest !== undefined;
      const nearly = near
        ? `\n\nThe closest other is ${nearest.block.toString()}:\n\n${printDifferences(this, nearest.differences)}`
        : "";
      return `${hint(this, "toHaveResourceCount", "stack", name, String(count), asked ? "properties" : undefined)}${found}${list}${nearly}`;
    },
  };
}

/** No resource of the type has these properties; without properties, there is none of the type at all. */
export function toHaveNoResource(
  this: MatcherContext,
  received: unknown,
  type: TerraformType,
  properties?: AnyProperties,
): Verdict {
  if (this.isNot) throw new Error("toHaveNoResource: write toHaveResource instead of .not.toHaveNoResource");
  const stacks = stacksOf(this, "toHaveNoResource", received);
  checkNames("toHaveNoResource", "resource", type, properties);
  const candidates = candidatesFor(select(stacks, "resource", type, {}), properties ?? {});
  const matching = candidates.filter(({ differences }) => differences.length === 0).map(({ block }) => block);
  const name = typeName(type);
  return {
    pass: matching.length === 0,
    message: () => {
      const such = properties === undefined ? "" : ` with ${print(this.utils, properties)}`;
      const list = matching.map((block) => `\n  ${block.toString()}`).join("");
      const title = hint(this, "toHaveNoResource", "stack", name, properties === undefined ? undefined : "properties");
      return `${title}${namesOf(stacks)} has ${matching.length} ${name}${such}:${list}`;
    },
  };
}

function haveBlock(
  context: MatcherContext,
  matcher: string,
  mode: BlockMode,
  received: unknown,
  type: TerraformType,
  properties: AnyProperties = {},
  selector: Selector = {},
): Verdict {
  const stacks = stacksOf(context, matcher, received);
  checkNames(matcher, mode, type, properties);
  const selected = select(stacks, mode, type, selector);
  if (
    context.isNot &&
    selected.length === 0 &&
    describeSelector(selector) !== "" &&
    Object.keys(properties).length > 0
  ) {
    const what = `${typeName(type)}${describeSelector(selector)}`;
    throw new Error(`${matcher}: ${namesOf(stacks)} has no ${what}, so .not with properties would prove nothing`);
  }
  const candidates = candidatesFor(selected, properties);
  const [nearest, ...others] = candidates;
  const pass = nearest?.differences.length === 0;
  if (pass && !context.isNot) nearest.keep();
  const name = typeName(type);
  const what = `${addressedType(mode, type)}${describeSelector(selector)}`;
  const title = () =>
    hint(context, matcher, "stack", name, Object.keys(properties).length > 0 ? "properties" : undefined);
  return {
    pass,
    message: () => {
      if (nearest === undefined) {
        const all = select(stacks, mode, type, {});
        const there = all.length > 0 ? `; there are:${all.map((block) => `\n  ${block.toString()}`).join("")}` : "";
        return `${title()}${namesOf(stacks)} has no ${what}${there}`;
      }
      if (pass) {
        const such =
          Object.keys(properties).length > 0
            ? ` has these properties:\n  ${print(context.utils, properties)}`
            : " is there";
        return `${title()}${nearest.block.toString()}${such}`;
      }
      const looked =
        others.length === 0
          ? "no other was looked at"
          : `${plural(others.length, "other was", "others were")} looked at`;
      return (
        `${title()}No ${what} of ${namesOf(stacks)} has these properties. ` +
        `The closest is ${nearest.block.toString()} (${looked}):\n\n${printDifferences(context, nearest.differences)}`
      );
    },
  };
}
