import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { parse } from "yaml";
import { projectRoot } from "../../lib/root";
import { temporaryFolder } from "../../packages/common/__tests__/helpers/programs";
import { run } from "../../packages/common/process";
import type { Recording } from "../../packages/plan-review/__tests__/golden/recording";

const root = projectRoot();
const scratch = temporaryFolder();
const names = ["plan-review", "jest-terraform", "terraform-json", "aws-policies"];

/** No registry, no cache: what is installed comes from the tarballs alone. */
const offline = {
  ...process.env,
  npm_config_offline: "true",
  npm_config_cache: join(scratch, "npm-cache"),
  npm_config_update_notifier: "false",
  // Jest sets both for its own programs.
  NODE_OPTIONS: "",
  JEST_WORKER_ID: undefined,
};

async function succeed(folder: string, command: string, ...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await run(command, args, { cwd: folder, env: offline });
  if (code !== 0) throw new Error(`${command} ${args.join(" ")} exits with ${code}:\n${stdout}${stderr}`);
  return stdout;
}

/** A folder with a package.json and the packages of these tarballs. */
async function install(name: string, ...tarballs: readonly string[]): Promise<string> {
  const folder = join(scratch, name);
  mkdirSync(folder);
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name, private: true }));
  const paths = tarballs.map((tarball) => join(scratch, tarball));
  await succeed(folder, "npm", "install", "--no-audit", "--no-fund", "--legacy-peer-deps", ...paths);
  return folder;
}

const tarballs = new Map<string, string>();
const tarballOf = (name: string) => tarballs.get(name) ?? "";

beforeAll(async () => {
  for (const name of names) {
    const stdout = await succeed(join(root, "packages", name), "npm", "pack", "--json", "--pack-destination", scratch);
    const [{ filename }] = JSON.parse(stdout.slice(stdout.indexOf("["))) as [{ filename: string }];
    tarballs.set(name, filename);
  }
});

test.each(names)(
  "%s carries what it needs: a README, its bundles and declarations, no dependency, nothing of this machine",
  async (name) => {
    const folder = await install(`carries-${name}`, tarballOf(name));
    const installed = join(folder, "node_modules", "@mangoapps", name);
    expect(readdirSync(join(folder, "node_modules")).filter((entry) => !entry.startsWith("."))).toEqual(["@mangoapps"]);
    const {
      dependencies,
      exports,
      bin = {},
    } = JSON.parse(readFileSync(join(installed, "package.json"), "utf8")) as {
      dependencies?: unknown;
      exports: Readonly<Record<string, string | { readonly types: string; readonly default: string }>>;
      bin?: Readonly<Record<string, string>>;
    };
    expect(dependencies).toBeUndefined();
    const targets = Object.values(exports).flatMap((target) =>
      typeof target === "string" ? target : Object.values(target),
    );
    expect([...targets, ...Object.values(bin)].filter((path) => !existsSync(join(installed, path)))).toEqual([]);
    expect(existsSync(join(installed, "README.md"))).toBe(true);
    const texts = readdirSync(installed, { recursive: true, encoding: "utf8" })
      .filter((file) => /\.(js|ts|json)$/.test(file))
      .map((file) => readFileSync(join(installed, file), "utf8"));
    expect(texts.filter((text) => text.includes(root))).toEqual([]);
  },
);

/** `terraform show -json` of a plan that replaces a database. */
function losingPlan(): string {
  const golden = join(root, "packages/plan-review/__tests__/golden/plans/database-replaced.json.gz");
  const { stacks } = JSON.parse(gunzipSync(readFileSync(golden)).toString("utf8")) as Recording;
  return stacks["production-data"]?.plan ?? "";
}

test("plan-review reviews a plan where nothing else is: program, configuration, library", async () => {
  const folder = await install("reviewing", tarballOf("plan-review"));
  writeFileSync(join(folder, "plan.json"), losingPlan());

  const blocked = await run("npx", ["plan-review", "plan.json", "--markdown", "review.md", "--html", "review.html"], {
    cwd: folder,
    env: offline,
  });
  expect(blocked).toMatchObject({ code: 3, stderr: "", stdout: expect.stringContaining("database") });
  expect(readFileSync(join(folder, "review.md"), "utf8")).toContain("data loss");
  expect(readFileSync(join(folder, "review.html"), "utf8")).toMatch(/^<!doctype html>/i);

  const address = /aws_db_instance\.[\w-]+/.exec(blocked.stdout)?.[0] ?? "";
  const waiver = { resource: `plan/${address}`, reason: "moved to another account", until: "2999-12-31" };
  writeFileSync(join(folder, "plan-review.config.json"), JSON.stringify({ destroyWaivers: [waiver] }));
  expect(await run("npx", ["plan-review", "plan.json"], { cwd: folder, env: offline })).toMatchObject({
    code: 2,
    stdout: expect.stringContaining("moved to another account"),
  });

  writeFileSync(
    join(folder, "use.mjs"),
    `import { markdown, readPlanText, review } from "@mangoapps/plan-review";
import { readFileSync } from "node:fs";
const input = readPlanText({ stack: "plan", label: "plan.json", text: readFileSync("plan.json", "utf8") });
const found = review([input], { policies: [], environments: [] });
console.log(found.verdict, markdown(found).split("\\n")[0]);
`,
  );
  expect(await succeed(folder, process.execPath, "use.mjs")).toBe("blocked <!-- plan-review -->\n");
});

test("the script of the GitHub Action reviews, passes a plan that changes something, and fails a blocked one", async () => {
  const action = parse(readFileSync(join(root, "packages/plan-review/action.yml"), "utf8")) as {
    inputs: Readonly<Record<string, { readonly default?: string; readonly required?: boolean }>>;
    runs: { steps: [{ run: string; env: Readonly<Record<string, string>> }] };
  };
  const [{ run: script, env }] = action.runs.steps;
  const folder = join(scratch, "action");
  mkdirSync(folder);
  writeFileSync(join(folder, "losing.json"), losingPlan());
  writeFileSync(join(folder, "nothing here.json"), JSON.stringify({ format_version: "1.2", resource_changes: [] }));
  const started = async (given: Readonly<Record<string, string>>) => {
    const inputs = Object.fromEntries(
      Object.entries(action.inputs).map(([name, { default: value = "" }]) => [
        name,
        value.includes("${{") ? "" : value,
      ]),
    );
    const values = { ...inputs, ...given, package: join(scratch, tarballOf("plan-review")) };
    const variables = Object.entries(env).map(([variable, expression]): [string, string] => {
      const [, name = ""] = /^\$\{\{ inputs\.(\w+) \}\}$/.exec(expression) ?? [];
      return [variable, values[name as keyof typeof values] ?? ""];
    });
    const [output, summary] = [join(folder, "output"), join(folder, "summary")];
    writeFileSync(output, "");
    writeFileSync(summary, "");
    const { code, stderr } = await run("bash", ["-e", "-o", "pipefail", "-c", script], {
      cwd: folder,
      env: { ...offline, ...Object.fromEntries(variables), GITHUB_OUTPUT: output, GITHUB_STEP_SUMMARY: summary },
    });
    return { code, stderr, output: readFileSync(output, "utf8"), summary: readFileSync(summary, "utf8") };
  };
  expect(await started({ plans: "losing.json", html: "review.html" })).toMatchObject({
    code: 1,
    output: "code=3\n",
    summary: expect.stringContaining("## ⛔ Plan review: blocked"),
  });
  expect(existsSync(join(folder, "review.html"))).toBe(true);
  expect(await started({ plans: "nothing here.json\n" })).toMatchObject({ code: 0, output: "code=0\n" });
  const address = /aws_db_instance\.[\w-]+/.exec(losingPlan())?.[0] ?? "";
  const waiver = { resource: `losing/${address}`, reason: "moved", until: "2999-12-31" };
  const config = { destroyWaivers: [waiver] };
  writeFileSync(join(folder, "waived.json"), JSON.stringify(config));
  expect(await started({ plans: "losing.json\nnothing here.json", config: "waived.json" })).toMatchObject({
    code: 0,
    output: "code=2\n",
  });
  expect(await started({ plans: "nowhere.json" })).toMatchObject({ code: 1, output: "code=1\n" });
});

test("the matchers work in a small Jest project, and its tests are checked by the compiler", async () => {
  const folder = await install("matching", tarballOf("jest-terraform"));
  for (const name of ["@cdktf", "@types", "cdktf", "constructs", "jest", "typescript"]) {
    symlinkSync(join(root, "node_modules", name), join(folder, "node_modules", name));
  }
  writeFileSync(
    join(folder, "jest.config.js"),
    `module.exports = { setupFilesAfterEnv: ["@mangoapps/jest-terraform/setup"] };\n`,
  );
  const bucket = (properties: string) =>
    `const { testStack } = require("@mangoapps/jest-terraform");
const { S3Bucket } = require("@cdktf/provider-aws/lib/s3-bucket");
test("a bucket is named", () => {
  const stack = testStack((scope) => { new S3Bucket(scope, "uploads", { bucket: "uploads" }); });
  expect(stack).toHaveResource(S3Bucket, ${properties});
});
`;
  writeFileSync(join(folder, "right.test.js"), bucket('{ bucket: "uploads" }'));
  writeFileSync(join(folder, "wrong.test.js"), bucket('{ bucket: "downloads" }'));
  const { code, stderr } = await run("npx", ["jest"], { cwd: folder, env: offline });
  expect(code).toBe(1);
  expect(stderr).toContain("PASS ./right.test.js");
  expect(stderr).toContain("FAIL ./wrong.test.js");
  expect(stderr).toContain("downloads");

  writeFileSync(
    join(folder, "typed.test.ts"),
    `import { testStack } from "@mangoapps/jest-terraform";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
const stack = testStack((scope) => { new S3Bucket(scope, "uploads", {}); });
expect(stack).toHaveResource(S3Bucket, { bucket: "uploads" });
// @ts-expect-error a bucket has no such argument
expect(stack).toHaveResource(S3Bucket, { bukket: "uploads" });
`,
  );
  const options = ["--noEmit", "--strict", "--skipLibCheck", "--module", "node16", "--types", "jest,node"];
  await succeed(folder, process.execPath, "node_modules/typescript/bin/tsc", ...options, "typed.test.ts");
});
