import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Review } from "../../model";
import { readInputs } from "../../read";
import { html, json, markdown, text } from "../../render";
import { review } from "../../review";
import { effects as effectPolicies } from "../../../aws-policies/effects";
import { settings as golden } from "../golden/settings";

const settings = { ...golden, policies: [...golden.policies, ...effectPolicies] };

/** Small plans of classes of faults; each `.json` is what `terraform show -json` prints. */
const names = readdirSync(__dirname).flatMap((file) => (file.endsWith(".json") ? [basename(file, ".json")] : []));

function reviewOf(name: string): Review {
  const { inputs } = readInputs([join(__dirname, `${name}.json`)], join(__dirname, "no-synth"));
  return review(inputs, { ...settings, today: "2026-11-27" });
}

/** Text that a browser shows. */
const shown = (page: string): string =>
  page
    .replace(/<[^>]*>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");

interface Expected {
  readonly verdict: Review["verdict"];
  readonly risk: Review["stacks"][number]["risk"];
  /** Rules that block. @default - nothing of them is asked */
  readonly blockedBy?: readonly string[];
  /** What an effect says. */
  readonly effect?: RegExp;
  readonly summary?: RegExp;
}

const expected: Readonly<Record<string, Expected>> = {
  "long-policy": { verdict: "blocked", risk: "high", blockedBy: ["no-administrator"], effect: /iam:AttachUserPolicy/ },
  "long-policy-update": { verdict: "changes", risk: "high", effect: /iam:CreateAccessKey/ },
  "action-only": {
    verdict: "changes",
    risk: "medium",
    effect: /^Lambda function purge-database is invoked after aws_ecs_service\.service is updated$/,
  },
  "unknown-top-level-key": {
    verdict: "blocked",
    risk: "medium",
    blockedBy: ["unknown-effect"],
    effect: /^things_to_come: /,
  },
  "nothing-changes": { verdict: "no changes", risk: "none", summary: /; \d+ older findings$/ },
  "forget-database": { verdict: "blocked", risk: "high", blockedBy: ["destroys-data"] },
  "create-forget-database": {
    verdict: "blocked",
    risk: "high",
    blockedBy: ["destroys-data"],
    effect: /a new, empty one takes its place; Terraform forgets the old one/,
  },
  "deposed-target-group": {
    verdict: "changes",
    risk: "low",
    effect: /an old \(deposed\) object is removed; the one in service is unchanged$/,
  },
  "two-halves-of-the-internet": {
    verdict: "blocked",
    risk: "high",
    blockedBy: ["no-open-ports"],
    effect: /the internet$/,
  },
  "iam-question-mark": { verdict: "blocked", risk: "high", blockedBy: ["no-administrator"] },
  "iam-not-action": { verdict: "blocked", risk: "high", blockedBy: ["no-administrator"] },
  "plain-secrets": { verdict: "blocked", risk: "low", blockedBy: ["plain-secrets"] },
  "azure-ssh-from-anywhere": { verdict: "blocked", risk: "high", effect: /port 22 is open to the internet/ },
  "audit-trail-switched-off": { verdict: "changes", risk: "high", effect: /no longer recorded/ },
  "cache-destroyed": {
    verdict: "blocked",
    risk: "high",
    blockedBy: ["destroys-data"],
    effect: /its cached data is lost/,
  },
};

test("every case has an expectation", () => {
  expect(names.toSorted()).toEqual(Object.keys(expected).toSorted());
});

test.each(Object.entries(expected))("%s", (name, { verdict, risk, blockedBy = [], effect = /^/, summary = /^/ }) => {
  const found = reviewOf(name);
  expect({ verdict: found.verdict, risk: found.stacks[0]?.risk }).toEqual({ verdict, risk });
  expect(found.blocks.map(({ rule }) => rule)).toEqual(expect.arrayContaining([...blockedBy]));
  const texts = ["", ...found.effects.map((one) => one.text)];
  expect(texts).toContainEqual(expect.stringMatching(effect));
  expect(found.summary).toMatch(summary);
});

test("every action of a long policy is readable in every format", () => {
  const plan = JSON.parse(readFileSync(join(__dirname, "long-policy.json"), "utf8")) as {
    resource_changes: { change: { after: { policy: string } } }[];
  };
  const policy = JSON.parse(plan.resource_changes[0]?.change.after.policy ?? "") as {
    Statement: { Action: string[] }[];
  };
  const actions = policy.Statement.flatMap(({ Action }) => Action);
  expect(actions.length).toBeGreaterThanOrEqual(18);
  const found = reviewOf("long-policy");
  const formats = { json: json(found), html: shown(html(found)), text: text(found), markdown: markdown(found) };
  for (const [format, content] of Object.entries(formats)) {
    expect([format, actions.filter((action) => !content.includes(action))]).toEqual([format, []]);
  }
});

test("what a plan does by an action or by content that is not known is part of the hash", () => {
  const empty = { format_version: "1.2", planned_values: { root_module: {} }, resource_changes: [] };
  const hashOf = (plan: object) =>
    review([{ stack: "x", status: "planned", plan: { ...empty, ...plan }, remarks: [] }], settings).hash;
  const invoked = (payload: string) => ({
    action_invocations: [{ address: "action.a.b", type: "a", name: "b", config_values: { payload } }],
  });
  const hashes = [{}, invoked("1"), invoked("2"), { things_to_come: [1] }, { things_to_come: [2] }].map(hashOf);
  expect(new Set(hashes).size).toBe(hashes.length);
  expect(hashOf({ things_to_come: [] })).toBe(hashOf({}));
});

test("no secret of the plain ones is in any format", () => {
  const source = readFileSync(join(__dirname, "plain-secrets.json"), "utf8");
  const secrets = [...source.matchAll(/(?:hunter2|s3cr3t|pa55w0rd|sk_live)[\w!$-]*/gi)].map(([secret]) => secret);
  const found = reviewOf("plain-secrets");
  for (const content of [json(found), html(found), text(found), markdown(found)]) {
    expect(secrets.filter((secret) => content.includes(secret))).toEqual([]);
  }
});
