import { UserError } from "../../common/errors";
import type { HttpResponse, HttpSettings } from "../../common/http";
import { isRecord } from "../../terraform-json";
import { ask, rateLimitAdvice, readJson } from "../answers";

export interface GitHubSettings extends HttpSettings {
  /** `owner/name`. */
  readonly repository: string;
  /** Never logged, and sent to the host of `apiUrl` alone. */
  readonly token: string;
  /** REST API; GitHub Enterprise Server has its own. @default "https://api.github.com" */
  readonly apiUrl?: string;
}

/**
 * What a job of GitHub Actions has in its environment, with `GITHUB_TOKEN` passed to it.
 *
 * @throws UserError that names what is missing or wrong
 */
export function gitHubSettings(env: NodeJS.ProcessEnv): GitHubSettings {
  const { GITHUB_REPOSITORY: repository = "", GITHUB_TOKEN: token = "" } = env;
  const apiUrl = env.GITHUB_API_URL ?? "https://api.github.com";
  if (!/^[\w.-]+\/[\w.-]+$/.test(repository)) {
    throw new UserError(
      `GITHUB_REPOSITORY must be OWNER/NAME; ${repository === "" ? "it is not set" : `got ${JSON.stringify(repository)}`}`,
    );
  }
  if (token === "") throw new UserError("GITHUB_TOKEN must be a token that may write the pull request's comments");
  if (!URL.canParse(apiUrl)) throw new UserError(`GITHUB_API_URL must be a URL, got ${JSON.stringify(apiUrl)}`);
  const { protocol, hostname } = new URL(apiUrl);
  if (protocol !== "https:" && hostname !== "127.0.0.1" && hostname !== "localhost") {
    throw new UserError(`GITHUB_API_URL must begin with https://, since the token goes there, got ${apiUrl}`);
  }
  return { repository, token, apiUrl: apiUrl.replace(/\/+$/, "") };
}

/** An answer of GitHub that says no. */
export class GitHubError extends UserError {
  constructor(
    message: string,
    readonly status: number,
  ) {
    super(message);
  }
}

/** GitHub's REST API, as far as reviews need it. */
export class GitHub {
  constructor(private readonly settings: GitHubSettings) {}

  /** `/repos/OWNER/NAME` and then `path`. */
  inRepository(path: string): string {
    return `/repos/${this.settings.repository}${path}`;
  }

  /**
   * Asks, or changes something.
   *
   * @param doing what for, in words: "read the comments of pull request 7"
   * @throws GitHubError when GitHub refuses, UserError when it does not answer
   */
  async ask(doing: string, method: "GET" | "POST" | "PATCH" | "DELETE", path: string, body?: object): Promise<unknown> {
    const response = await this.send(doing, method, this.url(path), body);
    return response.text === "" ? undefined : readJson(doing, response, "GitHub");
  }

  /** Every element of a list, page after page. */
  async list(doing: string, path: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
    const found: Readonly<Record<string, unknown>>[] = [];
    let url: string | undefined = this.url(`${path}${path.includes("?") ? "&" : "?"}per_page=100`);
    while (url !== undefined) {
      const response: HttpResponse = await this.send(doing, "GET", url);
      const page = readJson(doing, response, "GitHub");
      if (!Array.isArray(page)) throw new UserError(`cannot ${doing}: GitHub answered with no list`);
      found.push(...page.filter(isRecord));
      url = this.next(response);
    }
    return found;
  }

  private url(path: string): string {
    return `${this.settings.apiUrl ?? "https://api.github.com"}${path}`;
  }

  /** The next page; a link to another host is none, since the token would go there. */
  private next({ headers }: HttpResponse): string | undefined {
    const [, link] = /<([^>]+)>;\s*rel="next"/.exec(headers.get("link") ?? "") ?? [];
    return link !== undefined && new URL(link).origin === new URL(this.url("/")).origin ? link : undefined;
  }

  private async send(doing: string, method: "GET" | "POST" | "PATCH" | "DELETE", url: string, body?: object) {
    const { token } = this.settings;
    const headers = {
      authorization: `Bearer ${token}`,
      accept: "application/vnd.github+json",
      "x-github-api-version": "2022-11-28",
      "user-agent": "plan-review",
      ...(body !== undefined && { "content-type": "application/json" }),
    };
    const request = { url, method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
    const response = await ask(doing, request, this.settings);
    if (response.status >= 300) throw new GitHubError(this.refusal(doing, response), response.status);
    return response;
  }

  /** One line: what GitHub answered, and what to do. */
  private refusal(doing: string, response: HttpResponse): string {
    const { status, attempts } = response;
    const reason = messageOf(response.text);
    const why = (next: string): string => `cannot ${doing}: GitHub answered ${status}${reason}; ${next}`;
    const limited = rateLimitAdvice(response, this.settings);
    if (limited !== undefined) return why(limited);
    switch (status) {
      case 401:
        return why("GITHUB_TOKEN is wrong or has expired");
      case 403:
        return why("the token lacks a permission: see `permissions` of the workflow; a fork's token may only read");
      case 404:
        return why(`is ${this.settings.repository} right, and may the token see it?`);
      case 409:
        return why("somebody changed it at the same time, run it again");
      case 422:
        return why("what was sent is not accepted");
      default:
        return why(
          status >= 500 ? `after ${attempts} attempts, see https://www.githubstatus.com` : "it is not expected",
        );
    }
  }
}

/** What GitHub says is wrong, without what was sent. */
function messageOf(text: string): string {
  try {
    const { message, errors } = JSON.parse(text) as { message?: unknown; errors?: unknown };
    const first: unknown = Array.isArray(errors) ? errors[0] : undefined;
    const detail = isRecord(first) && typeof first.message === "string" ? `: ${first.message}` : "";
    return typeof message === "string" ? ` (${`${message}${detail}`.slice(0, 200)})` : "";
  } catch {
    return "";
  }
}
