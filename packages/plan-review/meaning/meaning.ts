import type { Context, Effect, Meaning, PlannedChange, Risk } from "../model";
import { lossOf } from "../../effects";
import { worst } from "../risk";
import { isAssessed } from "./assessed";
import { diffOf, together } from "./diff/diff";
import { oneLine, shorten } from "./diff/show";
import { describeAny, describeUnknown } from "./effects/any";
import { describeDeletions, describeExposure } from "./effects/exposed";
import { describePolicy } from "./effects/permissions";
import { describers } from "./effects/table";
import { stopOf } from "./effects/users";
import { subjectOf } from "./subject";
import { newsOf } from "./unknowns";
import { worldOf } from "./world";

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
  const world = worldOf(context);
  const { type, action, before, after, replacePaths, unknown } = change;
  const isSeen = action !== "no-op" && action !== "forget" && action !== "read";
  // What is forgotten stays as it is, so nothing of it changes.
  const own = isSeen ? diffOf(type, before, after, { replacePaths, unknown, groupNames: world.groupNames }) : [];
  const diff = together([...own, ...newsOf(change, context, own)]);
  const subject = subjectOf(change, world, diff);
  // An object that is no longer in service has no users.
  const isUsed = change.deposedOf === undefined && action !== "invoke";
  const known = isUsed && Object.hasOwn(describers, type) ? describers[type] : undefined;
  const all =
    isSeen && isUsed ? [...(known ?? [describeUnknown]), describePolicy, describeExposure, describeDeletions] : [];
  const effects = [...all, describeAny]
    .flatMap((describe) => describe(subject))
    .map((effect) => readable(effect, subject.name));
  const goes = action === "destroy" || action === "replace" || action === "forget";
  const loses = goes ? lossOf(type, before) : undefined;
  const stops = isSeen ? stopOf(subject) : undefined;
  const assessed = isAssessed(subject);
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
    isExposing: isSeen && subject.exposures.length > 0,
    ...(loses === undefined ? {} : { loses }),
    ...(stops === undefined ? {} : { stops }),
  };
}

/** Names may hold anything; a sentence is one line that ends. */
function readable({ risk, text, subject: own }: Effect, name: string): Effect {
  const [sentence, subject] = [shorten(oneLine(text), longest), oneLine(own ?? name)];
  return { risk, text: sentence, ...(subject !== "" && sentence.includes(subject) && { subject }) };
}
