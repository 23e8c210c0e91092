import { count, differences, leaveFromElsewhere, type Census } from "./census";
import { environmentName, type Result, Workspace } from "./workspace";

export const commandNames = ["bootstrap", "start", "deploy", "apply", "release", "rollback"] as const;
export type CommandName = (typeof commandNames)[number];

/** What became of one command that was killed. */
export interface Outcome {
  readonly command: CommandName;
  /** When it was killed, of the whole run: 0 to 1; 1 where it ended before. */
  readonly at: number;
  /** How it converged: by the same command, by a printed one, or not at all. */
  readonly by: "same command" | "printed command" | "nothing";
  /** How many printed commands it took; after `recover`, the same command is run again as well. @default - the same command was enough */
  readonly commands?: number;
  /** What the same command printed when it failed. */
  readonly printed?: string;
  /** What is wrong; empty where the account and the plans are as if nobody had been killed. */
  readonly problems: readonly string[];
}

/** A command with where it begins. */
interface Stage {
  readonly args: readonly string[];
  /** Brings back the account and the files before it. */
  readonly restore: () => Promise<void>;
  /** Stacks that are planned without changes afterwards. */
  readonly stacks: readonly string[];
}

/** Kills commands of the program, each followed by the same command, on accounts that were made once. */
export class Rounds {
  private readonly workspace = new Workspace();
  private readonly stages = new Map<CommandName, Stage>();
  private readonly references = new Map<CommandName, { readonly census: Census; readonly progress: number }>();

  constructor(private readonly say: (line: string) => void) {}

  /** Makes the accounts in which the commands begin. */
  async prepare(commands: readonly CommandName[]): Promise<void> {
    const { workspace } = this;
    const needs = (...names: readonly CommandName[]) => names.some((name) => commands.includes(name));
    await workspace.start();
    const empty = await workspace.save();
    const all = ["state-backend", "foundation", "data", "service"];
    this.stages.set("bootstrap", { args: ["bootstrap", environmentName, "--emulator"], restore: empty, stacks: [] });
    this.stages.set("start", { args: ["start", environmentName, "--no-samples"], restore: empty, stacks: all });
    if (needs("deploy", "apply")) {
      await this.must(["bootstrap", environmentName, "--emulator"]);
      const bucket = await workspace.save();
      const args = ["deploy", environmentName, "foundation", "--emulator"];
      this.stages.set("deploy", { args, restore: bucket, stacks: ["state-backend", "foundation"] });
      if (needs("apply")) {
        await this.must(["plan", environmentName, "foundation", "--emulator"], [0, 2]);
        const planned = await workspace.save();
        this.stages.set("apply", { args: ["apply", "plans", "--emulator"], restore: planned, stacks: ["foundation"] });
      }
      await empty();
    }
    if (needs("release", "rollback")) {
      await this.must(["start", environmentName]);
      const deployed = await workspace.save();
      const release = ["release", environmentName, "1.0.1", "--emulator"];
      this.stages.set("release", { args: release, restore: deployed, stacks: all });
      if (needs("rollback")) {
        await this.must(release);
        const args = ["rollback", environmentName, "--emulator"];
        this.stages.set("rollback", { args, restore: await workspace.save(), stacks: all });
      }
    }
  }

  /**
   * Runs a command, kills it, and runs it again.
   *
   * @param at when it is killed, of the whole run: 0 to 1
   * @param elsewhere whether it is run again on another machine, which knows the account alone, and which has an object too many
   */
  async round(command: CommandName, at: number, elsewhere = false): Promise<Outcome> {
    const stage = this.stages.get(command);
    if (stage === undefined) throw new Error(`${command} was not prepared`);
    const { census, progress } = await this.reference(command, stage);
    await stage.restore();
    const { killed } = await this.workspace.run(stage.args, Math.max(1, at * progress));
    if (elsewhere) {
      this.workspace.forget();
      await leaveFromElsewhere(this.workspace.url, `${environmentName}-foundation`);
    }
    const { problems, ...converged } = await this.converge(stage);
    return {
      command,
      at: killed ? at : 1,
      ...converged,
      problems: [...problems, ...(await this.check(stage, census))],
    };
  }

  remove(): Promise<void> {
    return this.workspace.remove();
  }

  /** What the account has, and how much the emulator does, when nobody kills the command. */
  private async reference(command: CommandName, { args, restore }: Stage) {
    const known = this.references.get(command);
    if (known !== undefined) return known;
    await restore();
    const { progress } = await this.must(args);
    const reference = { census: await count(this.workspace.url), progress };
    this.references.set(command, reference);
    return reference;
  }

  private async must(args: readonly string[], codes: readonly number[] = [0]): Promise<Result> {
    this.say(`./platform ${args.join(" ")}`);
    const result = await this.workspace.run(args);
    if (!codes.includes(result.code)) throw new Error(`./platform ${args.join(" ")}: ${result.code}\n${result.output}`);
    return result;
  }

  /** Runs the same command, and what it prints where it fails: a saved plan is stale once the account was recovered. */
  private async converge({ args }: Stage): Promise<Omit<Outcome, "command" | "at">> {
    let result = await this.workspace.run(args);
    if (result.code === 0) return { by: "same command", problems: [] };
    const printed = result.output.slice(-3000);
    let commands = 0;
    for (; commands < 2 && result.code !== 0; commands += 1) {
      // The last one is how to go on.
      const all = result.output.matchAll(/\.\/platform ((?:recover|deploy) [a-z -]+)/g);
      const next = [...all].at(-1)?.[1]?.trim().split(/\s+/);
      if (next === undefined) break;
      if (!next.includes("--emulator")) next.push("--emulator");
      const isRecover = next[0] === "recover";
      if (isRecover) next.push("--unlock", "--import-all", "--delete");
      result = await this.workspace.run(next);
      if (isRecover && result.code === 0) result = await this.workspace.run(args);
    }
    if (result.code === 0) return { by: "printed command", commands, printed, problems: [] };
    return { by: "nothing", printed, problems: [`it ended with ${result.code}\n${result.output.slice(-3000)}`] };
  }

  private async check({ stacks }: Stage, census: Census): Promise<readonly string[]> {
    const problems = differences(await count(this.workspace.url), census);
    if (stacks.length === 0) return problems;
    const planned = await this.workspace.run(["plan", environmentName, ...stacks, "--emulator"]);
    return planned.code === 0 ? problems : [...problems, `the plan is not empty:\n${planned.output.slice(-2000)}`];
  }
}
