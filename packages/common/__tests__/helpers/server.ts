import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

export interface Received {
  readonly method: string;
  /** Path with its query. */
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

export interface Reply {
  /** @default 200 */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text, or what is sent as JSON. @default - nothing */
  readonly body?: unknown;
  /** Never answers, or drops the connection. @default - answers */
  readonly instead?: "hang" | "drop";
}

const servers: Server[] = [];
afterAll(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

/** A real HTTP server on the loopback that keeps what it got; it is gone after the tests of the file. */
export async function serve(answer: (request: Received) => Reply | Promise<Reply>) {
  const received: Received[] = [];
  const server: Server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      const request = {
        method: incoming.method ?? "",
        path: incoming.url ?? "",
        headers: incoming.headers,
        body: Buffer.concat(chunks).toString("utf8"),
      };
      received.push(request);
      void Promise.resolve(answer(request)).then(({ status = 200, headers = {}, body = "", instead }) => {
        if (instead === "hang") return;
        if (instead === "drop") {
          incoming.socket.destroy();
          return;
        }
        outgoing.writeHead(status, headers).end(typeof body === "string" ? body : JSON.stringify(body));
      });
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  servers.push(server);
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, received };
}

/** Replies one after the other; the last one from then on. */
export function inTurn(...replies: readonly Reply[]): () => Reply {
  let index = 0;
  return () => replies[Math.min(index++, replies.length - 1)] ?? {};
}

/** Patience without time: keeps the seconds that a client would have waited. */
export function patience(now = Date.parse("2026-01-01T00:00:00Z")) {
  const waits: number[] = [];
  const wait = (milliseconds: number): Promise<void> => {
    waits.push(milliseconds / 1000);
    return Promise.resolve();
  };
  return { waits, settings: { wait, now: () => now } };
}
