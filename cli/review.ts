import { defineCommand } from "./program/execute";
import { applyOnlyReviewed, json } from "./program/options";

export default defineCommand({
  name: "review",
  group: "change",
  summary: "review plans: what they change, what that means, what is blocked",
  description:
    "Shows what plans change, what that means for the running system, and what must not be applied. A plan is called after its stack: STACK.json is what `terraform show -json` prints, STACK.log what Terraform printed when it failed; a folder represents all of them in it. ./platform plan makes such a folder.",
  arguments: [{ term: "[plan...]", description: "plans, logs, or folders of them (default: plans in the project)" }],
  options: [
    { flags: "--synth <folder>", description: "what synth wrote (default: cdktf.out in the project)" },
    { flags: "--markdown <file>", description: "write the review as Markdown within GitHub's limit" },
    { flags: "--json-file <file>", description: "write the whole review as JSON" },
    { flags: "--html <file>", description: "write the whole review as HTML" },
    { flags: "--sarif <file>", description: "write what is blocked as SARIF 2.1.0, for code scanning" },
    { flags: "--full-text <url>", description: "where the whole review is, for what the Markdown leaves out" },
    { flags: "--comment <number>", description: "write it as the comment of this pull request" },
    { flags: "--hcp-run <id>", description: "review the plan of a run of HCP Terraform" },
    {
      flags: "--merge <files>",
      description: "add what other tools found: SARIF, JSON of Infracost; separated by commas",
    },
    { flags: "--write-baseline", description: "accept today's older findings: writes policies/baseline.json" },
    applyOnlyReviewed,
    json,
  ],
  variables: [
    ["GITHUB_REPOSITORY, GITHUB_TOKEN", "for --comment"],
    ["TFE_TOKEN", "for --hcp-run"],
  ],
  examples: [
    { command: "review", explanation: "reviews the plans that ./platform plan wrote" },
    { command: "review plans --html review.html", explanation: "the same, with a page that shows every detail" },
  ],
  exitCodes: {
    done: "nothing changes",
    failed: "a plan failed or cannot be read",
    changes: "there are changes, and nothing is blocked",
    refused: "something is blocked, or the plans are not what was reviewed",
  },
  run: async ({ words, options }) => {
    const { reviewPlans } = await import("../operations/plan/review-plans");
    return reviewPlans({
      paths: words,
      synth: options.text("synth"),
      files: {
        json: options.text("json-file"),
        markdown: options.text("markdown"),
        sarif: options.text("sarif"),
        html: options.text("html"),
      },
      comment: options.text("comment"),
      fullText: options.text("full-text"),
      hcpRun: options.text("hcp-run"),
      reviewed: options.text("apply-only-reviewed"),
      merged: (options.text("merge") ?? "").split(",").filter((file) => file !== ""),
      writesBaseline: options.flag("write-baseline"),
      env: process.env,
    });
  },
});
