import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { commands } from "../../cli";
import { exitCodesOf, filler } from "../../cli/program/help";
import { exitCodeTable } from "../../cli/program/exit-codes";
import { globalOptions } from "../../cli/program/options";
import { parse } from "../../cli/program/parse";
import { environmentNames } from "../../lib/environment-names";
import { projectRoot } from "../../lib/root";
import { exitCodes } from "../../packages/common/errors";
import { captured } from "./captured";

/** The words of a command line, as a shell splits it. */
const wordsOf = (line: string): string[] =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word = ""]) => quoted ?? word);

const fill = filler();

const byName = commands.map((command) => [command.name, command] as const);

test("every file of cli/ is a command, and every command is in the list", () => {
  const files = readdirSync(join(projectRoot(), "cli")).filter((file) => file.endsWith(".ts") && file !== "index.ts");
  expect([...files.map((file) => file.slice(0, -3)), "completion"].toSorted()).toEqual(
    commands.map(({ name }) => name).toSorted(),
  );
});

test("the exit codes are one table, each with a code of its own", () => {
  const codes = Object.values(exitCodeTable).map(({ code }) => code);
  expect(new Set(codes).size).toBe(codes.length);
  expect(codes.toSorted((a, b) => a - b)).toEqual([0, ...Object.values(exitCodes)].toSorted((a, b) => a - b));
});

test("the page of the exit codes shows the table", () => {
  const page = readFileSync(join(projectRoot(), "docs/reference/exit-codes.md"), "utf8");
  const rows = [...page.matchAll(/^\| (\d+) +\| (.*?) +\|$/gm)].map(([, code, meaning]) => ({
    code: Number(code),
    meaning,
  }));
  expect(rows).toEqual(Object.values(exitCodeTable));
});

test("an option means the same in every command", () => {
  const meanings = new Map<string, Set<string>>();
  for (const { options = [] } of commands) {
    for (const { flags } of options.filter((option) =>
      /^--(json|emulator|yes|sarif|apply-only-reviewed)\b/.test(option.flags),
    )) {
      const [name = ""] = flags.split(" ");
      meanings.set(name, (meanings.get(name) ?? new Set()).add(flags));
    }
  }
  expect([...meanings.values()].map(({ size }) => size)).toEqual([...meanings].map(() => 1));
  const own = commands.flatMap(({ options = [] }) => options.map(({ flags }) => flags));
  for (const { flags } of globalOptions) expect(own).not.toContain(flags);
});

test("every command that calls AWS can work on the emulator instead", () => {
  const calling = commands.filter(
    ({ exitCodes: codes }) => codes.unreachable !== undefined || codes.applyFailed !== undefined,
  );
  expect(calling.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      "bootstrap",
      "adopt",
      "diff",
      "deploy",
      "plan",
      "apply",
      "destroy",
      "release",
      "rollback",
      "status",
    ]),
  );
  for (const { name, options = [] } of calling) {
    expect({ name, options: options.map(({ flags }) => flags) }).toEqual({
      name,
      options: expect.arrayContaining(["--emulator"]),
    });
  }
});

describe.each(byName)("%s", (name, command) => {
  test("its summary fits beside the names, and it names what it exits with when all is well", () => {
    expect(command.summary.length).toBeLessThanOrEqual(70);
    expect(command.summary).not.toMatch(/\.$/);
    expect(exitCodesOf(command).map(([code]) => code)).toEqual(expect.arrayContaining(["64"]));
    expect(exitCodesOf(command)[0]?.[0]).toMatch(/^0/);
  });

  test("it has two examples or more, which are understood", () => {
    expect(command.examples.length).toBeGreaterThanOrEqual(2);
    for (const { command: line } of command.examples) {
      const [first, ...args] = wordsOf(fill(line));
      expect(first).toBe(name);
      expect(() => parse(command, args)).not.toThrow();
    }
  });

  test.each([80, 120])(
    "its help fits %i columns, and shows arguments, options, examples and exit codes",
    async (columns) => {
      const { code, stdout, stderr } = await captured([name, "--help"], columns);
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      for (const { flags } of [...(command.options ?? []), ...globalOptions]) expect(stdout).toContain(flags);
      for (const { command: line } of command.examples) expect(stdout).toContain(`./platform ${fill(line)}`);
      for (const [exit] of exitCodesOf(command)) expect(stdout).toMatch(new RegExp(`^  ${exit} `, "m"));
      const commandLines = command.examples.map(({ command: line }) => `  ./platform ${fill(line)}`);
      const wide = stdout.split("\n").filter((line) => line.length > columns && !commandLines.includes(line));
      expect(wide).toEqual([]);
    },
  );
});

test("the help of a command names environments that exist", async () => {
  const [first = "", second = "staging"] = environmentNames();
  const { stdout } = await captured(["secrets", "--help"]);
  expect(stdout).toContain(`./platform secrets ${first} compare ${second}\n`);
  expect((await captured(["diff", "--help"])).stdout).toContain(`such as service or ${first}-service`);
  const [one, none] = [filler(["eu"]), filler([])];
  expect([one("{environment} {other}"), none("{environment}")]).toEqual(["eu staging", "production"]);
});

test("no command names an environment of its own accord", () => {
  for (const command of commands) expect(JSON.stringify(command)).not.toMatch(/"[^"]*\b(production|staging)\b(?!, or)/);
  for (const { summary, description } of commands) expect(`${summary} ${description}`).not.toMatch(/\{\w+\}/);
});

test("without arguments, every command is listed by its purpose, with a first step", async () => {
  const { code, stdout } = await captured([], 80);
  expect(code).toBe(0);
  for (const { name, summary } of commands) expect(stdout.replace(/\s+/g, " ")).toContain(`${name} ${summary}`);
  expect(stdout).toMatch(/Set up[^]*Change[^]*Operate[^]*Inspect[^]*First step\n {2}\.\/platform start/);
  expect(stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
});

test("help can be asked for in three ways", async () => {
  const [one, two, three] = [
    await captured(["help", "plan"]),
    await captured(["plan", "--help"]),
    await captured(["--help", "plan"]),
  ];
  expect(two).toEqual(one);
  expect(three).toEqual(one);
  expect((await captured(["--help"])).stdout).toBe((await captured([])).stdout);
});

test("what follows -- belongs to the command of a task", () => {
  const task = commands.find(({ name }) => name === "task");
  const { words, options } = parse(task ?? commands[0]!, [
    "production",
    "--timeout",
    "5",
    "--",
    "rake",
    "--trace",
    "--help",
  ]);
  expect(words).toEqual(["production", "rake", "--trace", "--help"]);
  expect(options.number("timeout")).toBe(5);
});
