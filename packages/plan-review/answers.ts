import { UserError } from "../common/errors";
import {
  HttpError,
  isRateLimit,
  jsonOf,
  rateLimitSeconds,
  send,
  type HttpRequest,
  type HttpResponse,
  type HttpSettings,
} from "../common/http";

/** Sends a request. @param doing what it is for, for messages @throws UserError when there is no usable answer */
export function ask(doing: string, request: HttpRequest, settings: HttpSettings): Promise<HttpResponse> {
  return send(request, settings).catch((error: unknown) => {
    throw error instanceof HttpError ? new UserError(`cannot ${doing}: ${error.message}`) : error;
  });
}

/** The JSON of an answer. @param server who answered, for messages @throws UserError when it is none */
export function readJson(doing: string, response: HttpResponse, server: string): unknown {
  try {
    return jsonOf(response, server);
  } catch (error) {
    throw new UserError(`cannot ${doing}: ${(error as Error).message}`);
  }
}

/** What to do about an answer that is a rate limit; undefined for any other. */
export function rateLimitAdvice(response: HttpResponse, { now = Date.now }: HttpSettings): string | undefined {
  if (!isRateLimit(response)) return undefined;
  const seconds = rateLimitSeconds(response, now());
  return `its rate limit ends${seconds === undefined ? " soon" : ` in ${Math.ceil(seconds)} seconds`}, run it again then`;
}
