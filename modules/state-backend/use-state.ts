import {
  CloudBackend,
  LocalBackend,
  NamedCloudWorkspace,
  S3Backend,
  type TerraformBackend,
  type TerraformStack,
} from "cdktf";
import { resolve } from "node:path";

/** Where Terraform keeps the state of an environment's stacks. */
export type State = S3State | HcpState | LocalState;

export interface S3State {
  readonly kind: "s3";
  readonly bucket: string;
  readonly region: string;
  /** Alias, without `alias/`, of the customer key that encrypts the state. @default - SSE-S3 (AES256) */
  readonly keyAlias?: string;
  /** The only account whose credentials Terraform accepts. @default - any */
  readonly account?: string;
}

export interface HcpState {
  readonly kind: "hcp";
  readonly organization: string;
  /** @default - the organization's default project */
  readonly project?: string;
  /** Prefix of the workspace's name, before the name of the state. @default - none */
  readonly workspacePrefix?: string;
  /** @default - app.terraform.io */
  readonly hostname?: string;
}

export interface LocalState {
  readonly kind: "local";
  /** @default - the directory the program runs in */
  readonly directory?: string;
}

/**
 * Puts the backend on a stack; references from other stacks read the same place.
 *
 * @param name of the state: the object `<name>.tfstate` in the bucket or directory. HCP Terraform has a workspace of that
 * name, after the prefix. @default - the stack's own name
 */
export function useState(stack: TerraformStack, state: State, name: string = stack.node.id): TerraformBackend {
  switch (state.kind) {
    case "s3":
      return s3(stack, state, name);
    case "hcp":
      return hcp(stack, state, name);
    case "local":
      return new LocalBackend(stack, { path: resolve(state.directory ?? ".", `${name}.tfstate`) });
  }
}

function s3(stack: TerraformStack, { bucket, region, keyAlias, account }: S3State, name: string): TerraformBackend {
  const backend = new S3Backend(stack, {
    bucket,
    key: `${name}.tfstate`,
    region,
    encrypt: true,
    // An alias is known before its key is made; Terraform lets it pass, and S3 takes it in place of a key's id.
    kmsKeyId: keyAlias && `alias/${keyAlias}`,
    allowedAccountIds: account === undefined ? undefined : [account],
  });
  // Locking by conditional writes (Terraform 1.10+); cdktf 0.21 has no property for it.
  backend.addOverride("use_lockfile", true);
  return backend;
}

function hcp(
  stack: TerraformStack,
  { organization, project, workspacePrefix = "", hostname }: HcpState,
  name: string,
): TerraformBackend {
  return new CloudBackend(stack, {
    organization,
    workspaces: new NamedCloudWorkspace(`${workspacePrefix}${name}`, project),
    hostname,
  });
}
