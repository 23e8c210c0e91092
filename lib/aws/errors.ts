import { exitCodes, UserError } from "../../packages/common/errors";

/** HTTP status of an error of the AWS SDK; undefined when there was no answer. */
export function statusOf(error: unknown): number | undefined {
  return (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
}

/** AWS's name of an error, such as "ClusterNotFoundException". */
export function nameOf(error: unknown): string {
  return (error as { name?: string }).name ?? "";
}

/** The first line of what an error says. */
export function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // A refused connection is an AggregateError with an empty message of its own.
  const text = error.message === "" ? ((error as NodeJS.ErrnoException).code ?? error.name) : error.message;
  return text.split("\n")[0] ?? text;
}

const expired = /^(ExpiredToken|ExpiredTokenException|RequestExpired)$/;
const refused =
  /^(UnrecognizedClient|UnrecognizedClientException|InvalidClientTokenId|InvalidSignatureException|SignatureDoesNotMatch|AuthFailure)$/;
const denied = /^(AccessDenied|AccessDeniedException|UnauthorizedOperation|AccessDeniedFault)$/;
const throttled = /^(Throttling|ThrottlingException|ThrottledException|TooManyRequestsException|RequestLimitExceeded)$/;

/**
 * One line for an error of the AWS SDK: the message of AWS, and what to do; the exit code is that of "AWS cannot be asked" where the
 * credentials, the network or a limit is the cause.
 *
 * @param doing what was asked for, such as "read the service shop"
 */
export function awsError(error: unknown, doing: string): UserError {
  if (error instanceof UserError) return error;
  const name = nameOf(error);
  const unreachable = (next: string) => new UserError(`cannot ${doing}: ${next}`, exitCodes.unreachable);
  if (/^(CredentialsProviderError|TokenProviderError)$/.test(name)) {
    return unreachable(`no AWS credentials: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY`);
  }
  if (expired.test(name)) return unreachable(`the AWS credentials have expired: sign in again (aws sso login)`);
  if (refused.test(name)) return unreachable(`AWS refuses these credentials (${describe(error)}): use others`);
  if (denied.test(name)) {
    return unreachable(`these credentials are not allowed to: ${describe(error)}; use a role that is`);
  }
  if (throttled.test(name))
    return unreachable(`AWS limits the rate of requests (${name}): wait a minute, run it again`);
  const status = statusOf(error);
  // Of an answer that is no JSON or XML, such as a proxy's page, the SDK tells how its reading failed.
  if (status !== undefined && (status >= 500 || error instanceof SyntaxError)) {
    return unreachable(`AWS answers with HTTP ${status} (${name}): wait a minute, run it again`);
  }
  if (status === undefined) return unreachable(`AWS does not answer: ${describe(error)}; check the network`);
  return new UserError(`cannot ${doing}: ${name}: ${describe(error)}`);
}
