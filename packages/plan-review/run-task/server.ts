import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { report } from "../../common/errors";
import { parseRequest, type TaskRequest } from "./request";
import type { RunTaskSettings } from "./settings";
import { isSigned } from "./signature";

/** Bytes of a request; HCP Terraform's have about 3 KiB. */
const longestBody = 256 * 1024;
/** Requests that may wait for their turn; more are refused with a hint to retry. */
const longestQueue = 200;
/** Connections at the same time; HCP Terraform opens one for each request. */
const mostConnections = 500;

export interface RunTaskServerOptions extends Pick<
  RunTaskSettings,
  "hmacKey" | "address" | "host" | "port" | "concurrency"
> {
  /** Does the work of a request, after it was answered; returns what is logged. */
  readonly perform: (task: TaskRequest) => Promise<string>;
  /** A line of the log. It never holds a token, a key or anything of a plan. */
  readonly log: (line: string) => void;
  /** Seconds in which a whole request must have arrived. @default 15 */
  readonly requestSeconds?: number;
}

export interface RunTaskServer {
  readonly url: string;
  /** Takes no more requests, does what it took, and ends. */
  close(): Promise<void>;
}

/** Starts a server for HCP Terraform's run tasks: POST / (signed) and GET /healthz. */
export async function startRunTaskServer(options: RunTaskServerOptions): Promise<RunTaskServer> {
  const { host, port, requestSeconds = 15 } = options;
  const work = new Work(options);
  // Somebody who sends a byte a second does not keep a connection: Node.js answers 408 and closes it.
  const limits = {
    requestTimeout: requestSeconds * 1000,
    headersTimeout: requestSeconds * 1000,
    connectionsCheckingInterval: Math.min(requestSeconds * 500, 5000),
  };
  const server = createServer(limits, (request, response) => {
    void handle(request, response, options, work).catch((error: unknown) => {
      options.log(`request failed: ${report(error)}`);
      if (!response.headersSent) answer(response, 500, "internal error");
    });
  });
  server.maxConnections = mostConnections;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(port, host, resolve);
  });
  const { port: bound } = server.address() as AddressInfo;
  return {
    url: `http://${host}:${bound}`,
    close: async () => {
      work.isClosing = true;
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      });
      await work.done();
    },
  };
}

async function handle(request: IncomingMessage, response: ServerResponse, options: RunTaskServerOptions, work: Work) {
  const pathname = (request.url ?? "/").split("?", 1)[0];
  if (request.method === "GET" && pathname === "/healthz") {
    answer(response, work.isClosing ? 503 : 200, work.isClosing ? "closing" : "ok");
    return;
  }
  if (request.method !== "POST" || pathname !== "/") {
    answer(response, request.method === "POST" ? 404 : 405, "POST / is for run tasks, GET /healthz for health checks");
    return;
  }
  const signature = request.headers["x-tfc-task-signature"];
  const refuse = (status: number, text: string): void => {
    options.log(`refused a request: ${text}`);
    // What is left of the body is not read.
    response.setHeader("connection", "close");
    answer(response, status, text);
  };
  if (typeof signature !== "string" || signature === "") return refuse(401, "the signature is missing");
  const body = await bodyOf(request);
  if (body === "too long") return refuse(413, `a request has no more than ${longestBody} bytes`);
  if (body === "incomplete") {
    // Whoever sent it is gone, or was too slow and has got Node.js's 408.
    options.log("a request ended before all of it had arrived");
    return;
  }
  if (!isSigned(body, signature, options.hmacKey)) return refuse(401, "the signature is wrong");
  const parsed = parseRequest(body.toString("utf8"), options.address);
  if ("problem" in parsed) {
    options.log(`refused a request: ${parsed.problem}`);
    answer(response, 400, parsed.problem);
  } else if ("ping" in parsed) {
    options.log("HCP Terraform verified the run task");
    answer(response, 200, "ok");
  } else if (!work.take(parsed.task)) {
    answer(response, 503, "too much to do; come again");
  } else {
    answer(response, 200, "ok");
  }
}

/** The raw body, or why there is none. The connection stays, so that the answer arrives. */
function bodyOf(request: IncomingMessage): Promise<Buffer | "too long" | "incomplete"> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (bytes: Buffer) => {
      size += bytes.length;
      if (size > longestBody) {
        request.pause();
        resolve("too long");
      } else chunks.push(bytes);
    });
    request.once("end", () => resolve(Buffer.concat(chunks)));
    request.once("error", () => resolve("incomplete"));
    request.once("close", () => resolve("incomplete"));
  });
}

function answer(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { "content-type": "text/plain; charset=utf-8" }).end(`${text}\n`);
}

/** Tasks that were taken: so many at the same time, the others in the order in which they came; each once. */
class Work {
  isClosing = false;
  private readonly waiting: TaskRequest[] = [];
  private readonly known = new Set<string>();
  private readonly running = new Set<Promise<void>>();

  constructor(private readonly options: Pick<RunTaskServerOptions, "concurrency" | "perform" | "log">) {}

  /** Whether the task was taken; HCP Terraform sends one again when the answer was lost, and it is not done twice. */
  take(task: TaskRequest): boolean {
    if (this.isClosing) return false;
    if (this.known.has(task.taskResultId)) return true;
    if (this.waiting.length >= longestQueue) return false;
    this.known.add(task.taskResultId);
    this.waiting.push(task);
    this.start();
    return true;
  }

  async done(): Promise<void> {
    while (this.running.size > 0 || this.waiting.length > 0) await Promise.race(this.running);
  }

  private start(): void {
    const { concurrency } = this.options;
    while (this.running.size < concurrency) {
      const task = this.waiting.shift();
      if (task === undefined) return;
      const work: Promise<void> = this.perform(task).finally(() => {
        this.running.delete(work);
        this.known.delete(task.taskResultId);
        this.start();
      });
      this.running.add(work);
    }
  }

  private async perform(task: TaskRequest): Promise<void> {
    const { perform, log } = this.options;
    const begun = Date.now();
    const outcome = await perform(task).catch((error: unknown) => `failed: ${report(error)}`);
    const shown = outcome.replaceAll(task.accessToken, "(token)");
    log(`${task.runId} ${JSON.stringify(task.workspace)}: ${shown} (${((Date.now() - begun) / 1000).toFixed(1)} s)`);
  }
}
