import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { TerraformStack, type App } from "cdktf";
import { join } from "node:path";
import { useState, type State } from "../../../modules/state-backend";
import { absent, referenceTo, synthesize } from "../../../packages/jest-terraform";

/** Two stacks, the second of which needs a bucket of the first. */
const appWith = (state: State) =>
  synthesize((app) => {
    const files = new S3Bucket(stack(app, "shop-data", state), "files", { bucket: "shop-files" });
    const service = stack(app, "shop-service", state);
    new SsmParameter(service, "bucket", { name: "/shop/bucket", type: "String", value: files.arn });
  });

function stack(app: App, name: string, state: State): TerraformStack {
  const made = new TerraformStack(app, name);
  new AwsProvider(made, "aws", { region: "eu-west-1" });
  useState(made, state);
  return made;
}

const remoteState = (app: ReturnType<typeof appWith>) =>
  app.stack("shop-service").dataSource("terraform_remote_state").properties;

describe("state in S3", () => {
  const app = appWith({
    kind: "s3",
    bucket: "shop-state",
    region: "eu-west-1",
    keyAlias: "shop-state",
    account: "123456789012",
  });

  test("is locked, encrypted with the state's key, and of one account", () => {
    expect(app.stack("shop-data")).toHaveBackend("s3", {
      bucket: "shop-state",
      key: "shop-data.tfstate",
      region: "eu-west-1",
      encrypt: true,
      kms_key_id: "alias/shop-state",
      use_lockfile: true,
      allowed_account_ids: ["123456789012"],
    });
  });

  test("is a state of its own for each stack", () => {
    expect(app.stack("shop-service")).toHaveBackend("s3", { key: "shop-service.tfstate" });
  });

  test("is where a reference to another stack reads", () => {
    expect(remoteState(app)).toMatchObject({
      backend: "s3",
      config: { bucket: "shop-state", key: "shop-data.tfstate", region: "eu-west-1" },
    });
    expect(app.stack("shop-service")).toHaveResource(SsmParameter, { value: referenceTo(S3Bucket, "arn") });
    expect(app).not.toHaveDanglingReferences();
  });

  test("needs neither key nor account", () => {
    const plain = appWith({ kind: "s3", bucket: "shop-state", region: "eu-west-1" });
    expect(plain.stack("shop-data")).toHaveBackend("s3", {
      encrypt: true,
      use_lockfile: true,
      kms_key_id: absent(),
      allowed_account_ids: absent(),
    });
  });
});

describe("state in HCP Terraform", () => {
  const app = appWith({
    kind: "hcp",
    organization: "shop",
    project: "web",
    workspacePrefix: "acme-",
    hostname: "terraform.shop.example",
  });

  test("is a workspace for each stack", () => {
    expect(app.stack("shop-data")).toHaveBackend("cloud", {
      organization: "shop",
      hostname: "terraform.shop.example",
      workspaces: { name: "acme-shop-data", project: "web" },
    });
  });

  test("is where a reference to another stack reads", () => {
    expect(remoteState(app)).toMatchObject({
      backend: "remote",
      config: { organization: "shop", hostname: "terraform.shop.example", workspaces: { name: "acme-shop-data" } },
    });
    expect(app.stack("shop-service")).toHaveResource(SsmParameter, { value: referenceTo(S3Bucket, "arn") });
  });

  test("needs an organization alone", () => {
    expect(appWith({ kind: "hcp", organization: "shop" }).stack("shop-data")).toHaveBackend("cloud", {
      organization: "shop",
      hostname: absent(),
      workspaces: { name: "shop-data", project: absent() },
    });
  });
});

describe("state in a folder", () => {
  const app = appWith({ kind: "local", directory: "/srv/state" });

  test("is a file for each stack", () => {
    expect(app.stack("shop-data")).toHaveBackend("local", { path: "/srv/state/shop-data.tfstate" });
  });

  test("is where a reference to another stack reads", () => {
    expect(remoteState(app)).toMatchObject({ backend: "local", config: { path: "/srv/state/shop-data.tfstate" } });
    expect(app.stack("shop-service")).toHaveResource(SsmParameter, { value: referenceTo(S3Bucket, "arn") });
  });

  test("is the folder the program runs in, unless one is named", () => {
    expect(appWith({ kind: "local" }).stack("shop-data")).toHaveBackend("local", {
      path: join(process.cwd(), "shop-data.tfstate"),
    });
  });
});

test("a state may have another name than its stack", () => {
  const app = synthesize((scope) => {
    const made = new TerraformStack(scope, "shop-data");
    useState(made, { kind: "s3", bucket: "shop-state", region: "eu-west-1" }, "2025/data");
  });
  expect(app.stack("shop-data")).toHaveBackend("s3", { key: "2025/data.tfstate" });
});
