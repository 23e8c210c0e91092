import { CloudBackend, LocalBackend, NamedCloudWorkspace, S3Backend, type TerraformBackend, type TerraformStack } from "cdktf";
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
  /** Stands before the stack's name in the workspace's name. @default - nothing */
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
 * @param key path of the state object (`production/foundation.tfstate`) in the bucket or directory; HCP Terraform has a
 * workspace named after the stack instead
 */
export function useState(stack: TerraformStack, state: State, key: string): TerraformBackend {
  switch (state.kind) {
    case "s3":
      return s3(stack, state, key);
    case "hcp":
      return hcp(stack, state);
    case "local":
      return new LocalBackend(stack, { path: resolve(state.directory ?? ".", key) });
  }
}

function s3(stack: TerraformStack, { bucket, region, keyAlias, account }: S3State, key: string): TerraformBackend {
  const backend = new S3Backend(stack, {
    bucket,
    key,
    region,
    encrypt: true,
    ...(keyAlias !== undefined && { kmsKeyId: `alias/${keyAlias}` }),
    ...(account !== undefined && { allowedAccountIds: [account] }),
  });
  // Locking by conditional writes (Terraform 1.10+); cdktf 0.21 has no property for it.
  backend.addOverride("use_lockfile", true);
  return backend;
}

function hcp(stack: TerraformStack, { organization, project, workspacePrefix = "", hostname }: HcpState): TerraformBackend {
  return new CloudBackend(stack, {
    organization,
    workspaces: new NamedCloudWorkspace(`${workspacePrefix}${stack.node.id}`, project),
    ...(hostname !== undefined && { hostname }),
  });
}
