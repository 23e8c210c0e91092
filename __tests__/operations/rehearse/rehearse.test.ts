import { readFileSync } from "node:fs";
import { join } from "node:path";
import { commands } from "../../../cli";
import { parse } from "../../../cli/program/parse";
import { environmentNames } from "../../../lib/environment-names";
import { sampleImages } from "../../../lib/emulator/samples";
import { loadEnvironment } from "../../../lib/environments";
import { rehearse } from "../../../operations/rehearse/rehearse";
import { timeline } from "../../../operations/rehearse/timeline";
import { commandOf, roundOf } from "../../../operations/start/round";
import { temporaryFolder } from "../../../packages/common/__tests__/helpers/programs";

const [name = ""] = environmentNames();
const folder = temporaryFolder();

test("the round is made of commands and options that exist, in quotes where they need them", () => {
  const steps = roundOf(name, sampleImages("v-41"), "v-41");
  expect(steps.map(({ words }) => words[0])).toEqual([
    "status",
    "release",
    "logs",
    "rollback",
    "release",
    "release",
    "status",
    "task",
    "runs",
  ]);
  for (const { words } of steps) {
    const command = commands.find((one) => one.name === words[0]);
    expect(() => parse(command!, words.slice(1))).not.toThrow();
  }
  expect(steps.map(commandOf)).toContain(`./platform task ${name} "ls -l /tmp" --emulator`);
  expect(roundOf(name, [], "v-41")).toEqual([]);
});

/** Runs a rehearsal in which the program answers as is asked. */
async function rehearsed(codes: (words: readonly string[]) => number) {
  const environment = await loadEnvironment(name);
  const [image = ""] = Object.keys(environment.images);
  const samples = { image, tags: sampleImages(environment.images[image]?.tag ?? "") };
  const ran: string[] = [];
  const file = join(folder, "rehearsal.html");
  const result = await rehearse({
    environmentName: name,
    file,
    progress: { write: () => undefined },
    platform: (words) => {
      ran.push(words.join(" "));
      const stdout = words[0] === "start" ? JSON.stringify({ samples }) : "";
      return Promise.resolve({ exitCode: codes(words), output: `<b>${words[0]}</b>\u001b[2J`, stdout });
    },
  });
  return { result, ran, page: readFileSync(file, "utf8") };
}

const asExpected = (words: readonly string[]) => (/crashes|unhealthy/.test(words.join()) ? 6 : 0);

test("a rehearsal deploys, runs the round, and writes what each command printed", async () => {
  const { result, ran, page } = await rehearsed(asExpected);
  expect(result).toMatchObject({ code: 0, text: expect.stringContaining("every command did what it should") });
  expect(ran).toHaveLength(10);
  expect(page.match(/<code>\.\/platform /g)).toHaveLength(10);
  expect(page).toContain("&#60;b&#62;release&#60;/b&#62;\\x1b[2J");
});

test("a failing release that succeeds is as wrong as a command that fails", async () => {
  const { result, page } = await rehearsed(() => 0);
  expect(result.code).toBe(1);
  expect(page).toContain("2 commands did not do what was expected");
  expect(page.match(/<details open>/g)).toHaveLength(2);
});

test("nothing is rehearsed where the environment cannot be deployed", async () => {
  await expect(rehearsed(() => 1)).rejects.toThrow(`${name} could not be deployed to the emulator`);
});

test("the page needs nothing from elsewhere", () => {
  const step = { title: "t", command: "c", startedAt: 0, milliseconds: 1, exitCode: 0, expected: 0, output: "" };
  expect(timeline("x", [step])).not.toMatch(/<script|src=|href=|url\(|@import/);
});
