import { isRecord } from "../../terraform-json";
import type { OutputChange } from "../model";
import type { PlannedInput } from "../read";
import { isCrossStackOutput, type Redactor } from "../redact";
import { listOf, textOf } from "./lists";
import type { UnknownValues } from "./unknown-values";

export interface Outputs {
  readonly changes: readonly OutputChange[];
  /** How many values change that cdktf hands from this stack to others; each is an id that a resource tells of, too. */
  readonly handedOn: number;
}

const kinds: Readonly<Record<string, OutputChange["kind"] | undefined>> = { create: "added", delete: "removed" };

/** Outputs that change, without secrets; those between stacks are counted only. */
export function outputsOf(
  { stack, plan, configuration }: PlannedInput,
  unknownValues: UnknownValues,
  redactor: Redactor,
): Outputs {
  const changes: OutputChange[] = [];
  let handedOn = 0;
  for (const [name, change] of Object.entries(isRecord(plan.output_changes) ? plan.output_changes : {})) {
    const actions = isRecord(change) ? listOf(change.actions).join() : "";
    if (!isRecord(change) || actions === "no-op") continue;
    if (isCrossStackOutput(name)) {
      handedOn++;
      continue;
    }
    const kind = Object.hasOwn(kinds, actions) ? (kinds[actions] ?? "changed") : "changed";
    const template = configuration?.outputs.get(name)?.value;
    const { before, after } = redactor.values({
      // Under the output's name, which may say that it is a secret.
      before: kind === "added" ? undefined : { [name]: change.before },
      after:
        kind === "removed"
          ? undefined
          : { [name]: unknownValues.fill(change.after, change.after_unknown, template).value },
      beforeMarks: change.before_sensitive === true ? true : { [name]: change.before_sensitive },
      afterMarks: change.after_sensitive === true ? true : { [name]: change.after_sensitive },
    });
    const [old, own] = [shown(before), shown(after)];
    changes.push({
      stack,
      name: redactor.text(name),
      kind,
      ...(kind !== "added" && { before: old ?? "null" }),
      ...(kind !== "removed" && { after: own ?? "null" }),
    });
  }
  return { changes, handedOn };
}

function shown(side: unknown): string | undefined {
  return textOf(isRecord(side) ? Object.values(side)[0] : side);
}
