import { spawn } from "node:child_process";
import { join, resolve } from "node:path";
import { emulatorFolder, findEmulator, type Samples } from "../../lib/emulator";
import { loadEnvironment } from "../../lib/environments";
import { projectRoot } from "../../lib/root";
import { Interrupts } from "../../lib/terminal/interrupts";
import { duration } from "../../lib/terminal/rows";
import { Screen, type Output } from "../../lib/terminal/screen";
import { exitCodes, UserError } from "../../packages/common/errors";
import { writeWhole } from "../../packages/common/files";
import { describeTags } from "../release/tags";
import { commandOf, roundOf, type Step } from "../start/round";
import { timeline, type Done } from "./timeline";

export interface RehearseOptions {
  readonly environmentName: string;
  /** File that receives the timeline. @default - `.emulator/<environment>-rehearsal.html` */
  readonly file?: string | undefined;
  readonly progress: Output;
  /** Runs the program with some words. @default - as a process of its own */
  readonly platform?: typeof ownProcess;
}

/**
 * Deploys an environment to the emulator of this machine, runs a round of commands as a person would type them, and writes what happened as
 * a page.
 *
 * @throws UserError when the environment cannot be deployed to the emulator, or there is no image to release
 */
export async function rehearse({ environmentName, file, progress, platform = ownProcess }: RehearseOptions) {
  const environment = await loadEnvironment(environmentName);
  const { name, account, region } = environment;
  const screen = new Screen(progress);
  const interrupts = new Interrupts();
  const done: Done[] = [];
  const run = async ({ words, title, exitCode: expected }: Step, shown = words) => {
    const command = commandOf({ words: shown });
    const startedAt = Date.now();
    const row = { name: command, state: "running", phase: "runs", startedAt } as const;
    const timer = setInterval(() => screen.draw([row], Date.now()), 100);
    const { exitCode, output, stdout } = await platform(words).finally(() => clearInterval(timer));
    interrupts.check();
    const state = exitCode === expected ? "done" : "failed";
    const phase = `exit code ${exitCode}${state === "done" ? "" : `, ${expected} was expected`}`;
    screen.draw([{ ...row, state, phase, endedAt: Date.now() }], Date.now());
    screen.keep();
    done.push({ command, title, startedAt, milliseconds: Date.now() - startedAt, exitCode, expected, output });
    return stdout;
  };
  try {
    const wasRunning = (await findEmulator({ account, region })) !== undefined;
    const title = wasRunning ? "Deploy what changed to the emulator" : "Deploy everything to the emulator";
    const started = await run({ title, words: ["start", name, "--json"], exitCode: 0 }, ["start", name]);
    if (done[0]?.exitCode !== 0)
      throw new UserError(`${name} could not be deployed to the emulator:\n${done[0]?.output}`);
    const { samples } = JSON.parse(started) as { readonly samples?: Samples };
    const steps =
      samples === undefined
        ? []
        : roundOf(name, samples.tags, environment.images[samples.image]?.tag ?? "", (tag) =>
            describeTags(environment, { [samples.image]: tag }),
          );
    if (steps.length === 0)
      throw new UserError(`${name} releases no image, so there is nothing to rehearse`, exitCodes.refused);
    for (const step of steps) await run(step);
  } finally {
    interrupts.dispose();
  }
  const page = resolve(file ?? join(emulatorFolder(), `${name}-rehearsal.html`));
  writeWhole(page, timeline(name, done));
  const wrong = done.filter(({ exitCode, expected }) => exitCode !== expected);
  const total = duration(done.reduce((sum, { milliseconds }) => sum + milliseconds, 0));
  return {
    code: wrong.length === 0 ? 0 : exitCodes.failed,
    text: [
      `\n${wrong.length === 0 ? `${name}: every command did what it should` : `${name}: ${wrong.map(({ command }) => command).join(", ")} did not do what it should`}, in ${total}`,
      `The timeline is in ${page}`,
    ].join("\n"),
    json: { environment: name, page, steps: done },
  };
}

/** Runs this program as a person would, and keeps what it prints. */
function ownProcess(words: readonly string[]): Promise<{ exitCode: number; output: string; stdout: string }> {
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, [join(projectRoot(), "platform"), ...words], {
      env: { ...process.env, NO_COLOR: "1" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    let stdout = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => (output += text));
    child
      .once("error", failed)
      .once("close", (code) => done({ exitCode: code ?? exitCodes.interrupted, output, stdout }));
  });
}
