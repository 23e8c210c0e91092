import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { UserError } from "../../packages/common/errors";
import { platform } from "./download";

/** The provider that the stacks need. */
const provider = "registry.terraform.io/hashicorp/aws";

/** The provider's version that the generated constructs of `@cdktf/provider-aws` belong to. */
export const providerVersion = "5.100.0";

/** Folders in which a machine's image may keep a provider mirror under any name. */
const usualRoots = ["/opt", "/srv", "/usr/local/share", "/usr/share"];

/**
 * A folder on this machine that holds the AWS provider in Terraform's layout for mirrors, so that nothing is fetched.
 *
 * `TERRAFORM_PROVIDER_MIRROR` names it; else, unless the person has a CLI configuration of their own, the folders one
 * level under /opt, /srv, /usr/local/share and /usr/share are looked at.
 *
 * @throws UserError when TERRAFORM_PROVIDER_MIRROR names a folder without the provider
 */
export function findMirror(env: NodeJS.ProcessEnv, roots: readonly string[] = usualRoots): string | undefined {
  const named = env.TERRAFORM_PROVIDER_MIRROR;
  if (named !== undefined && named !== "") {
    if (holdsProvider(named)) return named;
    throw new UserError(
      `TERRAFORM_PROVIDER_MIRROR is ${named}, which holds no ${provider}/${providerVersion}/${platform()}; ` +
        "fill it with `terraform providers mirror FOLDER`, or unset the variable to have the provider fetched",
    );
  }
  return hasConfiguration(env) ? undefined : roots.flatMap(foldersOf).find(holdsProvider);
}

/** Both layouts of https://developer.hashicorp.com/terraform/cli/config/config-file#filesystem_mirror: unpacked, packed. */
function holdsProvider(folder: string): boolean {
  return (
    existsSync(join(folder, provider, providerVersion, platform())) ||
    existsSync(join(folder, provider, `terraform-provider-aws_${providerVersion}_${platform()}.zip`))
  );
}

function foldersOf(root: string): readonly string[] {
  try {
    return readdirSync(root, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
      .map(({ name }) => join(root, name))
      .sort();
  } catch {
    return []; // not on this machine, or not for us to read
  }
}

/** Whether the person has a CLI configuration of their own, which says where providers come from. */
function hasConfiguration(env: NodeJS.ProcessEnv): boolean {
  return existsSync(env.TF_CLI_CONFIG_FILE ?? join(env.HOME ?? homedir(), ".terraformrc"));
}

/** A CLI configuration that takes the AWS provider from the mirror, and everything else from where it comes from. */
export function mirrorConfiguration(mirror: string): string {
  return `provider_installation {
  filesystem_mirror {
    path    = ${JSON.stringify(mirror)}
    include = [${JSON.stringify(provider)}]
  }
  direct {
    exclude = [${JSON.stringify(provider)}]
  }
}
`;
}
