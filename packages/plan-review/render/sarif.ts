import { logOf, locationOf } from "../../aws-policies/sarif";
import type { Block, Notice, Review } from "../model";
import { sentence } from "./visible";

/** How an effect of medium or high risk is called among the rules. */
const effectRule = "effect-on-the-running-system";

interface Places {
  /** Where a change is construct resource, so that a result names it. */
  readonly paths: ReadonlyMap<string, string>;
  /** Ids in the order of the driver's rules. */
  readonly rules: readonly string[];
}

/**
 * The review as SARIF 2.1.0, for code scanning: a block is an error, a warning of a policy and an effect of high risk a warning, an effect of
 * medium risk a note; what a waiver lets pass is a suppressed result; a plan that failed is a notification, and an unsuccessful run.
 */
export function sarif(review: Review): object {
  const { blocks, notices, effects, stacks } = review;
  const paths = new Map(
    stacks.flatMap(({ name, changes }) =>
      changes.flatMap(({ address, path }) => (path === undefined ? [] : [[keyOf(name, address), path] as const])),
    ),
  );
  const reported = effects.filter(({ risk }) => risk === "high" || risk === "medium");
  const rules = [
    ...new Set([...[...blocks, ...notices].map(({ rule }) => rule), ...(reported.length === 0 ? [] : [effectRule])]),
  ];
  const places: Places = { paths, rules };
  const failures = stacks.filter(({ status }) => status === "failed");
  return logOf({
    tool: {
      driver: {
        name: "plan-review",
        rules: rules.map((id) => ({
          id,
          ...(id === effectRule && { shortDescription: { text: "What a change means for the running system" } }),
        })),
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
      ...blocks.map((block) => blockResult(block, places)),
      ...notices.map((notice) => noticeResult(notice, places)),
      ...reported.map(({ risk, text, stack, address }) =>
        result(effectRule, risk === "high" ? "warning" : "note", text, { stack, address }, places),
      ),
    ],
  });
}

function blockResult({ stack, address, rule, text, remedy }: Block, places: Places): object {
  const full = /[.!?]$/.test(text) ? text : `${text}.`;
  return result(rule, "error", remedy === "" ? text : `${full} What to do: ${remedy}`, { stack, address }, places);
}

function noticeResult({ stack, address, rule, text, waiver }: Notice, places: Places): object {
  if (waiver === undefined) return result(rule, "warning", text, { stack, address }, places);
  const justification = `${sentence(waiver.reason)} (until ${sentence(waiver.until)})`;
  return {
    ...result(rule, "error", text, { stack, address }, places),
    suppressions: [{ kind: "external", status: "accepted", justification }],
  };
}

interface Place {
  readonly stack: string;
  readonly address: string;
}

type Level = "error" | "warning" | "note";

function result(ruleId: string, level: Level, text: string, { stack, address }: Place, places: Places): object {
  const where = address === "" ? stack : `${stack} ${address}`;
  return {
    ruleId,
    ruleIndex: places.rules.indexOf(ruleId),
    kind: "fail",
    level,
    message: { text: sentence(`${where}: ${text}`) },
    locations: [locationOf({ stack, address, path: places.paths.get(keyOf(stack, address)) })],
  };
}

const keyOf = (stack: string, address: string) => JSON.stringify([stack, address]);
