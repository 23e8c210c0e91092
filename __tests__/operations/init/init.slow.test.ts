import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { questions } from "../../../lib/init-questions";
import { exitCodes } from "../../../packages/common/errors";
import { temporaryFolder } from "../../../packages/common/__tests__/helpers/programs";
import { projectRoot } from "../../../lib/root";
import { init as initialize } from "../../../operations/init/init";
import { projectWithoutEnvironments } from "../../helpers/project";

interface Terminal {
  onData(read: (text: string) => void): void;
  onExit(end: (result: { readonly exitCode: number }) => void): void;
  write(text: string): void;
}

/** Its types are written as a global module, which no import finds. */
const { spawn } = jest.requireActual<{
  readonly spawn: (file: string, args: readonly string[], options: object) => Terminal;
}>("@cdktf/node-pty-prebuilt-multiarch");

const project = temporaryFolder();
const platform = join(project, "platform");
const folder = join(project, "environments");
const env = { ...process.env, NO_COLOR: "1" };

beforeAll(() => {
  projectWithoutEnvironments(project);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const written = () => (existsSync(folder) ? readdirSync(folder) : []);
const init = (...args: readonly string[]) =>
  spawnSync(process.execPath, [platform, "init", ...args], { cwd: project, encoding: "utf8", env, input: "" });

const answers = {
  application: "acorn",
  account: "111122223333",
  region: "eu-central-1",
  host: "shop.acorn.example",
  port: "3000",
  "health-check": "/health",
  "image-tag": "1.0.0",
  "instance-type": "t4g.medium",
  cpu: "512",
  memory: "512",
  email: "ops@acorn.example",
};
const optionsOf = (changed: Readonly<Record<string, string | undefined>> = {}) =>
  Object.entries({ ...answers, ...changed }).flatMap(([option, value]) =>
    value === undefined ? [] : [`--${option}`, value],
  );
/** The fixture is type-checked with the other sources, formatted, and satisfies every policy. */
const smallest = readFileSync(join(projectRoot(), "__tests__/fixtures/smallest.ts"), "utf8").replace("../../", "../");

test("every question has an option and an answer here", () => {
  expect(questions.map(({ option }) => option)).toEqual(Object.keys(answers));
});

test("with every option it writes the smallest environment, and says what comes next", () => {
  const { status, stdout, stderr } = init("production", ...optionsOf());
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout).toContain("./platform start production");
  expect(readFileSync(join(folder, "production.ts"), "utf8")).toBe(smallest);
}, 60_000);

test("that nobody is alerted is written as the decision that it is", () => {
  expect(init("pre-prod", ...optionsOf({ email: "nobody" })).status).toBe(0);
  const text = readFileSync(join(folder, "pre-prod.ts"), "utf8");
  expect(text).toContain('alerts: "nobody",');
  expect(text).toContain("export const preProd = ");
}, 60_000);

test("a service without a host name has no load balancer, port or health check", () => {
  const options = optionsOf({ host: "none", port: undefined, "health-check": undefined });
  const { status, stderr } = init("jobs", ...options);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  const text = readFileSync(join(folder, "jobs.ts"), "utf8");
  expect(text).toContain("worker: { containers: { app: { cpu: 512, memoryReservationMiB: 512 } } },");
  expect(text).not.toContain("web");
}, 60_000);

type Given = Readonly<Record<string, string | undefined>>;
const wrong: readonly (readonly [what: string, name: string | undefined, given: Given, line: string])[] = [
  ["no name", undefined, answers, "name the environment: ./platform init NAME"],
  ["no decision", "demo", {}, "--email <address> is missing: who alarms are mailed to, or nobody"],
  ["a decision that is open", "demo", { ...answers, cpu: undefined }, "--cpu <units> is missing"],
  ["an account that is none", "demo", { ...answers, account: "12" }, "--account must be 12 digits"],
  ["a port that is none", "demo", { ...answers, port: "70000" }, "--port must be a whole number from 1 to 65535"],
  ["an unknown type", "demo", { ...answers, "instance-type": "m5.lrge" }, "--instance-type must be an EC2 instance"],
  ["an address that is none", "demo", { ...answers, email: "ops" }, '--email must be an e-mail address; got "ops"'],
  [
    "a port of what answers no requests",
    "demo",
    { ...answers, host: "none", "health-check": undefined },
    "--port must be left out with --host none, which answers no requests",
  ],
  ["text that would be code", "demo", { ...answers, host: '"}}); process.exit(0); ({' }, "--host must be"],
  ["a name that is a path", "../demo", answers, "the name of an environment is 3 to 20 lower case letters"],
  ["a word of JavaScript", "delete", answers, 'an environment cannot be called "delete"'],
];
test.each(wrong)("%s is a mistake of usage", async (_, name, given, message) => {
  await expect(initialize({ name, answers: given, notice: () => {} })).rejects.toMatchObject({
    name: "UserError",
    exitCode: exitCodes.usage,
    message: expect.stringContaining(message),
  });
});

test("a mistake of usage is shown without a stack, and nothing is written", () => {
  const { status, stdout, stderr } = init("demo", ...optionsOf({ cpu: undefined }));
  expect({ status, stdout, files: written() }).toEqual({ status: exitCodes.usage, stdout: "", files: [] });
  expect(stderr).toContain("--cpu <units> is missing");
  expect(stderr).not.toMatch(/^ +at /m);
});

test("an environment that could not be rolled out is not left behind", () => {
  const { status, stderr } = init("demo", ...optionsOf({ cpu: "5000" }));
  expect({ status, files: written() }).toEqual({ status: exitCodes.failed, files: [] });
  expect(stderr).toContain("a task takes 5000 CPU units, and t4g.medium has 2048");
}, 60_000);

test("a file that exists stays as it is, and what another environment owns is refused", () => {
  expect(init("first", ...optionsOf()).status).toBe(0);
  writeFileSync(join(folder, "first.ts"), readFileSync(join(folder, "first.ts"), "utf8").replace("1.0.0", "1.0.1"));
  const again = init("first", ...optionsOf());
  expect(again.status).toBe(exitCodes.usage);
  expect(again.stderr).toContain("environments/first.ts exists and is not overwritten");
  expect(readFileSync(join(folder, "first.ts"), "utf8")).toContain("1.0.1");
  const second = init("second", ...optionsOf());
  expect(second.stderr).toContain('"shop.acorn.example" is already used by first');
  expect({ status: second.status, files: written() }).toEqual({ status: exitCodes.failed, files: ["first.ts"] });
}, 60_000);

/** Answers questions on a terminal, each as soon as it is asked. */
function typed(replies: readonly string[], args: readonly string[]): Promise<{ code: number; shown: string }> {
  return new Promise((resolve) => {
    let shown = "";
    let read = 0;
    const left = [...replies];
    const terminal = spawn(process.execPath, [platform, "init", ...args], { cwd: project, env, cols: 200 });
    terminal.onData((text) => {
      shown += text;
      const rest = stripVTControlCharacters(shown).slice(read);
      if (!rest.endsWith(": ") || left.length === 0) return;
      read += rest.length;
      terminal.write(`${left.shift()}`);
    });
    terminal.onExit(({ exitCode }) => resolve({ code: exitCode, shown: stripVTControlCharacters(shown) }));
  });
}

test("on a terminal it asks for what is missing, again where an answer is wrong", async () => {
  const { email, ...others } = answers;
  const replies = ["production", others.application, "12", others.account, others.region, others.host];
  const lines = [...replies, "3000", "/health", "", "1.0.0", "", "", "", email].map((line) => `${line}\r`);
  const { code, shown } = await typed(lines, []);
  expect(shown).toContain('--account must be 12 digits; got "12"');
  expect(shown).toContain("EC2 instance type (its architecture is that of the image) [t4g.medium]: ");
  expect(code).toBe(0);
  expect(readFileSync(join(folder, "production.ts"), "utf8")).toBe(smallest);
}, 60_000);

test("who leaves has written nothing", async () => {
  const { code, shown } = await typed(["production\r", "acorn\r", "\u0003"], []);
  expect({ code, files: written() }).toEqual({ code: exitCodes.interrupted, files: [] });
  expect(shown).toContain("you left; nothing was written");
}, 60_000);
