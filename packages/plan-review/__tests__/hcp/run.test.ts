import { Hcp, hcpAddress, hcpSettings, planOfRun, runPlan } from "../../hcp";
import { plainLog } from "../../hcp/run";
import { readConfiguration } from "../../../terraform-json";
import { patience, serve, type Received, type Reply } from "../../../common/__tests__/helpers/server";

const token = "abc.atlasv1.s3cret";
const plan = JSON.stringify({ format_version: "1.2", planned_values: {}, resource_changes: [], configuration: {} });

interface Options {
  readonly status?: string;
  readonly json?: Reply;
  readonly before?: (request: Received) => Reply | undefined;
}

/** A run of the workspace production-data, on a real HTTP server that answers as HCP Terraform does; its archive is another host. */
async function hcpWith({ status = "finished", json, before }: Options = {}) {
  const archive = await serve(({ path }) => ({ body: path.startsWith("/log") ? "\u0002Error: no quota\u0003" : plan }));
  const api = await serve((request) => {
    const early = before?.(request);
    if (early !== undefined) return early;
    const { path } = request;
    if (path.startsWith("/api/v2/runs/")) {
      const relationships = { plan: { data: { id: "plan-1" } }, workspace: { data: { id: "ws-1" } } };
      const included = [{ id: "ws-1", type: "workspaces", attributes: { name: "production-data" } }];
      return { body: { data: { relationships }, included } };
    }
    if (path === "/api/v2/plans/plan-1") {
      return { body: { data: { attributes: { status, "log-read-url": `${archive.url}/log?sig=1` } } } };
    }
    return json ?? { status: 307, headers: { location: `${archive.url}/object?sig=1` } };
  });
  const hcp = new Hcp({ address: api.url, token, ...patience().settings });
  return { hcp, api, archive };
}

const read = (hcp: Hcp) => planOfRun("run-1", {}, hcp);

test("the plan of a run is read under the name of its workspace", async () => {
  const { hcp } = await hcpWith();
  await expect(read(hcp)).resolves.toEqual({ stack: "production-data", kind: "plan", text: plan });
});

test("the archive, another host, never sees the token", async () => {
  const { hcp, api, archive } = await hcpWith();
  await read(hcp);
  expect(api.received.every(({ headers }) => headers.authorization === `Bearer ${token}`)).toBe(true);
  expect(archive.received).toHaveLength(1);
  expect(archive.received[0]?.headers).not.toHaveProperty("authorization");
});

test("a plan that failed gives the output of Terraform, without the token", async () => {
  const { hcp, archive } = await hcpWith({ status: "errored" });
  await expect(read(hcp)).resolves.toEqual({ stack: "production-data", kind: "log", text: "Error: no quota" });
  expect(archive.received[0]?.headers).not.toHaveProperty("authorization");
  await expect(runPlan("run-1", { env: {}, hcp })).resolves.toMatchObject({
    status: "failed",
    message: "Error: no quota",
  });
});

test("structured output is put into plain words", () => {
  const line = JSON.stringify({ "@message": "Error: no quota", diagnostic: { detail: "ask for more" } });
  expect(plainLog(`${line}\nplain\n{half`)).toBe("Error: no quota\n\nask for more\nplain\n{half");
});

test("without the stack's configuration the plan is reviewed with a remark", async () => {
  const { hcp } = await hcpWith();
  await expect(runPlan("run-1", { env: {}, hcp })).resolves.toMatchObject({
    status: "planned",
    remarks: [expect.stringContaining("reviewed without its cdk.tf.json")],
  });
  const stacks = [readConfiguration({ resource: {} }, "production-data")];
  await expect(runPlan("run-1", { env: {}, hcp, stacks })).resolves.toMatchObject({
    remarks: [],
    configuration: stacks[0],
  });
});

test("a plan that is not there yet says so", async () => {
  await expect(read((await hcpWith({ status: "running" })).hcp)).rejects.toThrow("run-1 has no plan: it is running");
  await expect(read((await hcpWith({ json: { status: 204 } })).hcp)).rejects.toThrow("no plan JSON yet");
});

describe("what HCP Terraform refuses is one line, without the token", () => {
  const refusal = async (reply: Reply) => {
    const { hcp } = await hcpWith({ before: () => reply });
    const error = await read(hcp).then(
      () => "",
      (thrown: Error) => thrown.message,
    );
    expect(error).not.toContain("s3cret");
    expect(error.split("\n")).toHaveLength(1);
    return error;
  };

  test.each([
    [401, "the token is wrong or has expired"],
    [403, "may not do this"],
    [404, "or the token may not see it"],
    [409, "moved on"],
    [422, "not accepted"],
    [500, "after 4 attempts"],
    [504, "after 4 attempts"],
  ])("%i", async (status, words) => {
    const error = await refusal({ status, body: { errors: [{ title: "said" }] } });
    expect(error).toContain(`cannot read run-1: HCP Terraform answered ${status} (said)`);
    expect(error).toContain(words);
  });

  test("a rate limit, JSON that is cut off, JSON of something else, no connection", async () => {
    expect(await refusal({ status: 429, headers: { "retry-after": "1000" } })).toContain("ends in 1000 seconds");
    expect(await refusal({ body: '{"data":' })).toContain("not JSON");
    expect(await refusal({ body: [] })).toContain("without data");
    expect(await refusal({ body: { data: {} } })).toContain("names no plan and workspace");
    expect(await refusal({ instead: "drop" })).toContain("GET http://127.0.0.1");
  });
});

test("no answer in time is reported", async () => {
  const { url } = await serve(() => ({ instead: "hang" }));
  const hcp = new Hcp({ address: url, token, ...patience().settings, timeoutSeconds: 0.05, attempts: 1 });
  await expect(read(hcp)).rejects.toThrow("no answer within 0.05 seconds");
});

test("the token goes to no other host, whatever an answer says", async () => {
  const other = await serve(() => ({}));
  const { hcp } = await hcpWith();
  await expect(hcp.patch("tell", `${other.url}/api/v2/x`, {})).rejects.toThrow("is not http://127.0.0.1");
  expect(other.received).toEqual([]);
});

test("a run is named by its id", async () => {
  const { hcp } = await hcpWith();
  await expect(planOfRun("../users/1", {}, hcp)).rejects.toThrow('named by its id, run-..., got "../users/1"');
});

describe("settings", () => {
  test("address and token are found as Terraform's tools find them", () => {
    expect(hcpSettings({ TFE_TOKEN: "a" })).toEqual({ address: "https://app.terraform.io", token: "a" });
    expect(hcpSettings({ TF_TOKEN_app_terraform_io: "b" }).token).toBe("b");
    expect(hcpSettings({ TFE_ADDRESS: "tf-e.acorn.example", TF_TOKEN_tf__e_acorn_example: "c" })).toEqual({
      address: "https://tf-e.acorn.example",
      token: "c",
    });
  });

  test("what is missing or unsafe is named", () => {
    expect(() => hcpSettings({})).toThrow("TFE_TOKEN or TF_TOKEN_app_terraform_io must be a token");
    expect(() => hcpAddress({ TFE_ADDRESS: "http://tfe.acorn.example" })).toThrow("must begin with https://");
    expect(() => hcpAddress({ TFE_ADDRESS: "" })).toThrow('got ""');
  });
});
