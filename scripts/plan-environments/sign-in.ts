import { AssumeRoleWithWebIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { awsError, clientConfig, describe } from "../../lib/aws";
import { exitCodes, UserError } from "../../packages/common/errors";
import { parseJsonObject } from "../../packages/common/files";

/** Variables of a GitHub job that signs in: the permission `id-token: write` sets those of the token. */
const tokenVariables = ["ACTIONS_ID_TOKEN_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_TOKEN"] as const;
const credentialVariables = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE"] as const;

/** An environment for programs that must neither inherit credentials nor sign in by themselves. */
export function withoutCredentials(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const removed: readonly string[] = [...tokenVariables, ...credentialVariables];
  return Object.fromEntries(Object.entries(env).filter(([name]) => !removed.includes(name)));
}

/**
 * The credentials of an environment's plan role, for an hour, by the job's OIDC token.
 *
 * @param env PLAN_ROLES, and what a GitHub job with `id-token: write` has
 * @throws UserError when there is no role for it, no token, or AWS refuses it
 */
export async function signIn(
  { name, region }: { readonly name: string; readonly region: string },
  env: NodeJS.ProcessEnv,
): Promise<Readonly<Record<string, string>>> {
  const role = roleOf(name, env);
  const sts = new STSClient({
    ...clientConfig(region, withoutCredentials(env)),
    // The call is not signed; the SDK asks for credentials all the same.
    credentials: { accessKeyId: "unsigned", secretAccessKey: "unsigned" },
  });
  const token = await oidcToken(env);
  try {
    const { Credentials: credentials } = await sts.send(
      new AssumeRoleWithWebIdentityCommand({
        RoleArn: role,
        RoleSessionName: `plan-${name}`.slice(0, 64),
        WebIdentityToken: token,
      }),
    );
    return {
      AWS_ACCESS_KEY_ID: credentials?.AccessKeyId ?? "",
      AWS_SECRET_ACCESS_KEY: credentials?.SecretAccessKey ?? "",
      AWS_SESSION_TOKEN: credentials?.SessionToken ?? "",
      AWS_REGION: region,
    };
  } catch (error) {
    throw awsError(error, `assume ${role} with the job's OIDC token`);
  } finally {
    sts.destroy();
  }
}

function roleOf(name: string, { PLAN_ROLES: roles = "" }: NodeJS.ProcessEnv): string {
  const fix = `set the repository variable PLAN_ROLES to JSON such as {"${name}": "arn:aws:iam::111122223333:role/plan"}`;
  if (roles.trim() === "") throw new UserError(`PLAN_ROLES is empty; ${fix}`);
  const role = parseJsonObject(roles, "PLAN_ROLES", fix)[name];
  if (typeof role === "string" && /^arn:[\w-]+:iam::\d{12}:role\/\S+$/.test(role)) return role;
  const got = role === undefined ? "" : `, got ${JSON.stringify(role)}`;
  throw new UserError(`PLAN_ROLES has no role's ARN for ${name}${got}; ${fix}`);
}

/** GitHub's token that says which workflow of which repository runs. */
async function oidcToken(env: NodeJS.ProcessEnv): Promise<string> {
  const [url, bearer] = tokenVariables.map((name) => env[name] ?? "");
  if (url === undefined || url === "" || bearer === "") {
    throw new UserError("the job has no OIDC token; give it the permission id-token: write", exitCodes.unreachable);
  }
  try {
    const response = await fetch(`${url}&audience=sts.amazonaws.com`, {
      headers: { Authorization: `Bearer ${bearer}` },
    });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    const { value } = (await response.json()) as { readonly value?: unknown };
    if (typeof value !== "string" || value === "") throw new Error("the answer has no token");
    return value;
  } catch (error) {
    throw new UserError(`GitHub gives no OIDC token: ${describe(error)}; run the job again`, exitCodes.unreachable);
  }
}
