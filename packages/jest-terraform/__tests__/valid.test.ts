import { existsSync, readdirSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { TerraformStack, TerraformVariable } from "cdktf";
import { Construct } from "constructs";
import { synthesize, useTerraform, type RunTerraform } from "..";
import { programs, temporaryFolder } from "../../common/__tests__/helpers/programs";
import { lines, messageOfAsync } from "../parts";

// What Terraform 1.11.4 prints; __tests__/e2e/valid-terraform.test.ts asks Terraform itself.
const valid = { format_version: "1.0", valid: true, error_count: 0, warning_count: 0, diagnostics: [] };
const misspelt = (filename: string, context: string) => ({
  severity: "error",
  summary: "Extraneous JSON object property",
  detail: 'No argument or block type is named "cidr_blok". Did you mean "cidr_block"?',
  range: { filename, start: { line: 5, column: 89, byte: 410 }, end: { line: 5, column: 100, byte: 421 } },
  snippet: { context, code: '"cidr_blok": "10.0.0.0/16"', start_line: 5, values: [] },
});
const warning = { severity: "warning", summary: "Backend configuration ignored", detail: "..." };

interface Call {
  readonly args: readonly string[];
  readonly folder: string;
  /** Files of the folder by path, parsed. */
  readonly files: Readonly<Record<string, unknown>>;
}

/** Plays Terraform: notes each call and answers `validate` with what it is given. */
function playing(answer: unknown, init = { code: 0, stdout: "", stderr: "" }) {
  const calls: Call[] = [];
  const run: RunTerraform = (args, folder) => {
    const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".json"));
    const files = Object.fromEntries(
      names.map((name): [string, unknown] => [name, JSON.parse(readFileSync(join(folder, name), "utf8"))]),
    );
    calls.push({ args, folder, files });
    if (args[0] === "init") return Promise.resolve(init);
    return Promise.resolve({
      code: 0,
      stdout: typeof answer === "string" ? answer : JSON.stringify(answer),
      stderr: "",
    });
  };
  useTerraform(run);
  return calls;
}

afterAll(() => useTerraform());

const app = synthesize((scope) => {
  for (const name of ["foundation", "data"]) {
    const stack = new TerraformStack(scope, name);
    new AwsProvider(stack, "aws", { region: "eu-central-1" });
    new Vpc(new Construct(stack, "network"), "vpc", { cidrBlock: "10.0.0.0/16" });
  }
  new TerraformVariable(scope.node.findChild("data") as TerraformStack, "tag", { type: "string", sensitive: true });
});
const foundation = app.stack("foundation");
const vpc = foundation.resource(Vpc).address;

test("validates a stack without its backend, in a folder that is gone afterwards", async () => {
  const calls = playing(valid);
  await expect(foundation).toBeValidTerraform();
  expect(calls.map(({ args }) => args)).toEqual([
    ["init", "-backend=false", "-input=false", "-no-color"],
    ["validate", "-json", "-no-color"],
  ]);
  expect(calls[0]?.files).toEqual({ "cdk.tf.json": foundation.json });
  expect(existsSync(String(calls[0]?.folder))).toBe(false);
});

test("validates all stacks of an app in one run, as modules that get their variables", async () => {
  const calls = playing(valid);
  await expect(app).toBeValidTerraform();
  expect(calls).toHaveLength(2);
  expect(calls[1]?.files).toEqual({
    "stack_0/cdk.tf.json": foundation.json,
    "stack_1/cdk.tf.json": app.stack("data").json,
    "cdk.tf.json": {
      variable: { stack_1_tag: { type: "string", sensitive: true } },
      module: {
        stack_0: { source: "./stack_0" },
        stack_1: { source: "./stack_1", tag: "${var.stack_1_tag}" },
      },
    },
  });
});

test("says what Terraform finds at the construct path, for people who write constructs", async () => {
  const context = `resource.${vpc}`;
  playing({ ...valid, valid: false, diagnostics: [misspelt("cdk.tf.json", context), warning] });
  expect(await messageOfAsync(() => expect(foundation).toBeValidTerraform())).toBe(
    lines(
      "expect(stack).toBeValidTerraform()",
      "",
      "Terraform finds 1 error in foundation:",
      `  foundation/network/vpc (${vpc}): Extraneous JSON object property. ` +
        'No argument or block type is named "cidr_blok". Did you mean "cidr_block"?',
    ),
  );
  playing({
    ...valid,
    valid: false,
    diagnostics: [misspelt("stack_1/cdk.tf.json", context), misspelt("stack_0/cdk.tf.json", "output.url")],
  });
  expect((await messageOfAsync(() => expect(app).toBeValidTerraform())).split("\n").slice(2)).toEqual([
    "Terraform finds 2 errors in foundation, data:",
    expect.stringContaining(`  data/network/vpc (${vpc}): Extraneous`),
    expect.stringContaining("  foundation, output.url: Extraneous"),
  ]);
});

test(".not holds when Terraform finds an error, and else says that it finds none", async () => {
  playing({ ...valid, valid: false, diagnostics: [{ severity: "error", summary: "Broken", detail: "Broken" }] });
  await expect(foundation).not.toBeValidTerraform();
  playing({ ...valid, diagnostics: [warning] });
  expect(await messageOfAsync(() => expect(foundation).not.toBeValidTerraform())).toBe(
    lines("expect(stack).not.toBeValidTerraform()", "", "Terraform finds no error in foundation"),
  );
});

test("Terraform that could not run is an error with its words, for .not too", async () => {
  const failing = { code: 1, stdout: "", stderr: "Error: Failed to query available provider packages" };
  playing(valid, failing);
  expect(await messageOfAsync(() => expect(foundation).toBeValidTerraform())).toBe(
    "toBeValidTerraform: terraform could not run (1):\nError: Failed to query available provider packages",
  );
  playing("not JSON", failing);
  expect(await messageOfAsync(() => expect(foundation).not.toBeValidTerraform())).toContain("could not run (1)");
});

test("refuses a receiver that is no stack", async () => {
  expect(await messageOfAsync(() => expect("cdk.tf.json").toBeValidTerraform())).toBe(
    lines(
      "expect(received).toBeValidTerraform(...)",
      "",
      "received must be a stack or app from synthesize() or testStack(), got a string",
    ),
  );
});

describe("without useTerraform", () => {
  const before = { ...process.env };
  const folder = programs(temporaryFolder(), {
    terraform: `echo '${JSON.stringify(valid)}'`,
    tofu: `echo '{"format_version":"1.0","diagnostics":[{"severity":"error","summary":"tofu ran"}]}'`,
  });
  beforeEach(() => {
    useTerraform();
    process.env.PATH = `${folder}${delimiter}${before.PATH}`;
  });
  afterEach(() => {
    process.env = { ...before };
  });

  test("terraform on the PATH is run", async () => {
    delete process.env.TERRAFORM_BINARY_NAME;
    await expect(foundation).toBeValidTerraform();
  });

  test("the program that TERRAFORM_BINARY_NAME names is run", async () => {
    process.env.TERRAFORM_BINARY_NAME = "tofu";
    expect(await messageOfAsync(() => expect(foundation).toBeValidTerraform())).toContain("tofu ran");
  });
});
