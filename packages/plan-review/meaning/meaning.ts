import type { Context, Effect, Meaning, PlannedChange, Risk } from "../model";
import { lossOf } from "../../effects";
import { worst } from "../risk";
import { isAssessed } from "./assessed";
import { diffOf, together } from "./diff/diff";
import { oneLine, shorten } from "./diff/show";
import { describeAny, describeUnknown } from "./effects/any";
import { describeDeletions, describeExposure } from "./effects/exposed";
import { describePolicy } from "./effects/permissions";
import { describeRollback } from "./effects/rollback";
import { describers } from "./effects/table";
import { stopOf } from "./effects/users";
import { detailsOf } from "./details";
import { newsOf } from "./unknowns";
import { resourceIndexOf } from "./resource-index";

/** Longest sentence, in characters. */
const longest = 600;

/** What any change risks by itself, whatever it is of. */
const riskOf: Readonly<Record<PlannedChange["action"], Risk>> = {
  create: "low",
  update: "low",
  replace: "low",
  destroy: "low",
  forget: "low",
  invoke: "medium",
  read: "none",
  "no-op": "none",
  other: "medium",
};

/**
 * What a change means for the running system, what changes, how much it can hurt, and what is lost by it.
 *
 * Values are redacted already. Takes any values of any shape: what it cannot read, it shows as it is.
 */
export function meaningOf(change: PlannedChange, context: Context): Meaning {
  if (change.mode === "data") return { effects: [], diff: [], risk: "none", isAssessed: true, isExposing: false };
  const resourceIndex = resourceIndexOf(context);
  const { type, action, before, after, replacePaths, unknown } = change;
  const isSeen = action !== "no-op" && action !== "forget" && action !== "read";
  // What is forgotten stays as it is, so nothing of it changes.
  const own = isSeen
    ? diffOf(type, before, after, { replacePaths, unknown, groupNames: resourceIndex.groupNames })
    : [];
  const diff = together([...own, ...newsOf(change, context, own)]);
  const details = detailsOf(change, resourceIndex, diff);
  // An object that is no longer in service has no users.
  const isUsed = change.deposedOf === undefined && action !== "invoke";
  const known = isUsed && Object.hasOwn(describers, type) ? describers[type] : undefined;
  const all =
    isSeen && isUsed
      ? [...(known ?? [describeUnknown]), describeRollback, describePolicy, describeExposure, describeDeletions]
      : [];
  const effects = [...all, describeAny]
    .flatMap((describe) => describe(details))
    .map((effect) => readable(effect, details.name));
  const isRemoved = action === "destroy" || action === "replace" || action === "forget";
  const loses = isRemoved ? lossOf(type, before) : undefined;
  const stops = isSeen ? stopOf(details) : undefined;
  const assessed = isAssessed(details);
  const risks: Risk[] = [
    riskOf[action],
    ...effects.map(({ risk }) => risk),
    ...(loses === undefined && stops === undefined ? [] : ["high" as const]),
    ...(assessed ? [] : ["not assessed" as const]),
  ];
  return {
    effects,
    diff,
    risk: worst(risks),
    isAssessed: assessed,
    isExposing: isSeen && details.exposures.length > 0,
    ...(loses === undefined ? {} : { loses }),
    ...(stops === undefined ? {} : { stops }),
  };
}

/** Names may hold anything; a sentence is one line that ends. */
function readable({ risk, text, resourceName: own }: Effect, name: string): Effect {
  const [sentence, resourceName] = [shorten(oneLine(text), longest), oneLine(own ?? name)];
  return { risk, text: sentence, ...(resourceName !== "" && sentence.includes(resourceName) && { resourceName }) };
}
