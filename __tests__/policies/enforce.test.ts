import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { App, AssetType, TerraformAsset, TerraformStack } from "cdktf";
import { enforcePolicies } from "../../policies/enforce";
import { fail, pass, resourcePolicy } from "../../packages/aws-policies/policy";
import { shown } from "../../packages/aws-policies/values";
import { leadsTo } from "../../packages/terraform-json";

const words = { title: "Buckets are called right", why: "w", fix: "Call it right.", links: [] };
const named = (severity: "error" | "warning") =>
  resourcePolicy({
    ...words,
    id: "bucket-name",
    severity,
    types: ["aws_s3_bucket"],
    check: ({ properties: { bucket } }) => (bucket === "right" ? pass : fail(`bucket is ${shown(bucket)}`)),
  });
/** Passes only where the reference is followed into the other stack. */
const across = resourcePolicy({
  ...words,
  id: "across",
  severity: "error",
  types: ["aws_s3_bucket_versioning"],
  check: (versioning) => (leadsTo(versioning, "bucket", "aws_s3_bucket").length === 1 ? pass : fail("of no bucket")),
});
const environment = { name: "test", deletionProtection: true };

let outdir: string;
beforeEach(() => {
  outdir = mkdtempSync(join(tmpdir(), "enforce-"));
});
afterEach(() => rmSync(outdir, { recursive: true }));

/** Two stacks, the second with a reference to the first. */
function appWith(bucket: string, folder = outdir, context: Record<string, unknown> = {}): App {
  const app = new App({ outdir: folder, context });
  const data = new TerraformStack(app, "test-data");
  const service = new TerraformStack(app, "test-service");
  for (const stack of [data, service]) new AwsProvider(stack, "aws", { region: "eu-central-1" });
  const uploads = new S3Bucket(data, "uploads", { bucket });
  new S3BucketVersioningA(service, "versioning", {
    bucket: uploads.bucket,
    versioningConfiguration: { status: "Enabled" },
  });
  return app;
}

const configurationOf = (stack: string) => join(outdir, "stacks", stack, "cdk.tf.json");

function messageOf(run: () => void): string {
  try {
    run();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error("it did not throw");
}

test("writes what app.synth() writes, byte for byte, when the policies are satisfied", () => {
  const app = appWith("right");
  const printed: string[] = [];
  enforcePolicies(app, [environment], { policies: [named("error"), across], print: (text) => printed.push(text) });
  app.synth();

  const plain = mkdtempSync(join(tmpdir(), "enforce-plain-"));
  appWith("right", plain).synth();
  const files = ["manifest.json", "stacks/test-data/cdk.tf.json", "stacks/test-service/cdk.tf.json"];
  const names = (folder: string) => readdirSync(folder, { recursive: true }).map(String).toSorted();
  expect(names(outdir)).toEqual(names(plain));
  for (const file of files)
    expect(readFileSync(join(outdir, file), "utf8")).toBe(readFileSync(join(plain, file), "utf8"));
  rmSync(plain, { recursive: true });
  expect(printed).toEqual([]);
});

test("an error stops the synth with one message, and nothing is written", () => {
  const app = appWith("wrong");
  enforcePolicies(app, [environment], { policies: [named("error"), across] });
  expect(messageOf(() => app.synth())).toBe(
    [
      "test fails 1 check of the policies",
      "",
      "  bucket-name: Buckets are called right",
      '    test-data/uploads: bucket is "wrong"',
      "    Fix: Call it right.",
      "",
      'What cannot be fixed yet is waived, with a reason and an end, in the environment: waivers: [{ policy: "...", resource: "...", reason: "...", until: "2027-05-31" }]',
      "",
      "Nothing was written.",
    ].join("\n"),
  );
  expect(readdirSync(outdir)).toEqual(["stacks"]);
  expect(readdirSync(join(outdir, "stacks"))).toEqual([]);
});

test("what was written before stays as it was, and so do Terraform's own files", () => {
  const first = appWith("right");
  enforcePolicies(first, [environment], { policies: [named("error")] });
  first.synth();
  const before = readFileSync(configurationOf("test-data"), "utf8");
  const lock = join(outdir, "stacks", "test-data", ".terraform.lock.hcl");
  writeFileSync(lock, "# mine");

  const wrong = appWith("wrong");
  enforcePolicies(wrong, [environment], { policies: [named("error")] });
  expect(() => wrong.synth()).toThrow("fails 1 check");
  expect(readFileSync(configurationOf("test-data"), "utf8")).toBe(before);

  const again = appWith("right");
  enforcePolicies(again, [environment], { policies: [named("error")] });
  again.synth();
  expect(readFileSync(lock, "utf8")).toBe("# mine");
});

test("a warning is printed, and the stacks are written", () => {
  const app = appWith("wrong");
  const printed: string[] = [];
  enforcePolicies(app, [environment], { policies: [named("warning")], print: (text) => printed.push(text) });
  app.synth();
  expect(printed).toEqual([
    [
      "test has 1 warning of the policies",
      "",
      "  bucket-name: Buckets are called right",
      '    test-data/uploads: bucket is "wrong"',
      "    Fix: Call it right.",
    ].join("\n"),
  ]);
  expect(existsSync(configurationOf("test-service"))).toBe(true);
});

test("a waiver of the environment lets it pass until its day", () => {
  const waiver = {
    policy: "bucket-name",
    resource: "test-data/uploads",
    reason: "renamed in spring",
    until: "2027-03-31",
  };
  const synth = (today: string) => {
    const app = appWith("wrong");
    enforcePolicies(app, [{ ...environment, waivers: [waiver] }], { policies: [named("error")], today });
    app.synth();
  };
  expect(() => synth("2027-04-01")).toThrow("it expired on 2027-03-31");
  expect(existsSync(configurationOf("test-data"))).toBe(false);
  synth("2026-11-23");
  expect(existsSync(configurationOf("test-data"))).toBe(true);
});

test("a destroy that includes data lifts what protects it", () => {
  const deletionProtection = resourcePolicy({
    ...words,
    id: "deletionProtection",
    severity: "error",
    deletionProtection: true,
    types: ["aws_s3_bucket"],
    check: () => fail("prevent_destroy is off"),
  });
  const synth = (context: Record<string, unknown>) => {
    const app = appWith("right", outdir, context);
    enforcePolicies(app, [environment], { policies: [deletionProtection] });
    app.synth();
  };
  expect(() => synth({ allowDestroy: "other" })).toThrow("prevent_destroy is off");
  expect(() => synth({ allowDestroy: "test" })).not.toThrow();
});

test("what cdktf itself refuses leaves nothing behind either", () => {
  const app = appWith("right");
  const [, service] = app.node.children;
  service?.node.addValidation({ validate: () => ["it is not right"] });
  enforcePolicies(app, [environment], { policies: [named("error")] });
  expect(() => app.synth()).toThrow("it is not right");
  expect(readdirSync(outdir)).toEqual(["stacks"]);
  expect(existsSync(configurationOf("test-data"))).toBe(false);
});

test("assets are written with the stacks, or not at all", () => {
  const withAsset = (bucket: string) => {
    const app = appWith(bucket);
    const [data] = app.node.children;
    if (data !== undefined) new TerraformAsset(data, "asset", { path: __filename, type: AssetType.FILE });
    enforcePolicies(app, [environment], { policies: [named("error")] });
    app.synth();
  };
  const assets = join(outdir, "stacks", "test-data", "assets");
  expect(() => withAsset("wrong")).toThrow("fails 1 check");
  expect(existsSync(assets)).toBe(false);
  withAsset("right");
  expect(
    readdirSync(assets, { recursive: true })
      .map(String)
      .some((file) => file.endsWith("enforce.test.ts")),
  ).toBe(true);
});

test("a stack that is made after the call is an error, since no policy would see it", () => {
  const app = appWith("right");
  enforcePolicies(app, [environment], { policies: [named("error")] });
  new TerraformStack(app, "test-late");
  expect(() => app.synth()).toThrow("enforcePolicies must be called after the stack test-late is created");
  expect(existsSync(configurationOf("test-data"))).toBe(false);
});

test("HCL output is refused: the policies could not read it", () => {
  const app = new App({ outdir, hclOutput: true });
  expect(() => enforcePolicies(app, [environment])).toThrow(
    "policies read Terraform JSON: synthesize without HCL output",
  );
});

test("the context policies: report leaves the judgement to the caller", () => {
  const app = appWith("wrong", outdir, { policies: "report" });
  enforcePolicies(app, [environment], { policies: [named("error")] });
  app.synth();
  expect(existsSync(configurationOf("test-data"))).toBe(true);
});

test("the context policies: warn writes what fails and says so: a waiver that expired does not block a rollback or a destroy", () => {
  const waivers = [
    { policy: "bucket-name", resource: "test-data/uploads", reason: "renamed in spring", until: "2027-05-31" },
  ];
  const printed: string[] = [];
  const synth = (today: string, context: Record<string, unknown>) => {
    const app = appWith("wrong", outdir, context);
    const print = (text: string) => printed.push(text);
    enforcePolicies(app, [{ ...environment, waivers }], { policies: [named("error")], today, print });
    app.synth();
  };
  expect(() => synth("2027-06-01", {})).toThrow("it expired on 2027-05-31");
  expect(existsSync(configurationOf("test-data"))).toBe(false);

  synth("2027-06-01", { policies: "warn" });
  expect(existsSync(configurationOf("test-data"))).toBe(true);
  expect(printed).toEqual([expect.stringContaining("it expired on 2027-05-31")]);
});
