import { UserError } from "../../common/errors";
import type { HttpSettings } from "../../common/http";

export interface HcpSettings extends HttpSettings {
  /** Where HCP Terraform or Terraform Enterprise is, without a path: `https://app.terraform.io`. */
  readonly address: string;
  /** Never logged, and sent to the host of `address` alone. */
  readonly token: string;
}

/**
 * Where HCP Terraform is: TFE_ADDRESS, a URL or a hostname.
 *
 * @throws UserError when it is neither, or would have a token sent in plain text
 */
export function hcpAddress(env: NodeJS.ProcessEnv): string {
  const given = env.TFE_ADDRESS ?? "app.terraform.io";
  const url = given.includes("://") ? given : `https://${given}`;
  if (given === "" || !URL.canParse(url)) {
    throw new UserError(`TFE_ADDRESS must be a hostname or URL of HCP Terraform, got ${JSON.stringify(given)}`);
  }
  const { protocol, hostname, origin } = new URL(url);
  if (protocol !== "https:" && hostname !== "127.0.0.1" && hostname !== "localhost") {
    throw new UserError(`TFE_ADDRESS must begin with https://, since a token goes there, got ${given}`);
  }
  return origin;
}

/**
 * Address and token as Terraform's own tools read them: TFE_TOKEN, or TF_TOKEN_ and the hostname with `_` for a point and `__` for
 * a hyphen. https://developer.hashicorp.com/terraform/cli/config/config-file#environment-variable-credentials
 *
 * @throws UserError that names the variables when there is no token
 */
export function hcpSettings(env: NodeJS.ProcessEnv): HcpSettings {
  const address = hcpAddress(env);
  const variable = `TF_TOKEN_${new URL(address).hostname.replaceAll("-", "__").replaceAll(".", "_")}`;
  const token = [env.TFE_TOKEN, env[variable]].find((value) => value !== undefined && value !== "");
  if (token === undefined)
    throw new UserError(`TFE_TOKEN or ${variable} must be a token that may read the workspace's runs`);
  return { address, token };
}
