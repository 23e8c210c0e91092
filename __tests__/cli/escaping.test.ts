import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { execute } from "../../cli/program/execute";
import type { CommandDefinition, Input, Outcome } from "../../cli/program/types";
import { projectRoot } from "../../lib/root";
import { Screen } from "../../lib/terminal/screen";
import { safely } from "../../lib/terminal/streams";
import { UserError } from "../../packages/common/errors";
import { commands } from "../../cli";

/** The clipboard, the title, the cursor, an 8-bit control, a return, and text that hides what follows. */
const hostile = "a\u001b]52;c;eA==\u0007\u001b]0;t\u001b\\\u001b[2J\u009b2J\rb\u202ec\u001b[8m";
// oxlint-disable-next-line no-control-regex
const obeyed = /\u001b(?!\[[0-47;9]*m)|[\u0000-\u0008\u000b-\u001a\u007f-\u009f\u202a-\u202e]/;

async function run(does: (input: Input) => Promise<Outcome>, args: readonly string[] = [], isTTY = true) {
  const command: CommandDefinition = {
    name: "try",
    group: "inspect",
    summary: "",
    description: "",
    options: [{ flags: "--json", description: "" }],
    examples: [],
    exitCodes: { done: true },
    run: does,
  };
  const written = { stdout: "", stderr: "" };
  await execute([command], ["try", ...args], {
    stdout: { isTTY, write: (text) => (written.stdout += text) },
    stderr: { isTTY, write: (text) => (written.stderr += text) },
  });
  return written;
}

const ways: readonly (readonly [string, (input: Input) => Promise<Outcome>])[] = [
  ["its text", () => Promise.resolve({ text: hostile })],
  ["its problems", () => Promise.resolve({ problems: [hostile] })],
  ["an error", () => Promise.reject(new UserError(hostile))],
  ["an error of the program", () => Promise.reject(new Error(hostile))],
  [
    "lines, notices and a log on a terminal",
    ({ print, notice, log }) => {
      print(hostile);
      notice(hostile);
      log(hostile);
      return Promise.resolve({});
    },
  ],
  [
    "a row of a screen",
    ({ progress }) => {
      const screen = new Screen(progress);
      screen.print(hostile);
      screen.draw([{ name: hostile, state: "failed", phase: hostile, detail: hostile }], 0);
      screen.keep();
      return Promise.resolve({});
    },
  ],
];

test.each(ways)("no command gives a terminal control sequences of others: %s", async (_, does) => {
  const { stdout, stderr } = await run(does);
  expect(stdout + stderr).toContain("\\x1b]52;c;eA==\\x07");
  expect(stdout + stderr).not.toMatch(obeyed);
});

test("JSON stays JSON, and has no control character", async () => {
  const { stdout } = await run(() => Promise.resolve({ json: { text: hostile } }), ["--json"]);
  expect(JSON.parse(stdout)).toEqual({ text: hostile });
  expect(stdout).not.toMatch(obeyed);
});

test("into a pipe, a log is as it was written, and nothing else is", async () => {
  const does = ({ log, print }: Input) => {
    log(hostile);
    print("printed\u001b[2J");
    return Promise.resolve({});
  };
  const { stdout } = await run(does, [], false);
  expect(stdout).toBe(`${hostile}\nprinted\\x1b[2J\n`);
});

test("a screen moves the cursor itself", () => {
  let written = "";
  const screen = new Screen(safely({ isTTY: true, write: (text: string) => (written += text) }));
  for (const phase of ["one", "two"]) screen.draw([{ name: "a", state: "running", phase, startedAt: 0 }], 0);
  expect(written).toContain("\u001b[1A\u001b[0J");
});

test("only task and logs print what an application wrote as it is", () => {
  const using = commands.filter(
    ({ name, run: does }) => name !== "completion" && /\blog\b *[,}]/.test(String(does).slice(0, 200)),
  );
  expect(using.map(({ name }) => name).toSorted()).toEqual(["logs", "task"]);
});

test("nothing writes past the streams that escape", () => {
  const allowed = ["lib/terminal/streams.ts"];
  const files = ["cli", "operations", "lib"]
    .flatMap((folder) =>
      readdirSync(join(projectRoot(), folder), { recursive: true }).map((file) => join(folder, String(file))),
    )
    .filter((file) => file.endsWith(".ts") && !allowed.includes(file));
  expect(files.length).toBeGreaterThan(150);
  const past = files.filter((file) => {
    const source = readFileSync(join(projectRoot(), file), "utf8");
    return /process\.(stdout|stderr)\.write\((?!"")|console\.(log|error|warn|info)|(\?\?|=|\() ?process\.(stdout|stderr)\b(?!\.(isTTY|writable))/.test(
      source.replace(/drained\(process\.\w+\)/g, ""),
    );
  });
  expect(past).toEqual([]);
});
