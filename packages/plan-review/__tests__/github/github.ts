import { GitHub } from "../../github";
import { patience, serve, type Received, type Reply } from "../../../common/__tests__/helpers/server";

export const bot = { login: "github-actions[bot]", type: "Bot" };
export const token = "ghs_veryS3cret";
export const review = (text: string): string =>
  `<!-- plan-review -->\n<!-- plan-review-hash: ${"a".repeat(64)} -->\n${text}`;

interface StoredComment {
  readonly id: number;
  readonly body: string;
  readonly user: object;
}

interface Options {
  readonly comments?: readonly StoredComment[];
  /** Answers before the store does. @default - the store answers everything */
  readonly before?: (request: Received) => Reply | undefined;
  /** Comments on a page. @default 100 */
  readonly pageSize?: number;
}

/** The comments of pull request 7, on a real HTTP server that answers as GitHub does. */
export async function gitHubWith({ comments: given = [], before, pageSize = 100 }: Options = {}) {
  let comments = [...given];
  let next = 1000;
  const server = await serve((request) => {
    const early = before?.(request);
    if (early !== undefined) return early;
    const { method, path, body } = request;
    const url = new URL(path, "http://localhost");
    const one = /\/issues\/comments\/(\d+)$/.exec(url.pathname)?.[1];
    if (one !== undefined) {
      const id = Number(one);
      if (!comments.some((comment) => comment.id === id)) return { status: 404, body: { message: "Not Found" } };
      if (method === "DELETE") {
        comments = comments.filter((comment) => comment.id !== id);
        return { status: 204 };
      }
      const written = JSON.parse(body) as { body: string };
      comments = comments.map((comment) => (comment.id === id ? { ...comment, ...written } : comment));
      return { body: {} };
    }
    if (method === "POST") {
      const id = next++;
      comments = [...comments, { id, user: bot, ...(JSON.parse(body) as { body: string }) }];
      return { status: 201, body: { id } };
    }
    const page = Number(url.searchParams.get("page") ?? "1");
    const shown = comments.slice((page - 1) * pageSize, page * pageSize);
    url.searchParams.set("page", String(page + 1));
    const link = `<http://${request.headers.host}${url.pathname}${url.search}>; rel="next"`;
    return { body: shown, headers: comments.length > page * pageSize ? { link } : {} };
  });
  const { waits, settings } = patience();
  const github = new GitHub({ repository: "acorn/infra", token, apiUrl: server.url, ...settings });
  return { github, waits, received: server.received, url: server.url, comments: () => comments };
}
