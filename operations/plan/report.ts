import { relative, resolve } from "node:path";
import pc from "picocolors";
import type { Planned } from "./plan-stack";

/** As `terraform plan -detailed-exitcode`: 0 no changes, 1 a plan failed, 2 there is something to do. */
export function exitCodeOf(planned: readonly Planned[]): 0 | 1 | 2 {
  if (planned.some(({ status }) => status === "failed")) return 1;
  return planned.every(({ status }) => status === "no changes") ? 0 : 2;
}

/** What came out, and what to do next. @param folder relative to the working directory, or absolute */
export function planReport(planned: readonly Planned[], folderOfPlans: string): string {
  const folder = relative(process.cwd(), resolve(folderOfPlans)) || ".";
  const width = Math.max(0, ...planned.map(({ stack }) => stack.length));
  const lines = planned.map(({ stack, status, message }) => `  ${paint[status](stack.padEnd(width))}  ${message}`);
  const failed = planned.filter(({ status }) => status === "failed");
  const next = [
    ...failed.map(({ stack }) => `Terraform's output: ${folder}/${stack}.log`),
    exitCodeOf(planned) === 0
      ? "Nothing to apply."
      : `Review: ${pc.cyan(`./platform review ${folder}`)}${failed.length > 0 ? "" : `   apply: ${pc.cyan(`./platform apply ${folder}`)}`}`,
  ];
  return ["", ...lines, "", ...next].join("\n");
}

const paint: Readonly<Record<Planned["status"], (text: string) => string>> = {
  "no changes": pc.green,
  changes: pc.cyan,
  waiting: pc.yellow,
  failed: pc.red,
};
