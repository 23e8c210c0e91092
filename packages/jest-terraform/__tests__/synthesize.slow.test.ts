import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { Annotations, App, Aspects, AssetType, TerraformAsset, TerraformOutput, TerraformStack } from "cdktf";
import { referenceTo, synthesize, testStack } from "..";

/** Two stacks, the second with a reference to the first and to files of this folder. */
function fill(app: App): void {
  const foundation = new TerraformStack(app, "foundation");
  new AwsProvider(foundation, "aws", { region: "eu-central-1" });
  const vpc = new Vpc(foundation, "vpc", { cidrBlock: "10.0.0.0/16" });
  const service = new TerraformStack(app, "service");
  new AwsProvider(service, "aws", { region: "eu-central-1" });
  new Subnet(service, "subnet", { vpcId: vpc.id, cidrBlock: "10.0.0.0/24" });
  const asset = new TerraformAsset(service, "asset", { path: __dirname, type: AssetType.ARCHIVE });
  new TerraformOutput(service, "asset-path", { value: asset.path });
}

describe("synthesize", () => {
  test("gives the very JSON that app.synth() writes", () => {
    const outdir = mkdtempSync(join(tmpdir(), "app-synth-"));
    try {
      const app = new App({ outdir });
      fill(app);
      app.synth();
      const written = (name: string): unknown =>
        JSON.parse(readFileSync(join(outdir, "stacks", name, "cdk.tf.json"), "utf8"));
      const synthesized = synthesize(fill);
      expect(synthesized.stacks.map(({ name }) => name)).toEqual(["foundation", "service"]);
      expect(synthesized.stack("foundation").json).toEqual(written("foundation"));
      expect(synthesized.stack("service").json).toEqual(written("service"));
    } finally {
      rmSync(outdir, { recursive: true });
    }
  });

  test("leaves no files behind, neither its own nor in the app's outdir, even when it throws", () => {
    const folder = mkdtempSync(join(tmpdir(), "leftovers-"));
    const { TMPDIR } = process.env;
    process.env.TMPDIR = folder;
    try {
      const app = new App({ outdir: join(folder, "out") });
      fill(app);
      synthesize(app);
      const broken = () =>
        testStack(() => {
          throw new Error("broken");
        });
      expect(broken).toThrow("broken");
      expect(readdirSync(folder, { recursive: true })).toEqual(["out", join("out", "stacks")]);
    } finally {
      if (TMPDIR === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = TMPDIR;
      rmSync(folder, { recursive: true });
    }
  });

  test("runs validations, as Testing.synth does not", () => {
    const failing = () =>
      testStack((scope) => scope.node.addValidation({ validate: () => ["a problem", "another problem"] }));
    expect(failing).toThrow(/\[test\] a problem\s+\[test\] another problem/);
    const withoutProvider = () =>
      synthesize((app) => new Vpc(new TerraformStack(app, "test"), "vpc", { cidrBlock: "10.0.0.0/16" }));
    expect(withoutProvider).toThrow("Found resources without a matching provider construct");
    const app = () => synthesize((scope) => scope.node.addValidation({ validate: () => ["a problem of the app"] }));
    expect(app).toThrow(/App failed validation:\s+a problem of the app/);
  });

  test("runs aspects", () => {
    const stack = testStack((scope) => {
      const vpc = new Vpc(scope, "vpc", { cidrBlock: "10.0.0.0/16" });
      Aspects.of(scope).add({ visit: (node) => void (node === vpc && (vpc.enableDnsHostnames = true)) });
    });
    expect(stack).toHaveResource(Vpc, { enableDnsHostnames: true });
  });

  test("fails on an error annotation and keeps warnings", () => {
    const failing = () => testStack((scope) => Annotations.of(scope).addError("not like this"));
    expect(failing).toThrow("[test] not like this");
    const { notes } = testStack((scope) => Annotations.of(scope).addWarning("be careful"));
    expect(notes).toEqual([{ constructPath: "test", level: "@cdktf/warn", message: "be careful" }]);
  });

  test("names the stacks there are when one is asked for that is not", () => {
    expect(() => synthesize(fill).stack("data")).toThrow('no stack "data"; the app has foundation, service');
    expect(() => synthesize(() => {}).stack("data")).toThrow('no stack "data"; the app has none');
  });

  test("an app is a receiver too, and looks through all stacks", () => {
    const app = synthesize(fill);
    expect(app).toHaveResource(Subnet, { vpcId: referenceTo(Vpc, "id") });
    expect(app).toHaveResourceCount(Vpc, 1);
    expect(app.everyResource(Vpc)).toMatchProperties({ cidrBlock: "10.0.0.0/16" });
    expect(app.stack("service")).toHaveNoResource(Vpc);
  });
});

describe("testStack", () => {
  test("is one stack named test, in eu-central-1 and a made-up account unless the options say otherwise", () => {
    expect(testStack(() => {})).toHaveProvider(AwsProvider, {
      region: "eu-central-1",
      allowedAccountIds: ["123456789012"],
    });
    expect(testStack(() => {}, { region: "eu-west-1", account: "210987654321" })).toHaveProvider(AwsProvider, {
      region: "eu-west-1",
      allowedAccountIds: ["210987654321"],
    });
    expect(testStack(() => {}).name).toBe("test");
  });
});
