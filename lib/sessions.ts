import type { Environment } from "../modules/platform/environment";
import { checkAccount, clientConfig, type ClientConfig } from "./aws";
import { exitCodes, UserError } from "../packages/common/errors";
import { emulatorEnv, findEmulator } from "./emulator";
import type { Steps } from "./terminal/steps";
import { loadEnvironment } from "./environments";

/** An environment, and how its account is reached. */
export interface Session {
  readonly environment: Environment;
  /** Whether it is the emulator on this machine. */
  readonly emulated: boolean;
  /** For programs that talk to AWS: Terraform, the AWS CLI. */
  readonly env: NodeJS.ProcessEnv;
  /** For the clients of the AWS SDK. */
  readonly config: ClientConfig;
}

/**
 * Finds the environment, and makes sure that the credentials are those of its account.
 *
 * @param emulated whether the emulator on this machine is used instead of AWS
 * @throws UserError when there is no such environment, no such emulator, or the credentials are of another account
 */
export async function openSession(
  environmentName: string,
  emulated: boolean,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Session> {
  const environment = await loadEnvironment(environmentName);
  const { account, region } = environment;
  const reached = await reach(environment, emulated, env);
  const config = clientConfig(region, reached);
  await checkAccount(config, account);
  return { environment, emulated, env: reached, config };
}

/**
 * A step that makes sure that the credentials are those of the environment's account; or that its emulator is running.
 *
 * @returns the environment for Terraform
 */
export function checkCredentials(
  environment: Environment,
  { emulated, env, steps }: { readonly emulated: boolean; readonly env: NodeJS.ProcessEnv; readonly steps: Steps },
): Promise<NodeJS.ProcessEnv> {
  const { account, region, state } = environment;
  return steps.do({
    name: emulated ? "AWS emulator" : "AWS account",
    work: async () => {
      const reached = await reach(environment, emulated, env);
      // With HCP Terraform the credentials may be the workspace's.
      if (state.kind !== "hcp") await checkAccount(clientConfig(region, reached), account);
      return reached;
    },
    outcome: () => `${account}, ${region}`,
  });
}

/**
 * The environment variables that lead to an environment's account, or to its emulator.
 *
 * @throws UserError when the emulator is to be used and is not running
 */
export async function reach(
  { name, account, region }: Pick<Environment, "name" | "account" | "region">,
  emulated: boolean,
  env: NodeJS.ProcessEnv = process.env,
): Promise<NodeJS.ProcessEnv> {
  if (!emulated) return env;
  const emulator = await findEmulator({ account, region });
  if (emulator !== undefined) return emulatorEnv(emulator, env);
  throw new UserError(
    `no emulator of account ${account} is running: start it with ./platform start ${name}, or leave out --emulator`,
    exitCodes.unreachable,
  );
}
