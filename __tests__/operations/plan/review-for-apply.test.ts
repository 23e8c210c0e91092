import { reviewForApply } from "../../../operations/plan/review-for-apply";
import { readPlanText } from "../../../packages/plan-review/read";
import { review } from "../../../packages/plan-review/review";
import { readConfigurations } from "../../../packages/terraform-json";

const stack = "test-data";
const options = { policies: [], environments: [], today: "2026-11-23" };
const [configuration] = readConfigurations({ [stack]: { resource: { aws_s3_bucket: { uploads: {} } } } });
const stacks = configuration === undefined ? [] : [configuration];

const planOf = (actions: readonly string[]) =>
  JSON.stringify({
    format_version: "1.2",
    applyable: true,
    resource_changes: [
      {
        address: "aws_s3_bucket.uploads",
        mode: "managed",
        type: "aws_s3_bucket",
        name: "uploads",
        change: { actions, before: { bucket: "one" }, after: actions.includes("update") ? { bucket: "two" } : null },
      },
    ],
  });
const current = (plan: string, logs = new Map<string, string>(), more = {}) =>
  reviewForApply(new Map([[stack, plan]]), logs, stacks, { ...options, ...more });

test("what would be applied has the hashes that its review shows", () => {
  const plan = planOf(["update"]);
  const input = readPlanText({ stack, label: "x", text: plan, ...(configuration && { configuration }) });
  const shown = review([input], { ...options, stacks });
  expect(current(plan)).toEqual({ hash: shown.hash, stacks: new Map([[stack, shown.stacks[0]?.hash]]) });
});

test("what destroys data is refused, and why; with a waiver it is not, until that expires", () => {
  const plan = planOf(["delete"]);
  expect(current(plan).refusal).toMatch(
    /^the review of what would be applied is blocked: .*test-data aws_s3_bucket\.uploads: it is destroyed/,
  );
  const waiver = { resource: `${stack}/aws_s3_bucket.uploads`, reason: "moved elsewhere", until: "2026-11-23" };
  const environments = [{ name: "test", deletionProtection: true, destroyWaivers: [waiver] }];
  expect(current(plan, new Map(), { environments }).refusal).toBeUndefined();
  expect(current(plan, new Map(), { environments, today: "2026-11-24" }).refusal).toContain("is blocked");
});

test("where another stack's plan failed, nothing is applied; where it waits, the others are", () => {
  const plan = planOf(["update"]);
  expect(current(plan, new Map([["test-service", "Error: no credentials\n"]])).refusal).toBe(
    "the review of what would be applied failed: The plan of test-service failed",
  );
  const waits = "Error: Unable to find remote state\n\n  with data.terraform_remote_state.test-data\n";
  expect(current(plan, new Map([["test-service", waits]])).refusal).toBeUndefined();
});
