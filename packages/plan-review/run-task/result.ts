import type { Block, Review, Risk } from "../model";
import { markdown } from "../render";

/** HCP Terraform colours a label by its level. */
type Level = "none" | "info" | "warning" | "error";

const levels: Readonly<Record<Risk, Level>> = {
  none: "none",
  low: "info",
  "not assessed": "warning",
  medium: "warning",
  high: "error",
};

/** Characters of the whole review; HCP Terraform asks for less than 500 KB in all. */
const reviewLimit = 100_000;
/** Blocks with an outcome of their own; the review has all. */
const longestList = 50;

export interface ResultOptions {
  /** Page for those who want to know more. @default - none */
  readonly url?: string;
}

/** What the run task says of a review, in JSON:API: the same verdict, passed unless it is blocked or failed. */
export function resultOf(review: Review, { url }: ResultOptions = {}): object {
  const passed = review.verdict === "no changes" || review.verdict === "changes";
  return result(passed ? "passed" : "failed", review.summary, url, [
    {
      "outcome-id": "plan-review",
      description: review.summary.slice(0, 500),
      body: markdown(review, { limit: reviewLimit }),
      tags: {
        Verdict: [{ label: capital(review.verdict), level: passed ? "info" : "error" }],
        Risk: [riskLabel(review)],
      },
    },
    ...review.blocks.slice(0, longestList).map(outcomeOf),
  ]);
}

function outcomeOf(block: Block, index: number): object {
  const where = [block.stack, block.address].filter((part) => part !== "").join("/");
  return {
    "outcome-id": `${block.rule}-${index + 1}`,
    description: `${where}: ${block.text}`.slice(0, 500),
    body: `${block.text}\n\n${block.remedy}`.slice(0, 4000),
    tags: { Status: [{ label: "Blocked", level: "error" }], Rule: [{ label: block.rule, level: "none" }] },
  };
}

function riskLabel({ stacks }: Review): object {
  const order: readonly Risk[] = ["high", "medium", "not assessed", "low", "none"];
  const risk = order.find((candidate) => stacks.some((stack) => stack.risk === candidate)) ?? "none";
  return { label: capital(risk), level: levels[risk] };
}

/** The task has begun; HCP Terraform takes a task that says nothing for ten minutes for failed. */
export const runningResult = (url?: string): object => result("running", "The plan is being reviewed", url, []);

/** There is no review, and why; one line. */
export const failedResult = (message: string, url?: string): object => result("failed", message, url, []);

function result(status: string, message: string, url: string | undefined, outcomes: readonly object[]): object {
  return {
    data: {
      type: "task-results",
      attributes: { status, message: message.slice(0, 500), ...(url !== undefined && { url }) },
      ...(outcomes.length > 0 && {
        relationships: {
          outcomes: { data: outcomes.map((attributes) => ({ type: "task-result-outcomes", attributes })) },
        },
      }),
    },
  };
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
