import { spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { dayAfter, isExpired, previewOf, sourceOf } from "../../../operations/preview/source";
import { exitCodes } from "../../../packages/common/errors";
import { temporaryFolder } from "../../../packages/common/__tests__/helpers/programs";
import { serve, type Received, type Reply } from "../../../packages/common/__tests__/helpers/server";
import { projectOfSmallest, smallestAs } from "../../helpers/project";

const today = new Date("2026-11-30T23:30:00Z");

test("days are counted in UTC, and the last one is not over yet", () => {
  expect(dayAfter(today, 7)).toBe("2026-12-07");
  expect(isExpired("2026-11-30", today)).toBe(false);
  expect(isExpired("2026-11-29", today)).toBe(true);
});

test("a record that was tampered with is none", () => {
  const record = { name: "pr-1", from: "base", expires: "2026-12-07", tags: { app: "1" } };
  expect(previewOf(JSON.stringify(record))).toEqual(record);
  for (const wrong of [{ name: "../x" }, { from: 'x"; evil()' }, { expires: "soon" }]) {
    expect(previewOf(JSON.stringify({ ...record, ...wrong }))).toBeUndefined();
  }
  expect([previewOf(""), previewOf("[]"), previewOf("null")]).toEqual([undefined, undefined, undefined]);
  const text = sourceOf({ ...record, tags: { app: '"}); evil(); ({' } });
  expect(text).toContain(String.raw`"app":"\"}); evil(); ({"`);
});

describe("in a project", () => {
  /** Two environments; the second one is no preview, and nothing of it is ever destroyed. */
  const project = temporaryFolder();
  const environments = join(project, "environments");
  const objects = new Map<string, string>();
  let endpoint = "";

  beforeAll(async () => {
    projectOfSmallest(project);
    writeFileSync(join(environments, "other.ts"), smallestAs("other").replace("shop.", "other."));
    writeFileSync(join(project, "operations/preview/try.ts"), script);
    endpoint = (await serve(s3)).url;
  });
  beforeEach(() => objects.clear());
  afterEach(() => rmSync(join(environments, "pr-1.ts"), { force: true }));

  const file = () =>
    existsSync(join(environments, "pr-1.ts")) ? readFileSync(join(environments, "pr-1.ts"), "utf8") : "";
  const attempt = (call: object) =>
    node(project, ["lib/runner/run.mjs", "operations/preview/try.ts", JSON.stringify({ endpoint, ...call })]);
  const wanted = { name: "pr-1", from: "base", expires: "2026-12-07" };
  const key = "/acorn-base-state-111122223333/base.previews/pr-1.json";

  test("up writes the file and a record, and deploys; down on another machine finds it by the record, and removes both", async () => {
    const begun = await attempt({ up: wanted });
    expect(begun).toMatchObject({ code: 0, stdout: expect.stringContaining("platform deploy pr-1 --auto-approve\n") });
    expect(file()).toContain('export const pr1 = preview(base, { name: "pr-1", expires: "2026-12-07" });');
    expect(JSON.parse(objects.get(key) ?? "{}")).toEqual(wanted);

    rmSync(join(environments, "pr-1.ts"));
    const ended = await attempt({ down: "pr-1" });
    expect(ended).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("platform destroy pr-1 --including-data --yes pr-1\n"),
    });
    expect({ file: file(), records: [...objects.keys()] }).toEqual({ file: "", records: [] });
  }, 120_000);

  test("a deployment that fails leaves file and record, so that it is found; so does a destruction", async () => {
    expect(await attempt({ up: wanted, fails: 5 })).toMatchObject({ code: 5 });
    expect(objects.has(key)).toBe(true);
    expect(await attempt({ list: "2026-12-08T00:00:00Z" })).toMatchObject({
      stdout: expect.stringContaining('[{"name":"pr-1","from":"base","expires":"2026-12-07","expired":true}]'),
    });
    expect(await attempt({ down: "pr-1", fails: 1 })).toMatchObject({ code: 1 });
    expect({ isFile: file() !== "", isRecord: objects.has(key) }).toEqual({ isFile: true, isRecord: true });
  }, 120_000);

  test("an environment that is no preview is neither overwritten nor destroyed", async () => {
    const up = await attempt({ up: { ...wanted, name: "other" } });
    expect(up.stderr).toContain("environments/other.ts is no preview and is not overwritten");
    const down = await attempt({ down: "other" });
    expect(down.stderr).toContain("other is no preview; nothing was destroyed");
    expect([up.code, down.code, up.stdout, down.stdout]).toEqual([exitCodes.usage, exitCodes.usage, "", ""]);
  }, 60_000);

  test("a preview that does not exist has nothing to destroy", async () => {
    const { code, stdout, stderr } = await attempt({ down: "pr-1" });
    expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
    expect(stderr).toContain("No preview is called pr-1; nothing was destroyed.");
  }, 60_000);

  /** Objects as S3 keeps them. */
  function s3({ method, path, body }: Received): Reply {
    const { pathname, searchParams } = new URL(path, "http://localhost");
    if (method === "PUT") objects.set(pathname, body);
    if (method === "DELETE") objects.delete(pathname);
    if (method !== "GET") return { status: method === "DELETE" ? 204 : 200 };
    if (searchParams.has("list-type")) {
      const begins = `${pathname.replace(/\/$/, "")}/${searchParams.get("prefix") ?? ""}`;
      const keys = [...objects.keys()].filter((one) => one.startsWith(begins));
      const contents = keys.map((one) => `<Contents><Key>${one.split("/").slice(2).join("/")}</Key></Contents>`);
      return {
        headers: { "content-type": "application/xml" },
        body: `<ListBucketResult>${contents.join("")}</ListBucketResult>`,
      };
    }
    const text = objects.get(pathname);
    return text === undefined
      ? { status: 404, body: "<Error><Code>NoSuchKey</Code></Error>" }
      : { headers: { "content-type": "application/json" }, body: text };
  }
});

/** Calls the operations with a platform that prints what it would run. */
const script = `import { runProgram } from "../../lib/terminal/exit";
import { loadEnvironment } from "../../lib/environments";
import { listPreviews } from "./list";
import { down, up } from "./preview";

runProgram(async ([text = "{}"]) => {
  const call = JSON.parse(text);
  const credentials = { accessKeyId: "key", secretAccessKey: "secret" };
  const config = { region: "eu-central-1", endpoint: call.endpoint, credentials, forcePathStyle: true, maxAttempts: 1 };
  const work = {
    emulated: false,
    notice: (line: string) => console.error(line),
    platform: (args: readonly string[]) => (console.log(["platform", ...args].join(" ")), Promise.resolve(call.fails ?? 0)),
    session: async (name: string) => ({ environment: await loadEnvironment(name), emulated: false, env: {}, config }) as never,
  };
  if (call.up) return up(call.up, work);
  if (call.down) return down(call.down, undefined, work);
  console.log(JSON.stringify((await listPreviews(work as never, new Date(call.list))).json));
  return 0;
});
`;

function node(cwd: string, args: readonly string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd, env: { ...process.env, NO_COLOR: "1" } });
    const printed = { stdout: "", stderr: "" };
    child.stdout.on("data", (chunk: Buffer) => (printed.stdout += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (printed.stderr += chunk.toString()));
    child.on("close", (code) => resolve({ code, ...printed }));
  });
}
