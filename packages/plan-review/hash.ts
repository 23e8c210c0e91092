import { createHash } from "node:crypto";
import { isRecord } from "../terraform-json";
import type { OutputChange, PlannedChange } from "./model";

/**
 * sha256 (hex) of what the plan of a stack does: what happens to which resource, and to which values. It is the same however the plan's
 * keys are sorted, whenever it was made, and by whichever Terraform; it differs as soon as an action or a value does.
 *
 * A secret counts as "it changes" or "it does not". A hash of the value itself could be guessed, since whoever reads the review could
 * try passwords until the hash is the same.
 */
export function stackHash(
  changes: readonly PlannedChange[],
  outputs: readonly OutputChange[],
  handedOn: number,
): string {
  const hash = createHash("sha256");
  // Hashes, not the lines themselves: of 50,000 resources those would be hundreds of megabytes.
  const lines = changes.filter(doesSomething).map((change) =>
    digest({
      address: change.address,
      previousAddress: change.previousAddress,
      actions: change.actions,
      invoked: change.invoked,
      importId: change.importId,
      deferred: change.deferred !== undefined,
      before: change.before,
      after: change.after,
    }),
  );
  for (const line of lines.toSorted()) hash.update(`${line}\n`);
  for (const line of outputs.map(({ name, kind, before, after }) => digest({ name, kind, before, after })).toSorted())
    hash.update(`${line}\n`);
  return hash.update(`${handedOn}`).digest("hex");
}

const digest = (value: unknown): string => createHash("sha256").update(canonical(value)).digest("hex");

/** sha256 (hex) over the hashes of the planned stacks, in whatever order they were read; empty where there is none. */
export function overallHash(stacks: readonly { readonly name: string; readonly hash: string }[]): string {
  const lines = stacks.filter(({ hash }) => hash !== "").map(({ name, hash }) => `${JSON.stringify(name)} ${hash}\n`);
  return lines.length === 0 ? "" : createHash("sha256").update(lines.toSorted().join("")).digest("hex");
}

/** Whether an apply does anything about it: a resource that is only read, or stays as it is, is none of it. */
export function doesSomething({ action, previousAddress, importId, deferred }: PlannedChange): boolean {
  return (
    (action !== "no-op" && action !== "read") ||
    previousAddress !== undefined ||
    importId !== undefined ||
    deferred !== undefined
  );
}

/** JSON with sorted keys; what is undefined is left out. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (!isRecord(value)) return JSON.stringify(value) ?? "null";
  const keys = Object.keys(value).filter((key) => value[key] !== undefined);
  return `{${keys
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`)
    .join(",")}}`;
}
