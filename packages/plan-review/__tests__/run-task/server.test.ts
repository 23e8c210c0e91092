import type { Review } from "../../model";
import { startRunTaskServer, type RunTaskServer } from "../../run-task/server";
import { isSigned } from "../../run-task/signature";
import { performTask } from "../../run-task/task";
import { hmacKey, sign } from "./parts";
import { patience, serve, type Reply } from "../../../common/__tests__/helpers/server";

const accessToken = "token.atlasv1.s3cret";

const reviewOf = (verdict: Review["verdict"]): Review => ({
  format: 1,
  olderFindings: [],
  coverage: { assessed: 0, changes: 0 },
  verdict,
  summary: `the verdict is ${verdict}`,
  stacks: [],
  effects: [],
  blocks:
    verdict === "blocked"
      ? [
          {
            stack: "production-data",
            address: "aws_db_instance.x",
            rule: "destroys-data",
            text: "data is lost",
            remedy: "waive it",
          },
        ]
      : [],
  notices: [],
  hash: "",
});

const servers: RunTaskServer[] = [];
afterAll(() => Promise.all(servers.map((server) => server.close())));

interface Options {
  readonly verdict?: Review["verdict"];
  readonly review?: (stack: string, plan: string) => Review;
  readonly plan?: Reply;
  readonly callback?: () => Reply;
  readonly concurrency?: number;
}

/** The server, and an HCP Terraform that gives plans and takes results. */
async function runTask({
  verdict = "changes",
  review = () => reviewOf(verdict),
  plan,
  callback,
  concurrency = 2,
}: Options = {}) {
  const hcp = await serve(({ method }) => (method === "PATCH" ? (callback?.() ?? {}) : (plan ?? { body: '{"a":1}' })));
  const logs: string[] = [];
  const options = { address: hcp.url, review, http: patience().settings };
  let ended = 0;
  const server = await startRunTaskServer({
    hmacKey,
    address: hcp.url,
    host: "127.0.0.1",
    port: 0,
    concurrency,
    log: (line) => logs.push(line),
    perform: (task) => performTask(task, options).finally(() => (ended += 1)),
  });
  servers.push(server);
  const payload = (changes: object = {}) => ({
    payload_version: 1,
    stage: "post_plan",
    access_token: accessToken,
    run_id: "run-1",
    task_result_id: "taskrs-1",
    workspace_name: "production-data",
    run_app_url: `${hcp.url}/app/acorn/production-data/runs/run-1`,
    task_result_callback_url: `${hcp.url}/api/v2/task-results/1/callback`,
    plan_json_api_url: `${hcp.url}/api/v2/plans/plan-1/json-output`,
    ...changes,
  });
  const post = (body: string, signature: string | undefined = sign(body)) =>
    fetch(server.url, {
      method: "POST",
      body,
      headers: signature === undefined ? {} : { "x-tfc-task-signature": signature },
    });
  const ask = (changes: object = {}) => post(JSON.stringify(payload(changes)));
  const results = () =>
    hcp.received
      .filter(({ method }) => method === "PATCH")
      .map(({ body }) => (JSON.parse(body) as { data: Result }).data);
  const settled = async (count = 1): Promise<void> => {
    while (ended < count) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  return { server, hcp, logs, payload, post, ask, results, settled };
}

interface Result {
  readonly type: string;
  readonly attributes: { readonly status: string; readonly message: string; readonly url?: string };
  readonly relationships?: {
    readonly outcomes: { readonly data: readonly { readonly attributes: Record<string, unknown> }[] };
  };
}

describe("the signature", () => {
  test("a body that was signed with the key is taken", async () => {
    const { ask, settled } = await runTask();
    expect((await ask()).status).toBe(200);
    await settled();
  });

  test("a wrong, missing, shortened or foreign signature is refused before anything is read of the body", async () => {
    const { post, payload, hcp, logs } = await runTask();
    const body = JSON.stringify(payload());
    const wrong = [sign(body, "another key, 16 long"), "", sign(body).slice(0, -2), sign(`${body} `), "zz".repeat(64)];
    for (const signature of wrong) expect((await post(body, signature)).status).toBe(401);
    expect((await fetch((await runTask()).server.url, { method: "POST", body })).status).toBe(401);
    expect((await post("not JSON", "")).status).toBe(401);
    expect(hcp.received).toEqual([]);
    expect(logs.join()).not.toContain("s3cret");
  });

  test("it is over the raw bytes", () => {
    const body = Buffer.from('{ "a" : 1 }');
    expect(isSigned(body, sign('{ "a" : 1 }'), hmacKey)).toBe(true);
    expect(isSigned(body, sign('{"a":1}'), hmacKey)).toBe(false);
    expect(isSigned(body, sign('{ "a" : 1 }').toUpperCase(), hmacKey)).toBe(true);
    expect(isSigned(body, undefined, hmacKey)).toBe(false);
  });
});

describe("the verdict", () => {
  test.each([
    ["no changes", "passed"],
    ["changes", "passed"],
    ["blocked", "failed"],
    ["failed", "failed"],
  ] as const)("%s is reported as %s, after running", async (verdict, status) => {
    const { ask, settled, results, hcp } = await runTask({ verdict });
    await ask();
    await settled();
    expect(results().map(({ type, attributes }) => [type, attributes.status])).toEqual([
      ["task-results", "running"],
      ["task-results", status],
    ]);
    expect(results()[1]?.attributes).toMatchObject({
      message: `the verdict is ${verdict}`,
      url: expect.stringMatching(/\/app\/acorn\/production-data\/runs\/run-1$/),
    });
    for (const { headers } of hcp.received) expect(headers.authorization).toBe(`Bearer ${accessToken}`);
    expect(hcp.received.at(-1)?.headers["content-type"]).toBe("application/vnd.api+json");
  });

  test("the whole review and each block are outcomes", async () => {
    const { ask, settled, results } = await runTask({ verdict: "blocked" });
    await ask();
    await settled();
    const outcomes = results()[1]?.relationships?.outcomes.data ?? [];
    expect(outcomes).toMatchObject([
      {
        type: "task-result-outcomes",
        attributes: { "outcome-id": "plan-review", tags: { Verdict: [{ label: "Blocked", level: "error" }] } },
      },
      {
        attributes: {
          "outcome-id": "destroys-data-1",
          description: "production-data/aws_db_instance.x: data is lost",
          body: "data is lost\n\nwaive it",
          tags: { Status: [{ label: "Blocked", level: "error" }] },
        },
      },
    ]);
    expect(outcomes[0]?.attributes.body).toContain("<!-- plan-review -->");
  });

  test("the workspace's plan is what is reviewed", async () => {
    const seen: string[] = [];
    const { ask, settled } = await runTask({ review: (...args) => (seen.push(...args), reviewOf("changes")) });
    await ask();
    await settled();
    expect(seen).toEqual(["production-data", '{"a":1}']);
  });
});

describe("what goes wrong is reported to HCP Terraform in a line", () => {
  test("a plan that cannot be read", async () => {
    const { ask, settled, results } = await runTask({ plan: { status: 404 } });
    await ask();
    await settled();
    expect(results()[1]?.attributes).toMatchObject({
      status: "failed",
      message: expect.stringContaining("answered 404"),
    });
  });

  test("a review that crashes: the log has the stack, the run has not", async () => {
    const { ask, settled, results, logs } = await runTask({
      review: () => {
        throw new TypeError(`broken by ${accessToken}`);
      },
    });
    await ask();
    await settled();
    expect(results()[1]?.attributes.message).toBe("the review failed; see the log of the run task server");
    await new Promise((resolve) => setImmediate(resolve));
    expect(logs.join()).toContain("TypeError: broken by (token)");
    expect(logs.join()).not.toContain("s3cret");
  });

  test("a stage without a plan", async () => {
    const { ask, settled, results } = await runTask();
    await ask({ stage: "pre_plan", plan_json_api_url: null });
    await settled();
    expect(results()).toMatchObject([
      { attributes: { status: "failed", message: expect.stringContaining("not at pre_plan") } },
    ]);
  });

  test("a callback that fails for a moment is tried again; one that HCP Terraform refuses is logged", async () => {
    let first = true;
    const passing = await runTask({ callback: () => (first ? ((first = false), { status: 503 }) : {}) });
    await passing.ask();
    await passing.settled();
    expect(passing.results().map(({ attributes }) => attributes.status)).toEqual(["running", "running", "passed"]);

    const refused = await runTask({ callback: () => ({ status: 401 }) });
    await refused.ask();
    await refused.settled();
    await new Promise((resolve) => setImmediate(resolve));
    expect(refused.logs.join()).toContain("failed: cannot tell the result of run-1: HCP Terraform answered 401");
  });
});

describe("requests", () => {
  test("the ping that verifies the run task is answered, and nothing is called", async () => {
    const { ask, hcp } = await runTask();
    expect((await ask({ access_token: "test-token", stage: "test" })).status).toBe(200);
    expect(hcp.received).toEqual([]);
  });

  test("the access token is sent to no host but HCP Terraform's", async () => {
    const other = await serve(() => ({}));
    const { ask, hcp, server } = await runTask();
    const urls = [
      `${other.url}/api/v2/task-results/1/callback`,
      "http://169.254.169.254/api/v2/x",
      `${hcp.url.replace("http://", "http://user:x@")}/api/v2/x`,
      `${hcp.url}/elsewhere`,
      `${hcp.url}.evil.example/api/v2/x`,
      "file:///etc/passwd",
      server.url,
    ];
    for (const url of urls) {
      expect((await ask({ task_result_callback_url: url })).status).toBe(400);
      expect((await ask({ plan_json_api_url: url })).status).toBe(400);
    }
    expect([...other.received, ...hcp.received]).toEqual([]);
  });

  test("what is no request of a run task is refused with what is wrong", async () => {
    const { post, ask } = await runTask();
    const bodyOf = async (response: Promise<Response>) => (await (await response).text()).trim();
    expect(await bodyOf(post("[]"))).toBe("the body is no JSON object");
    expect(await bodyOf(ask({ payload_version: 2 }))).toBe("payload_version must be 1, got 2");
    expect(await bodyOf(ask({ run_id: "" }))).toBe("run_id is missing");
  });

  test("a request that comes twice is done once", async () => {
    let release = (): void => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    const { server, logs } = await slow(held, 1);
    const body = JSON.stringify({ ...request, task_result_id: "same" });
    await postTo(server, body);
    expect((await postTo(server, body)).status).toBe(200);
    release();
    await server.close();
    expect(logs.filter((line) => line.includes("run-1"))).toHaveLength(1);
  });

  test("no more are worked on at the same time than allowed, and closing finishes what was taken", async () => {
    let release = (): void => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    const { server, logs, most } = await slow(held, 2);
    for (let index = 0; index < 5; index += 1) {
      expect((await postTo(server, JSON.stringify({ ...request, task_result_id: `t${index}` }))).status).toBe(200);
    }
    const closed = server.close();
    release();
    await closed;
    expect(most()).toBe(2);
    expect(logs.filter((line) => line.includes("done"))).toHaveLength(5);
  });

  test("health is reported, other paths and methods are not there", async () => {
    const { server } = await runTask();
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
    expect((await fetch(server.url)).status).toBe(405);
    expect((await fetch(`${server.url}/other`, { method: "POST" })).status).toBe(404);
  });
});

const request = {
  payload_version: 1,
  stage: "post_plan",
  access_token: accessToken,
  run_id: "run-1",
  workspace_name: "production-data",
  task_result_callback_url: "https://app.terraform.io/api/v2/task-results/1/callback",
};

const postTo = (server: RunTaskServer, body: string) =>
  fetch(server.url, { method: "POST", body, headers: { "x-tfc-task-signature": sign(body) } });

/** A server whose work lasts until it is let go. */
async function slow(held: Promise<void>, concurrency: number) {
  const logs: string[] = [];
  let now = 0;
  let highest = 0;
  const server = await startRunTaskServer({
    hmacKey,
    address: "https://app.terraform.io",
    host: "127.0.0.1",
    port: 0,
    concurrency,
    log: (line) => logs.push(line),
    perform: async () => {
      now += 1;
      highest = Math.max(highest, now);
      await held;
      now -= 1;
      return "done";
    },
  });
  return { server, logs, most: () => highest };
}
