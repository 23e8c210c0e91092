import type { Construct } from "constructs";
import { reject, type Statement as PolicyStatement } from "../shared";
import type { Statement } from "./interfaces";

/** @throws UserError when a statement allows more than it may */
export function checkStatement(scope: Construct, { sid, actions, resources, wildcardReason }: Statement): void {
  if (!/^[A-Za-z0-9]+$/.test(sid)) reject(scope, "sid", "letters and digits", sid);
  if (actions.length === 0) reject(scope, `${sid}: actions`, "at least one action", actions);
  for (const action of actions) {
    if (!/^[a-z0-9-]+:[A-Za-z]+\*?$/.test(action)) {
      reject(
        scope,
        `${sid}: actions`,
        "a service and an action, for example s3:GetObject",
        action,
        "Name the actions.",
      );
    }
  }
  if (resources.length === 0) reject(scope, `${sid}: resources`, "at least one ARN", resources);
  if (resources.some((resource) => resource === "*") && !wildcardReason) {
    const fix = "Name the resources, or state in wildcardReason why AWS allows nothing narrower.";
    reject(scope, `${sid}: resources`, "ARNs", resources, fix);
  }
}

/**
 * One statement of each sid, in the order of the sids, without repeated actions and resources.
 *
 * @throws where two statements share a sid and differ in more than their resources
 */
export function mergeStatements(scope: Construct, statements: readonly Statement[]): PolicyStatement[] {
  const bySid = new Map<string, PolicyStatement>();
  for (const { sid, actions, resources, conditions } of statements) {
    const known = bySid.get(sid);
    const statement = {
      sid,
      actions: unique(actions),
      resources: unique([...(known?.resources ?? []), ...resources]),
      conditions,
    };
    if (known !== undefined && meaning(known) !== meaning(statement)) {
      const allowed = `the same wherever the sid is used: ${meaning(known)}`;
      reject(
        scope,
        `${sid}: actions and conditions`,
        allowed,
        statement,
        "Give the second statement a sid of its own.",
      );
    }
    bySid.set(sid, statement);
  }
  return [...bySid.values()].sort((a, b) => (a.sid < b.sid ? -1 : 1));
}

function meaning({ actions, conditions = {} }: PolicyStatement): string {
  return JSON.stringify({ actions, conditions });
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)].sort();
}
