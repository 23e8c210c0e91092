import { logOf, locationOf } from "../../policies/sarif";
import type { Block, Notice, Review } from "../model";
import { sentence } from "./visible";

/** How an effect of medium or high risk is called among the rules. */
const effectRule = "effect-on-the-running-system";

/** Where a change is made in code by resource, so that a result names it. */
type Paths = ReadonlyMap<string, string>;

/**
 * The review as SARIF 2.1.0, for code scanning: a block is an error, a warning of a policy and an effect of high risk a warning, an effect of
 * medium risk a note; what a waiver lets pass is a suppressed result; a plan that failed is a notification, and an unsuccessful run.
 */
export function sarif(review: Review): object {
  const { blocks, notices, effects, stacks } = review;
  const paths: Paths = new Map(
    stacks.flatMap(({ name, changes }) =>
      changes.flatMap(({ address, path }) => (path === undefined ? [] : [[keyOf(name, address), path] as const])),
    ),
  );
  const told = effects.filter(({ risk }) => risk === "high" || risk === "medium");
  const rules = [...new Set([...blocks, ...notices].map(({ rule }) => rule))];
  const failures = stacks.filter(({ status }) => status === "failed");
  return logOf({
    tool: {
      driver: {
        name: "plan-review",
        rules: [
          ...rules.map((id) => ({ id })),
          ...(told.length === 0
            ? []
            : [{ id: effectRule, shortDescription: { text: "What a change means for the running system" } }]),
        ],
      },
    },
    invocations: [
      {
        executionSuccessful: failures.length === 0,
        toolExecutionNotifications: failures.map(({ name, message = "" }) => ({
          level: "error",
          message: { text: sentence(`${name}: the plan failed. ${message}`) },
        })),
      },
    ],
    results: [
      ...blocks.map((block) => blockResult(block, paths)),
      ...notices.map((notice) => noticeResult(notice, paths)),
      ...told.map(({ risk, text, stack, address }) =>
        result(effectRule, risk === "high" ? "warning" : "note", text, { stack, address }, paths),
      ),
    ],
  });
}

function blockResult({ stack, address, rule, text, remedy }: Block, paths: Paths): object {
  return result(rule, "error", remedy === "" ? text : `${text} To go on: ${remedy}`, { stack, address }, paths);
}

function noticeResult({ stack, address, rule, text, waiver }: Notice, paths: Paths): object {
  if (waiver === undefined) return result(rule, "warning", text, { stack, address }, paths);
  const justification = `${sentence(waiver.reason)} (until ${sentence(waiver.until)})`;
  return {
    ...result(rule, "error", text, { stack, address }, paths),
    suppressions: [{ kind: "external", status: "accepted", justification }],
  };
}

interface Place {
  readonly stack: string;
  readonly address: string;
}

function result(ruleId: string, level: "error" | "warning" | "note", text: string, place: Place, paths: Paths): object {
  const { stack, address } = place;
  const where = address === "" ? stack : `${stack} ${address}`;
  return {
    ruleId,
    kind: "fail",
    level,
    message: { text: sentence(`${where}: ${text}`) },
    locations: [locationOf({ stack, address, path: paths.get(keyOf(stack, address)) })],
  };
}

const keyOf = (stack: string, address: string) => JSON.stringify([stack, address]);
