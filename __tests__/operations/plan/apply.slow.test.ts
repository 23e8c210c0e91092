import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { exitCodes } from "../../../packages/common/errors";
import { environmentNames } from "../../../lib/environment-names";
import { applyPlans, goOn } from "../../../operations/plan/apply-plans";
import type { CurrentReview, Reviewed } from "../../../operations/plan/reviewed";
import { world, type Played } from "./world";

const { program, interrupts, make } = world();

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

/** A hash of the reviewed text, so that another text is another hash. */
function review(plans: ReadonlyMap<string, string>): CurrentReview {
  const stacks = new Map([...plans].map(([stack, text]) => [stack, sha256(text)]));
  return { stacks, hash: sha256([...stacks.values()].join()) };
}

const asked = (reviewed: Reviewed | undefined) =>
  reviewed === undefined ? {} : { reviewed: () => Promise.resolve(reviewed) };

/** A folder with a saved plan of each stack. */
function saved(played: Readonly<Record<string, Played>>) {
  const made = make(played);
  mkdirSync(made.folder, { recursive: true });
  for (const { name } of made.stacks) copyFileSync(made.path(name, "plan.json"), join(made.folder, `${name}.plan`));
  const texts = new Map(made.stacks.map(({ name }) => [name, readFileSync(made.path(name, "plan.json"), "utf8")]));
  const apply = ({
    reviewed,
    refusal,
    ...options
  }: { stacks?: string[]; reviewed?: Reviewed; refusal?: string } = {}) =>
    applyPlans({
      ...made,
      stacks: undefined,
      ...options,
      ...asked(reviewed),
      synthesized: made.stacks,
      review: (plans) => ({ ...review(plans), ...(refusal !== undefined && { refusal }) }),
      program,
      interrupts,
    });
  const isApplied = (stack: string) => existsSync(made.path(stack, "applied.json"));
  return { ...made, apply, isApplied, hashes: review(texts) };
}

const complete = { code: 0, says: "Apply complete! Resources: 1 added, 0 changed, 0 destroyed.\n" };
const unchanged = { code: 0, says: "No changes.\n" };

/** A configuration that reads an output of a stack, as cdktf writes it. */
const reading = (stack: string, output: string) => ({
  locals: { x: `\${data.terraform_remote_state.cross-stack-reference-input-${stack}.outputs.${output}}` },
});

test("plans are applied in order, and those without changes are left out", async () => {
  const { apply, isApplied } = saved({
    "test-foundation": { apply: complete },
    "test-data": { after: ["test-foundation"], plan: unchanged },
    "test-service": { after: ["test-data"], apply: complete },
  });
  const { applied, left } = await apply();
  expect(applied).toEqual([
    { stack: "test-foundation", message: "1 added" },
    { stack: "test-service", message: "1 added" },
  ]);
  expect(left.size).toBe(0);
  expect(isApplied("test-data")).toBe(false);
});

test("the plan file is what is applied, never a plan made again", async () => {
  const { apply, calls } = saved({ "test-data": { apply: complete } });
  await apply();
  expect(calls("test-data").map((call) => call.split(" ")[0])).toEqual(["init", "show", "apply"]);
  expect(calls("test-data")[2]).toMatch(/-lock-timeout=300s .*test-data\.plan$/);
});

test("a plan that was applied is removed, one that was not stays", async () => {
  const { apply, folder } = saved({ "test-data": {}, "test-service": {} });
  await apply({ stacks: ["test-data"] });
  expect(readdirSync(folder)).toEqual(["test-service.plan"]);
});

describe("apply only what was reviewed", () => {
  test("the reviewed hash lets the plans pass, of all or of some", async () => {
    const { apply, hashes, isApplied } = saved({ "test-data": {}, "test-service": {} });
    await apply({ reviewed: { hash: hashes.hash }, stacks: ["test-data"] });
    expect([isApplied("test-data"), isApplied("test-service")]).toEqual([true, false]);
    await apply({ reviewed: { stacks: hashes.stacks } });
    expect(isApplied("test-service")).toBe(true);
  });

  test("another hash refuses everything before anything is changed", async () => {
    const { apply, hashes, isApplied } = saved({ "test-data": {} });
    const refused = apply({ reviewed: { hash: "f".repeat(64) } });
    await expect(refused).rejects.toMatchObject({
      exitCode: exitCodes.refused,
      message: expect.stringContaining(`its hash is ${hashes.hash}, reviewed was ${"f".repeat(64)}`),
    });
    expect(isApplied("test-data")).toBe(false);
  });

  test("a review that is blocked or failed refuses everything, although the hash is the reviewed one", async () => {
    const { apply, hashes, isApplied } = saved({ "test-data": {} });
    const refused = apply({
      reviewed: { hash: hashes.hash },
      refusal: "the review of what would be applied is blocked",
    });
    await expect(refused).rejects.toMatchObject({
      exitCode: exitCodes.refused,
      message: "the review of what would be applied is blocked. Nothing was applied",
    });
    expect(isApplied("test-data")).toBe(false);
  });

  test("a plan file that was exchanged after the review is refused, whatever its JSON beside it says", async () => {
    const { apply, hashes, folder, isApplied } = saved({ "test-data": {} });
    const plan = readFileSync(join(folder, "test-data.plan"), "utf8");
    writeFileSync(join(folder, "test-data.json"), plan);
    writeFileSync(join(folder, "test-data.plan"), plan.replace("test-data", "evil"));
    await expect(apply({ reviewed: { hash: hashes.hash } })).rejects.toThrow("is not what was reviewed");
    expect(isApplied("test-data")).toBe(false);
  });

  test("hashes by stack: a stack that nobody reviewed is refused, one without changes need not be", async () => {
    const { apply, hashes } = saved({ "test-data": {}, "test-service": { plan: unchanged } });
    const service = new Map([...hashes.stacks].filter(([stack]) => stack === "test-service"));
    await expect(apply({ reviewed: { stacks: service } })).rejects.toThrow("test-data (never reviewed)");
    const data = new Map([...hashes.stacks].filter(([stack]) => stack === "test-data"));
    await expect(apply({ reviewed: { stacks: data } })).resolves.toMatchObject({ applied: [{ stack: "test-data" }] });
  });

  test("where nothing changes, nothing needs a review", async () => {
    const { apply } = saved({ "test-data": { plan: unchanged } });
    await expect(apply({ reviewed: { hash: "0" } })).resolves.toMatchObject({ applied: [] });
  });
});

describe("stacks that depend on each other", () => {
  test("a plan that holds an output which is about to change is left for the next plan, and all behind it", async () => {
    const { apply, isApplied } = saved({
      "test-foundation": { json: { output_changes: { vpc: { actions: ["update"] }, zone: { actions: ["no-op"] } } } },
      "test-data": { after: ["test-foundation"], configuration: reading("test-foundation", "vpc") },
      "test-service": { after: ["test-data"] },
    });
    const { applied, left } = await apply();
    expect(applied.map(({ stack }) => stack)).toEqual(["test-foundation"]);
    expect([...left]).toEqual([
      ["test-data", "it reads the output vpc of test-foundation, which is about to change"],
      ["test-service", "it depends on test-data, which is left, too"],
    ]);
    expect(isApplied("test-data")).toBe(false);
  });

  test("a stack that waited is left for the next plan, and reported", async () => {
    const { apply, folder } = saved({ "test-foundation": {} });
    writeFileSync(join(folder, "test-data.log"), "Error: Unable to find remote state");
    expect([...(await apply()).left]).toEqual([["test-data", "it has no plan yet, see test-data.log"]]);
  });

  test("an output that stays, or that nobody reads, holds nobody up", async () => {
    const { apply } = saved({
      "test-foundation": {
        json: { output_changes: { vpc: { actions: ["no-op"] }, "vpc-arn": { actions: ["create"] } } },
      },
      "test-data": { after: ["test-foundation"], configuration: reading("test-foundation", "vpc") },
    });
    expect((await apply()).applied).toHaveLength(2);
  });

  test("a stack is not applied before one that it depends on and that changes", async () => {
    const { apply, isApplied } = saved({ "test-foundation": {}, "test-data": { after: ["test-foundation"] } });
    await expect(apply({ stacks: ["test-data"] })).rejects.toMatchObject({
      exitCode: exitCodes.refused,
      message: expect.stringContaining("test-data depends on test-foundation, whose plan has changes, too"),
    });
    expect(isApplied("test-data")).toBe(false);
  });
});

describe("what goes wrong", () => {
  test("half-way: what was applied is reported, and what comes after is not begun", async () => {
    const { apply, isApplied } = saved({
      "test-foundation": { apply: complete },
      "test-data": {
        after: ["test-foundation"],
        apply: { code: 1, says: "aws_db_instance.x: Creating...\nError: quota exceeded\n" },
      },
      "test-service": {},
    });
    await expect(apply()).rejects.toMatchObject({
      exitCode: exitCodes.applyFailed,
      message: expect.stringMatching(
        /^test-data: quota exceeded\nApplied before it: test-foundation\.\ntest-data is applied in part;/,
      ),
    });
    expect(isApplied("test-service")).toBe(false);
  });

  test("a stale plan is one line, and nothing was applied", async () => {
    const { apply } = saved({ "test-data": { apply: { code: 1, says: "Error: Saved plan is stale\n" } } });
    await expect(apply()).rejects.toMatchObject({
      exitCode: exitCodes.refused,
      message: expect.stringMatching(
        /^test-data: the plan is stale: the state has changed since\nNothing was applied\.\nPlan again/,
      ),
    });
  });

  test("a plan that is missing, failed, unreadable or of no stack is reported with the file", async () => {
    const { apply, folder } = saved({ "test-data": {} });
    await expect(apply({ stacks: ["test-service"] })).rejects.toThrow("the plan of test-service is not in");
    writeFileSync(join(folder, "test-service.log"), "Error: x");
    await expect(apply({ stacks: ["test-service"] })).rejects.toThrow("the plan of test-service failed or waits");
    writeFileSync(join(folder, "test-data.plan"), "not a plan");
    await expect(apply()).rejects.toThrow("test-data.plan cannot be read");
    writeFileSync(join(folder, "stranger.plan"), "{}");
    await expect(apply()).rejects.toThrow("no stack is called stranger");
  });

  test("a folder that is not there or empty says how plans are made", async () => {
    const made = make({});
    const apply = (folder: string) =>
      applyPlans({ ...made, stacks: undefined, folder, synthesized: made.stacks, review, program, interrupts });
    await expect(apply(join(made.root, "none"))).rejects.toThrow("make it with ./platform plan");
    mkdirSync(made.folder, { recursive: true });
    await expect(apply(made.folder)).rejects.toThrow("holds no STACK.plan");
  });
});

test("what is left is one command, unless only what was reviewed may be applied", () => {
  const [name = ""] = environmentNames();
  const stacks = [`${name}-foundation`, `${name}-service`];
  expect(goOn(stacks, false)).toMatch(new RegExp(`\n {2}\\./platform deploy ${name} foundation service$`));
  expect(goOn(stacks, true)).toBe("Plan again, review, and apply to go on from there.");
});

test("a plan that quotes Terraform's templates, finished or not, is read as it is", async () => {
  const { apply } = saved({
    "test-data": { json: { configuration: { text: "${aws_vpc.x.id} ${ } %{" } }, apply: complete },
  });
  await expect(apply()).resolves.toMatchObject({ applied: [{ stack: "test-data" }] });
});
