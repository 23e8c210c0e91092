import { connect } from "node:net";
import { startRunTaskServer, type RunTaskServer } from "../../run-task/server";
import { hmacKey } from "./parts";

const servers: RunTaskServer[] = [];
afterAll(() => Promise.all(servers.map((server) => server.close())));

describe("an invalid request leaves one line in the log, no stack, and no connection", () => {
  /** Sends bytes, and gives what came back when the server closes the connection; with `leave`, closes it first. */
  const exchange = (server: RunTaskServer, parts: readonly string[], { leave = false } = {}) =>
    new Promise<string>((resolve, reject) => {
      const { hostname, port } = new URL(server.url);
      let received = "";
      const socket = connect(Number(port), hostname, () => {
        for (const part of parts) socket.write(part);
        if (leave) setTimeout(() => socket.destroy(), 20);
      });
      socket.setEncoding("utf8").on("data", (text: string) => (received += text));
      socket.once("error", (error: NodeJS.ErrnoException) => (error.code === "ECONNRESET" ? undefined : reject(error)));
      socket.once("close", () => resolve(received));
    });
  const head = (length: number, signature = "0".repeat(128)) =>
    `POST / HTTP/1.1\r\nhost: x\r\nx-tfc-task-signature: ${signature}\r\ncontent-length: ${length}\r\n\r\n`;
  const until = async (isSo: () => boolean): Promise<void> => {
    while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  const start = async (requestSeconds?: number) => {
    const { log, logs, ...options } = quiet();
    const server = await startRunTaskServer({ ...options, log, ...(requestSeconds && { requestSeconds }) });
    servers.push(server);
    return { server, logs };
  };
  const oneLine = (logs: readonly string[]) => {
    expect(logs.join("\n")).not.toMatch(/\n\s+at |Error:/);
    return logs;
  };

  test("unsigned: refused before its body is read", async () => {
    const { server, logs } = await start();
    const unsigned = "POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100000\r\n\r\n{";
    expect(await exchange(server, [unsigned])).toMatch(/^HTTP\/1\.1 401 .*the signature is missing\n/s);
    expect(oneLine(logs)).toEqual(["refused a request: the signature is missing"]);
  });

  test("signed with another key", async () => {
    const { server, logs } = await start();
    expect(await exchange(server, [head(2), "{}"])).toMatch(/^HTTP\/1\.1 401 .*the signature is wrong\n/s);
    expect(oneLine(logs)).toEqual(["refused a request: the signature is wrong"]);
  });

  test("aborted: the sender is gone before all of it has arrived", async () => {
    const { server, logs } = await start();
    expect(await exchange(server, [head(1000), "{"], { leave: true })).toBe("");
    await until(() => logs.length > 0);
    expect(oneLine(logs)).toEqual(["a request ended before all of it had arrived"]);
  });

  test("slow: what has not arrived in time is given up, body or headers", async () => {
    const { server, logs } = await start(0.2);
    expect(await exchange(server, [head(1000), "{"])).toMatch(/^(HTTP\/1\.1 408 |$)/);
    await until(() => logs.length > 0);
    expect(oneLine(logs)).toEqual(["a request ended before all of it had arrived"]);
    expect(await exchange(server, ["POST / HTTP/1.1\r\nhost: x\r\nx-slow"])).toMatch(/^HTTP\/1\.1 408 /);
    expect(oneLine(logs)).toHaveLength(1);
  });

  test("too long: refused as soon as it is", async () => {
    const { server, logs } = await start();
    const answer = await exchange(server, [head(10_000_000), "x".repeat(300_000)]);
    expect(answer).toMatch(/^HTTP\/1\.1 413 .*no more than 262144 bytes\n/s);
    expect(oneLine(logs)).toEqual(["refused a request: a request has no more than 262144 bytes"]);
  });

  test("no HTTP at all, and a path that is none", async () => {
    const { server, logs } = await start();
    expect(await exchange(server, ["\u0016\u0003\u0001 hello\r\n\r\n"])).toMatch(/^HTTP\/1\.1 400 /);
    expect(await exchange(server, ["GET //[ HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"])).toMatch(
      /^HTTP\/1\.1 405 /,
    );
    expect(logs).toEqual([]);
  });
});

/** A server that has nothing to do. */
function quiet() {
  const logs: string[] = [];
  return {
    hmacKey,
    address: "https://app.terraform.io",
    host: "127.0.0.1",
    port: 0,
    concurrency: 1,
    logs,
    log: (line: string) => void logs.push(line),
    perform: () => Promise.resolve("done"),
  };
}
