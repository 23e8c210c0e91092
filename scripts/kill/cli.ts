import { parseArgs } from "node:util";
import { runProgram } from "../../lib/terminal/exit";
import { UserError } from "../../packages/common/errors";
import { commandNames, Rounds, type CommandName, type Outcome } from "./rounds";

const usage = `usage: node lib/runner/run.mjs scripts/kill/cli.ts [--kills 20] [--seed 1] [--minutes 60] [--elsewhere] [command...]

Kills each command at random moments on the emulator, with all that it started, and runs it again. Every round must end with empty plans
and as many objects in the account as when nobody is killed. With --elsewhere, it is run again on another machine, which knows the account alone. Commands: ${commandNames.join(", ")} (default: all).`;

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function table(outcomes: readonly Outcome[]): string {
  const rows = commandNames.flatMap((command) => {
    const own = outcomes.filter((outcome) => outcome.command === command);
    const by = (way: Outcome["by"]) => own.filter((one) => one.by === way && one.problems.length === 0).length;
    const failed = own.filter(({ problems }) => problems.length > 0).length;
    return own.length === 0
      ? []
      : [
          `${command.padEnd(10)} ${own.length} kills: ${by("same command")} by the same command, ${by("printed command")} by a printed one, ${failed} not`,
        ];
  });
  return rows.join("\n");
}

runProgram(async (args) => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      kills: { type: "string", default: "20" },
      seed: { type: "string", default: "1" },
      minutes: { type: "string", default: "600" },
      elsewhere: { type: "boolean", default: false },
      help: { type: "boolean" },
    },
  });
  if (values.help === true) {
    console.log(usage);
    return 0;
  }
  const unknown = positionals.find((name) => !commandNames.includes(name as CommandName));
  if (unknown !== undefined) throw new UserError(`there is no command ${unknown}\n\n${usage}`);
  const commands = positionals.length === 0 ? commandNames : (positionals as CommandName[]);
  const end = Date.now() + Number(values.minutes) * 60_000;
  const random = randomNumbers(Number(values.seed));
  const rounds = new Rounds((line) => console.log(line));
  const outcomes: Outcome[] = [];
  try {
    await rounds.prepare(commands);
    for (let kill = 0; kill < Number(values.kills); kill += 1) {
      for (const command of commands) {
        const at = random();
        if (Date.now() > end) continue;
        const outcome = await rounds.round(command, at, values.elsewhere);
        outcomes.push(outcome);
        const { by, commands, problems } = outcome;
        const several = commands === undefined || commands === 1 ? "" : `, ${commands} of them`;
        console.log(
          `${command} killed at ${Math.round(outcome.at * 100)} %: ${by}${several}${problems.map((line) => `\n  ${line}`).join("")}`,
        );
      }
    }
  } finally {
    await rounds.remove();
  }
  console.log(`\n${table(outcomes)}`);
  return outcomes.every(({ problems }) => problems.length === 0) ? 0 : 1;
});
