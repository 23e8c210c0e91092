import { sleep } from "./process";

/** How patient a client is. The clock and the waiting can be given, so that tests need no patience at all. */
export interface HttpSettings {
  /** Seconds for one attempt, from its first byte to its last. @default 30 */
  readonly timeoutSeconds?: number;
  /** How often a request is sent when it fails for a reason that may pass. @default 4 */
  readonly attempts?: number;
  /** Seconds of waiting in all; a server that asks for more has its refusal returned at once. @default 300 */
  readonly longestWaitSeconds?: number;
  /** Bytes of a body; a larger one is an error. @default 256 MiB */
  readonly maximumBytes?: number;
  /** Aborts all of it. @default - nothing does */
  readonly signal?: AbortSignal;
  readonly wait?: (milliseconds: number) => Promise<void>;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

export interface HttpRequest {
  readonly url: string;
  /** @default "GET" */
  readonly method?: "GET" | "POST" | "PATCH" | "DELETE";
  /** Sent beside the request; `authorization` goes to the host of `url` alone, whatever redirects say. @default - none */
  readonly headers?: Readonly<Record<string, string>>;
  /** @default - none */
  readonly body?: string;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** How often it was sent. */
  readonly attempts: number;
}

/** No usable answer: no connection, no answer in time, a body that is too large or a redirect that is not followed. */
export class HttpError extends Error {
  override readonly name = "HttpError";
}

const redirects = new Set([301, 302, 303, 307, 308]);

/**
 * Sends a request and returns the answer, whatever its status.
 *
 * A rate limit is waited for as the server says (`retry-after`, `x-ratelimit-reset`). A 5xx, a lost connection or a timeout is tried
 * again with a growing pause, save for POST: it may have been done. Redirects are followed for GET, and within a host.
 *
 * @throws HttpError when there is no usable answer
 */
export async function send(request: HttpRequest, settings: HttpSettings = {}): Promise<HttpResponse> {
  const { attempts = 4, longestWaitSeconds = 300, wait = sleep, now = Date.now } = settings;
  const mayRepeat = request.method !== "POST";
  let waited = 0;
  for (let attempt = 1; ; attempt += 1) {
    const answer = await once(request, settings).catch((error: unknown) => {
      if (error instanceof HttpError && (!mayRepeat || attempt >= attempts || isFinal(error))) throw error;
      if (!(error instanceof HttpError)) throw error;
      return undefined;
    });
    const limited = answer !== undefined && isRateLimit(answer);
    if (answer !== undefined && !limited && (answer.status < 500 || !mayRepeat))
      return { ...answer, attempts: attempt };
    const seconds = (limited ? rateLimitSeconds(answer, now()) : undefined) ?? 2 ** (attempt - 1);
    if (answer !== undefined && (attempt >= attempts || waited + seconds > longestWaitSeconds)) {
      return { ...answer, attempts: attempt };
    }
    waited += seconds;
    await wait(seconds * 1000);
    settings.signal?.throwIfAborted();
  }
}

type Answer = Omit<HttpResponse, "attempts">;

/** An error that comes again however often one asks. */
class FinalError extends HttpError {}
const isFinal = (error: HttpError): boolean => error instanceof FinalError;

async function once(request: HttpRequest, settings: HttpSettings): Promise<Answer> {
  const { timeoutSeconds = 30, maximumBytes = 256 * 1024 * 1024, signal } = settings;
  const { method = "GET", headers, body } = request;
  const timeout = AbortSignal.timeout(timeoutSeconds * 1000);
  const either = signal === undefined ? timeout : AbortSignal.any([timeout, signal]);
  let url = new URL(request.url);
  let sent = new Headers(headers);
  try {
    for (let hop = 0; hop <= 5; hop += 1) {
      const response = await fetch(url, { method, headers: sent, body, redirect: "manual", signal: either });
      const location = response.headers.get("location");
      if (!redirects.has(response.status) || location === null) {
        return { status: response.status, headers: response.headers, text: await textOf(response, maximumBytes) };
      }
      await response.body?.cancel();
      const next = new URL(location, url);
      refuseUnsafe(method, url, next);
      if (next.origin !== url.origin) {
        sent = new Headers(sent);
        sent.delete("authorization");
      }
      url = next;
    }
  } catch (error) {
    if (error instanceof HttpError) throw error;
    if (signal?.aborted === true) throw error;
    const reason = timeout.aborted ? `no answer within ${timeoutSeconds} seconds` : reasonOf(error);
    throw new HttpError(`${method} ${shownUrl(url)}: ${reason}`);
  }
  throw new FinalError(`${method} ${shownUrl(new URL(request.url))}: redirected more than 5 times`);
}

function refuseUnsafe(method: string, from: URL, to: URL): void {
  const refuse = (why: string): never => {
    throw new FinalError(`${method} ${shownUrl(from)}: redirected to ${shownUrl(to)}, ${why}`);
  };
  if (to.protocol !== "https:" && to.protocol !== from.protocol) refuse("which is not encrypted");
  if (method !== "GET" && to.origin !== from.origin) refuse("another host, where nothing is sent");
}

async function textOf(response: Response, maximumBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    const bytes = chunk as Uint8Array;
    size += bytes.byteLength;
    if (size > maximumBytes) {
      throw new FinalError(`${shownUrl(new URL(response.url))}: the answer is larger than ${maximumBytes} bytes`);
    }
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** A query may hold a signature that opens what the URL names. */
const shownUrl = ({ origin, pathname }: URL): string => `${origin}${pathname}`;

/** fetch says "fetch failed", and what happened in the cause. */
function reasonOf(error: unknown): string {
  const { cause, message } = error as { cause?: { code?: string; message?: string }; message?: string };
  return cause?.code ?? cause?.message ?? message ?? String(error);
}

/**
 * Whether the server asks to wait: 429, and GitHub's 403 for its primary limit (nothing remaining) and its secondary ones.
 * https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
export function isRateLimit({ status, headers, text }: Answer): boolean {
  if (status === 429) return true;
  if (status !== 403) return false;
  return (
    headers.has("retry-after") || headers.get("x-ratelimit-remaining") === "0" || /secondary rate limit/i.test(text)
  );
}

/** Seconds to wait for a rate limit; undefined when the server does not say. @param now milliseconds since 1970 */
export function rateLimitSeconds({ headers, text }: Pick<Answer, "headers" | "text">, now: number): number | undefined {
  const after = headers.get("retry-after");
  if (after !== null) {
    const seconds = /^\d+$/.test(after.trim()) ? Number(after) : (Date.parse(after) - now) / 1000;
    if (Number.isFinite(seconds)) return Math.max(0, seconds);
  }
  const reset = headers.get("x-ratelimit-reset");
  // GitHub: seconds since 1970. HCP Terraform: seconds from now, with a fraction.
  if (reset !== null && Number.isFinite(Number(reset))) {
    const seconds = Number(reset);
    return Math.max(0, seconds > 1_000_000_000 ? seconds - now / 1000 : seconds);
  }
  // What GitHub's documentation asks for where it names no time.
  return /secondary rate limit/i.test(text) ? 60 : undefined;
}

/** The JSON of an answer. @throws HttpError that names the server when it is none */
export function jsonOf({ text, headers }: Pick<HttpResponse, "text" | "headers">, server: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const type = headers.get("content-type") ?? "no content type";
    throw new HttpError(`${server} answered with something that is not JSON (${type}, ${text.length} characters)`);
  }
}
