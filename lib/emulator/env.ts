import { devNull } from "node:os";
import { join } from "node:path";
import { emulatorState } from "../environment-names";
import { projectRoot } from "../root";

/** Where an emulator answers, and whose account it plays. */
export interface Endpoint {
  /** Such as "http://127.0.0.1:40123". */
  readonly url: string;
  /** 12 digits. */
  readonly account: string;
  readonly region: string;
}

/** Not secrets: the emulator takes any. AWS_SECRET_ACCESS_KEY and its like are never passed on to it. */
const credentials = { accessKeyId: "emulator", secretAccessKey: "emulator" };

/** Where state is that an environment keeps in HCP Terraform when it is deployed to AWS: an emulator has no HCP Terraform. */
export const emulatorStateFolder = (account: string, folder = join(projectRoot(), ".emulator")): string =>
  join(folder, `${account}.state`);

/**
 * The environment in which Terraform, cdktf, the AWS CLI and the SDKs talk to the emulator and to nothing else of AWS.
 *
 * @param base what else the programs get, such as `findTerraform().env`; every `AWS_*` of it is left out, and the
 * person's AWS configuration files with their profiles and endpoints are not read
 */
export function emulatorEnv(
  { url, region, account }: Endpoint,
  base: NodeJS.ProcessEnv = process.env,
): NodeJS.ProcessEnv {
  const rest = Object.entries(base).filter(([name]) => !name.startsWith("AWS_"));
  // Proxies stay for what is fetched from the internet (providers), and are not asked for the emulator.
  const noProxy = [base.NO_PROXY ?? base.no_proxy, "127.0.0.1", "localhost"].filter(Boolean).join(",");
  return {
    ...Object.fromEntries(rest),
    NO_PROXY: noProxy,
    no_proxy: noProxy,
    [emulatorState]: emulatorStateFolder(account),
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: "true",
    // A gap in the emulator shows at once, not after the 25 tries of the Terraform provider.
    AWS_MAX_ATTEMPTS: "2",
  };
}

/** Configuration of a client of AWS SDK for JavaScript v3: `new Route53Client(clientConfig(emulator))`. */
export function clientConfig({ url, region }: Endpoint) {
  return { endpoint: url, region, credentials, maxAttempts: 2 };
}
