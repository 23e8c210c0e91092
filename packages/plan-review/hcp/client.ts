import { UserError } from "../../common/errors";
import type { HttpRequest, HttpResponse } from "../../common/http";
import { isRecord } from "../../terraform-json";
import { ask, rateLimitAdvice, readJson } from "../answers";
import type { HcpSettings } from "./settings";

/** HCP Terraform's API, as far as reviews need it. */
export class Hcp {
  constructor(private readonly settings: HcpSettings) {}

  /** The `data` of an answer in JSON:API, with what it includes. @throws UserError when HCP Terraform refuses or does not answer */
  async read(
    doing: string,
    path: string,
  ): Promise<{ data: Readonly<Record<string, unknown>>; included: readonly unknown[] }> {
    const response = await this.request(doing, { url: this.url(path) });
    const json = readJson(doing, response, "HCP Terraform");
    if (!isRecord(json) || !isRecord(json.data))
      throw new UserError(`cannot ${doing}: HCP Terraform answered without data`);
    return { data: json.data, included: Array.isArray(json.included) ? json.included : [] };
  }

  /**
   * Text behind a URL of the API, wherever it redirects; undefined when there is none yet (204).
   *
   * @param url a path of the API, or a URL of the same host
   */
  async text(doing: string, url: string): Promise<string | undefined> {
    const response = await this.request(doing, { url: this.url(url) });
    return response.status === 204 ? undefined : response.text;
  }

  /** What is behind a signed URL, such as a log; it gets no token. */
  async signed(doing: string, url: string): Promise<string> {
    const response = await this.answer(doing, { url });
    return response.text;
  }

  /** Sends JSON:API. */
  async patch(doing: string, url: string, body: object): Promise<void> {
    await this.request(doing, { url: this.url(url), method: "PATCH", body: JSON.stringify(body) });
  }

  /** @throws UserError for a URL of another host: the token does not go there */
  private url(pathOrUrl: string): string {
    const { address } = this.settings;
    const url = new URL(pathOrUrl, address);
    if (url.origin !== new URL(address).origin) {
      throw new UserError(`${url.origin} is not ${address}, where HCP Terraform is (TFE_ADDRESS)`);
    }
    return url.href;
  }

  private request(doing: string, request: HttpRequest): Promise<HttpResponse> {
    const headers = { authorization: `Bearer ${this.settings.token}`, "content-type": "application/vnd.api+json" };
    return this.answer(doing, { ...request, headers });
  }

  private async answer(doing: string, request: HttpRequest): Promise<HttpResponse> {
    const response = await ask(doing, request, this.settings);
    if (response.status >= 300) throw new UserError(this.refusal(doing, response));
    return response;
  }

  private refusal(doing: string, response: HttpResponse): string {
    const { status, attempts } = response;
    const why = (next: string): string =>
      `cannot ${doing}: HCP Terraform answered ${status}${titleOf(response.text)}; ${next}`;
    const limited = rateLimitAdvice(response, this.settings);
    if (limited !== undefined) return why(limited);
    switch (status) {
      case 401:
        return why("the token is wrong or has expired");
      case 403:
        return why("the token may not do this");
      case 404:
        return why("it is not there, or the token may not see it: plan JSON needs admin access to the workspace");
      case 409:
        return why("the run has moved on meanwhile");
      case 422:
        return why("what was sent is not accepted");
      default:
        return why(
          status >= 500 ? `after ${attempts} attempts, see https://status.hashicorp.com` : "it is not expected",
        );
    }
  }
}

/** The title of the first error, without what was sent. */
function titleOf(text: string): string {
  try {
    const { errors } = JSON.parse(text) as { errors?: unknown };
    const first: unknown = Array.isArray(errors) ? errors[0] : undefined;
    const title = isRecord(first) ? (first.title ?? first.detail) : first;
    return typeof title === "string" ? ` (${title.slice(0, 200)})` : "";
  } catch {
    return "";
  }
}
