import type { Effect } from "../../model";
import { low, medium, plain, say, turnsOff, turnsOn, type Subject } from "../subject";

/** What any resource can be protected by. */
const protections = [
  "deletion_protection",
  "deletion_protection_enabled",
  "enable_deletion_protection",
  "disable_api_termination",
];
/** What lets data go without a trace. */
const recklessness = ["skip_final_snapshot", "delete_automated_backups"];

/** What holds for every type: moves, imports, what Terraform lets go of, protection that is lifted, actions of a later Terraform. */
export function describeAny(subject: Subject): readonly Effect[] {
  const { change } = subject;
  const what = `${noun(change.type)} ${subject.name}`;
  const { previousAddress, importId, action, actions, deferred } = change;
  return say(
    action === "forget" && low(`${what}: Terraform forgets it; it stays in AWS, and nobody manages it`),
    action === "other" && medium(`${what}: this review does not know what ${actions.join(", ") || "no action"} does`),
    previousAddress !== undefined &&
      plain(`${what} moved from ${previousAddress}${action === "no-op" ? ": nothing happens to it" : ""}`),
    importId !== undefined && low(`${what} imported: Terraform manages ${importId} from now on`),
    deferred !== undefined && low(`${what}: left for a later plan (${deferred})`),
    ...protections
      .filter((argument) => turnsOff(subject, argument))
      .map(() => medium(`${what}: deletion protection is lifted`)),
    ...recklessness
      .filter((argument) => turnsOn(subject, argument))
      .map((argument) => medium(`${what}: ${argument} is on, deleting it leaves nothing behind`)),
  );
}

/** For types that nobody describes. */
export function describeUnknown(subject: Subject): readonly Effect[] {
  const { change } = subject;
  const what = `${noun(change.type)} ${subject.name}`;
  if (change.mode === "data") return [];
  return say(
    change.action === "destroy" && medium(`${what} destroyed`),
    change.action === "replace" &&
      medium(`${what} replaced, ${change.createBeforeDestroy ? "the new one first" : "the old one goes first"}`),
  );
}

/** `aws_cloudwatch_log_group` as `cloudwatch log group`. */
export function noun(type: string): string {
  return type.replace(/^aws_/, "").replaceAll("_", " ");
}
