import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { exitCodes, UserError } from "../../packages/common/errors";
import type { ClientConfig } from "./client";
import { awsError } from "./errors";

/**
 * Makes sure that the credentials are those of an account, before any other request.
 *
 * @param account the required account, 12 digits
 * @throws UserError when there are no credentials, or they are another account's
 */
export async function checkAccount(config: ClientConfig, account: string): Promise<void> {
  const identity = await new STSClient(config).send(new GetCallerIdentityCommand({})).catch((error: unknown) => {
    throw awsError(error, `ask AWS for account ${account}`);
  });
  if (identity.Account === account) return;
  throw new UserError(
    `these credentials are of AWS account ${identity.Account} (${identity.Arn}), not of ${account}; use others`,
    exitCodes.unreachable,
  );
}
