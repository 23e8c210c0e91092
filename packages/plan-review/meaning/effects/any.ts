import type { Effect } from "../../model";
import { isGuard, lossOf } from "../../../effects";
import { high, low, medium, plain, say, type Subject } from "../subject";

/** What holds for every type: moves, imports, what Terraform lets go of, actions of a later Terraform. */
export function describeAny(subject: Subject): readonly Effect[] {
  const { change } = subject;
  const what = `${noun(change.type)} ${subject.name}`;
  const { previousAddress, importId, action, actions, deferred } = change;
  return say(
    action === "forget" && forgotten(what, lossOf(change.type, change.before)),
    action === "other" && medium(`${what}: this review does not know what ${actions.join(", ") || "no action"} does`),
    previousAddress !== undefined &&
      plain(`${what} moved from ${previousAddress}${action === "no-op" ? ": nothing happens to it" : ""}`),
    importId !== undefined && low(`${what} imported: Terraform manages ${importId} from now on`),
    deferred !== undefined && low(`${what}: left for a later plan (${deferred})`),
  );
}

/** For types that nobody describes. */
export function describeUnknown(subject: Subject): readonly Effect[] {
  const { change } = subject;
  const what = `${noun(change.type)} ${subject.name}`;
  if (change.mode === "data") return [];
  const loses =
    change.action === "destroy" || change.action === "replace" ? lossOf(change.type, change.before) : undefined;
  if (loses !== undefined)
    return [
      high(`${what} will be ${change.action === "replace" ? "replaced" : "destroyed"}: ${possessive(loses)} lost`),
    ];
  return say(
    // What it guarded is told by `describeExposure`.
    change.action === "destroy" && !isGuard(change.type) && medium(`${what} destroyed`),
    change.action === "replace" &&
      medium(`${what} replaced, ${change.createBeforeDestroy ? "the new one first" : "the old one goes first"}`),
  );
}

function forgotten(what: string, loses: string | undefined): Effect {
  return loses === undefined
    ? low(`${what}: Terraform forgets it; it stays where it is, and nobody manages it`)
    : high(`${what}: Terraform forgets it; nothing protects ${owned(loses)} from now on, and nobody manages it`);
}

/** `its data`, `everything that the key encrypts` */
export function owned(what: string): string {
  return /^(?:everything|the )/.test(what) ? what : `its ${what}`;
}

/** `its data is`, `its messages are` */
export function possessive(what: string): string {
  const isMany = !/^(?:everything|the )/.test(what) && /(?<!s)s(?:,|$)/.test(what);
  return `${owned(what)} ${isMany ? "are" : "is"}`;
}

/** `aws_cloudwatch_log_group` as `cloudwatch log group`. */
export function noun(type: string): string {
  return type.replace(/^aws_/, "").replaceAll("_", " ");
}
