import { defineCommand } from "./program/execute";
import { applyOnlyReviewed, emulator, json } from "./program/options";

export default defineCommand({
  name: "apply",
  group: "change",
  summary: "apply exactly the plans in a folder, or only what was reviewed",
  description:
    "Applies the plans that ./platform plan wrote, of the named stacks or of all, each after those it depends on. The review is made again from each plan file, so that what is applied is what was reviewed. With either option, plans whose review is blocked or failed are refused, whatever their hash. Ctrl-C lets Terraform finish what it is doing; then it is reported what was applied and what was not.",
  arguments: [
    { term: "<folder>", description: "folder of the plans" },
    { term: "[stack...]", description: "some stacks only, such as {environment}-service (default: all in the folder)" },
  ],
  options: [
    { ...applyOnlyReviewed, conflicts: ["reviewedCommit"] },
    {
      flags: "--reviewed-commit <sha>",
      description: "refuse what was not reviewed in the pull request that was merged as this commit",
    },
    emulator,
    json,
  ],
  variables: [
    ["GITHUB_REPOSITORY, GITHUB_TOKEN", "for --reviewed-commit"],
    ["PLAN_REVIEW_AUTHOR", "who wrote the review, where an app did (--reviewed-commit)"],
  ],
  examples: [
    { command: "apply plans", explanation: "applies every plan in plans/" },
    { command: "apply plans {environment}-service", explanation: "applies one of them" },
  ],
  exitCodes: {
    done: "applied, or nothing to apply",
    failed: true,
    changes: "applied, but other stacks must be planned again",
    refused: "refused or interrupted, and nothing was applied",
    applyFailed: "Terraform failed, or was interrupted, while it applied",
    unreachable: true,
  },
  run: async ({ words: [folder = "", ...stacks], options, progress, notice }) => {
    const { apply } = await import("../operations/plan/apply");
    return apply({
      folder,
      stacks,
      hash: options.text("apply-only-reviewed"),
      commit: options.text("reviewed-commit"),
      emulated: options.flag("emulator"),
      progress,
      notice,
    });
  },
});
