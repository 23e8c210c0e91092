import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import MarkdownIt from "markdown-it";
import { html, json, markdown, sarif, text } from "../render";
import { readPlanText } from "../read/plan";
import { review } from "../review";
import { readConfiguration } from "../../terraform-json";
import type { Recording } from "./golden/recording";
import { settings } from "./golden/settings";

/** A real plan, of which unchanged resources are left out: they would only slow down a hundred reviews. */
function realPlan(scenario: string, stack: string): { plan: Plan; configuration: string } {
  const file = join(__dirname, "golden", "plans", `${scenario}.json.gz`);
  const { stacks } = JSON.parse(gunzipSync(readFileSync(file)).toString("utf8")) as Recording;
  const { plan = "{}", configuration = "{}" } = stacks[stack] ?? {};
  const { resource_changes = [], ...rest } = JSON.parse(plan) as Plan;
  const changes = resource_changes.filter(({ change }) => !change.actions.includes("no-op"));
  const addresses = new Set(changes.map(({ address }) => address));
  const kept = (resources: readonly { address: string }[] = []) =>
    resources.filter(({ address }) => addresses.has(address));
  const { planned_values, configuration: written } = rest;
  return {
    configuration,
    plan: {
      ...rest,
      prior_state: undefined,
      resource_changes: changes,
      planned_values: { root_module: { resources: kept(planned_values?.root_module?.resources) } },
      configuration: { root_module: { resources: kept(written?.root_module?.resources) } },
    },
  };
}

interface Resources {
  readonly root_module?: { readonly resources?: readonly { readonly address: string }[] };
}

interface Plan {
  readonly resource_changes?: readonly { readonly address: string; readonly change: { readonly actions: string[] } }[];
  readonly planned_values?: Resources;
  readonly configuration?: Resources;
  readonly [key: string]: unknown;
}

const plans = {
  service: realPlan("task-size", "production-service"),
  data: realPlan("new-secret", "production-data"),
  foundation: realPlan("security-group-opened", "production-foundation"),
  moved: realPlan("moved-resource", "production-service"),
};
/** By name: a counterexample is to be read. */
const planNames = fc.constantFrom(...(Object.keys(plans) as (keyof typeof plans)[]));

const secret = "correct-horse-battery-staple";

/** A resource with a secret that Terraform has marked, and copies of it that have lost the mark. */
const marked = {
  address: "aws_example.marked",
  mode: "managed",
  type: "aws_example",
  name: "marked",
  change: {
    actions: ["update"],
    before: { password: "an-older-secret-value", note: "x" },
    after: {
      password: secret,
      note: `the word is ${secret}`,
      encoded: Buffer.from(secret).toString("base64"),
      definition: JSON.stringify([{ name: "web", environment: [{ name: "COPY", value: secret }] }]),
    },
    after_unknown: {},
    before_sensitive: { password: true },
    after_sensitive: { password: true },
  },
};

/** What a value may become; the secret without its mark, alone and inside other texts, is among it. */
const anything = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(
    secret,
    `postgres://app:${secret}@database/app`,
    JSON.stringify([{ name: "web", environment: [{ name: "COPY", value: secret }] }]),
    "```\n</details>\n@everyone | a | b |",
    "<!-- plan-review -->",
    "\u202e\u0000\n\n# heading",
    "x".repeat(70_000),
  ),
  fc.constantFrom(
    ["delete", "create"],
    ["update"],
    ["no-op"],
    ["forget"],
    ["become-a-teapot"],
    ["create", "delete"],
    [],
  ),
);

/** Where, as a share of all the places there are, and what then is there; undefined takes it out. */
const mutations = fc.array(
  fc.tuple(fc.double({ min: 0, max: 0.999_999, noNaN: true }), fc.option(anything, { nil: undefined })),
  {
    minLength: 1,
    maxLength: 12,
  },
);

function mutated(plan: unknown, changes: readonly (readonly [number, unknown])[]): Record<string, unknown> {
  const copy = structuredClone(plan) as Record<string, unknown>;
  for (const [share, value] of changes) {
    const places = placesOf(copy);
    const place = places[Math.floor(share * places.length)];
    if (place === undefined) continue;
    const [holder, key] = place;
    if (value === undefined && !Array.isArray(holder)) Reflect.deleteProperty(holder, key);
    else Reflect.set(holder, key, structuredClone(value));
  }
  return copy;
}

type Holder = Record<string, unknown> | unknown[];

function placesOf(value: unknown): [Holder, string][] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    [value as Holder, key] as [Holder, string],
    ...placesOf(inner),
  ]);
}

function reviewed(plan: Record<string, unknown>, configuration: string, policies = settings.policies) {
  const changes: unknown = plan.resource_changes;
  const whole = { ...plan, resource_changes: [...(Array.isArray(changes) ? (changes as unknown[]) : []), marked] };
  const input = readPlanText({
    stack: "production-service",
    label: "production-service.json",
    text: JSON.stringify(whole),
    configuration: readConfiguration(configuration, "production-service"),
  });
  return review([input], { ...settings, policies, today: "2026-11-23" });
}

const markdownIt = new MarkdownIt({ html: true });

/** A paragraph after everything else is one only where every fence, every block of HTML and every table has ended. */
function expectValid(body: string): void {
  const tokens = markdownIt.parse(`${body}\n\nthe end of it all\n`, {});
  const last = tokens.findLastIndex(({ type }) => type === "inline");
  expect(tokens[last]?.content).toBe("the end of it all");
  expect(tokens[last - 1]?.type).toBe("paragraph_open");
  const markup = tokens.filter(({ type }) => type === "html_block").map(({ content }) => content);
  const count = (tag: RegExp) => markup.join("").match(tag)?.length ?? 0;
  expect(count(/<details( open)?>/g)).toBe(count(/<\/details>/g));
  const columns: number[] = [];
  for (const { type } of tokens) {
    if (type === "tr_open") columns.push(0);
    if (type === "th_open" || type === "td_open") columns.push((columns.pop() ?? 0) + 1);
  }
  // Every row of the one table has as many columns as the first.
  expect(new Set(columns).size).toBeLessThanOrEqual(1);
}

const holdsNoSecret = (body: string): void => {
  expect(body).not.toContain(Buffer.from(secret).toString("base64"));
  expect(
    body.includes(secret) ? body.slice(Math.max(0, body.indexOf(secret) - 80), body.indexOf(secret) + 40) : "",
  ).toBe("");
};

describe("any plan, changed at random", () => {
  test("gives a review within the limit, of valid Markdown, without a secret", () => {
    fc.assert(
      fc.property(planNames, mutations, fc.integer({ min: 20_000, max: 65_536 }), (name, changes, limit) => {
        const { plan, configuration } = plans[name];
        const found = reviewed(mutated(plan, changes), configuration, []);
        const body = markdown(found, { limit });
        expect(body.length).toBeLessThanOrEqual(limit);
        expectValid(body);
        for (const output of [body, html(found), json(found), text(found), JSON.stringify(sarif(found))])
          holdsNoSecret(output);
      }),
      { numRuns: 40 },
    );
  });

  test("is asked about by every policy without a crash", () => {
    fc.assert(
      fc.property(planNames, mutations, (name, changes) => {
        const { plan, configuration } = plans[name];
        const found = reviewed(mutated(plan, changes), configuration);
        holdsNoSecret(markdown(found));
        expect(["changes", "blocked", "failed", "no changes"]).toContain(found.verdict);
      }),
      { numRuns: 15 },
    );
  });
});

test("a changed secret is seen to change", () => {
  const found = reviewed(plans.service.plan, plans.service.configuration, []);
  const change = found.stacks[0]?.changes.find(({ address }) => address === "aws_example.marked");
  expect(JSON.stringify(change?.diff)).toContain("secret changed");
});
