import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { loadEnvironment } from "../../../lib/environments";
import { attachmentOf } from "../../../operations/plan/attachments";
import type { Attachment } from "../../../packages/plan-review/render";
import { Configuration, readConfiguration, type Properties } from "../../../packages/terraform-json";

const folder = join(__dirname, "../../../packages/plan-review/__tests__/golden/plans");

interface Golden {
  readonly stacks: Readonly<Record<string, { readonly configuration?: string; readonly plan?: string }>>;
}

/** What is attached to the review of recorded plans of real Terraform. */
async function attached(name: string, change: object = {}): Promise<Attachment | undefined> {
  const { stacks } = JSON.parse(gunzipSync(readFileSync(join(folder, `${name}.json.gz`))).toString("utf8")) as Golden;
  const known = Object.entries(stacks).flatMap(([stack, { configuration }]) =>
    configuration === undefined ? [] : [readConfiguration(configuration, stack)],
  );
  Configuration.link(known);
  const plans = Object.entries(stacks).flatMap(([stack, { plan }]) => {
    const configuration = known.find((one) => one.name === stack);
    if (plan === undefined || configuration === undefined) return [];
    const parsed = (typeof plan === "string" ? JSON.parse(plan) : plan) as Properties;
    return [{ stack, status: "planned" as const, plan: parsed, configuration, remarks: [] }];
  });
  const [attachment] = await attachmentOf({ ...(await loadEnvironment("production")), ...change }, plans, known);
  return attachment;
}

test("a port that is opened is access that is gained, and an arrow that is added", async () => {
  const attachment = await attached("security-group-opened");
  expect(attachment?.lines).toEqual([
    "Cost: no change of what it costs.",
    expect.stringMatching(/^Gained: Internet reaches Amazon ECS service \S+ \(TCP 22\)\.$/),
  ]);
  expect(attachment?.figures?.[0]).toMatch(/class="arrow traffic added">/);
});

test("a new secret costs something, and names who may read it", async () => {
  expect((await attached("new-secret"))?.lines).toEqual([
    "Cost: + $0.40 a month.",
    expect.stringMatching(/^Gained: Amazon ECS service \S+ reads Secrets Manager STRIPE_API_KEY\.$/),
  ]);
});

test("a larger instance type is a range, and cost.maximum is a warning", async () => {
  const { lines = [] } = (await attached("instance-type", { cost: { maximum: 100 } })) ?? {};
  expect(lines[0]).toMatch(/^Cost: \+ \$\d+ to \$\d+ a month\.$/);
  expect(lines[1]).toMatch(/^Warning: it may then cost \$[\d,]+ a month, more than cost\.maximum \(\$100\)\.$/);
});

test("a stack that is removed loses what its services could reach, though no configuration refers to it any more", async () => {
  const { lines = [], figures = [] } = (await attached("removed-stack")) ?? {};
  expect(lines.filter((line) => line.startsWith("Gained"))).toEqual([]);
  expect(lines).toContainEqual(
    expect.stringMatching(/^Lost: Application Load Balancer \S+ reaches Amazon ECS service \S+ \(TCP 4000\)\.$/),
  );
  expect(figures[0]).toMatch(/class="box compute removed"/);
});

test("a deployment has its rollouts over time; plans that change nothing have nothing", async () => {
  expect((await attached("image-change"))?.figures?.[1]).toContain("rolling update of");
  expect(await attached("no-changes")).toBeUndefined();
});
