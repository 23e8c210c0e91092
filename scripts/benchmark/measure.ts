import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A program to measure; `before` puts things back to where each run should start, outside the measured time. */
export interface Subject {
  readonly name: string;
  /** Arguments of `node`. */
  readonly args: readonly string[];
  /** Exit code of a run that went well. @default 0 */
  readonly exitCode?: number;
  readonly before?: () => void;
}

export interface Sample {
  readonly seconds: number;
  readonly mebibytes: number;
}

export interface Row {
  readonly name: string;
  /** Medians over all runs. */
  readonly seconds: number;
  /** Median of the ratios to the first subject within the same round, which cancels the drift of a busy machine. */
  readonly times: number;
  readonly mebibytes: number;
}

/**
 * Runs all subjects in turn, round after round, after one round that is not counted.
 *
 * @throws Error when a program fails, with what it printed
 */
export function measure(
  subjects: readonly Subject[],
  options: { rounds: number; root: string; scratch: string },
): readonly Row[] {
  const rounds = Array.from({ length: options.rounds + 1 }, () => subjects.map((subject) => run(subject, options)));
  return rows(
    subjects.map(({ name }) => name),
    rounds.slice(1),
  );
}

/** One row a subject from samples by round and subject. */
export function rows(names: readonly string[], rounds: readonly (readonly Sample[])[]): readonly Row[] {
  return names.map((name, subject) => {
    const samples = rounds.map((round) => at(round, subject));
    return {
      name,
      seconds: median(samples.map(({ seconds }) => seconds)),
      times: median(rounds.map((round) => at(round, subject).seconds / at(round, 0).seconds)),
      mebibytes: median(samples.map(({ mebibytes }) => mebibytes)),
    };
  });
}

export function table(measured: readonly Row[]): string {
  const width = Math.max(...measured.map(({ name }) => name.length));
  const lines = measured.map(
    ({ name, seconds, times, mebibytes }) =>
      `${name.padEnd(width)}  ${seconds.toFixed(2).padStart(7)}  ${times.toFixed(1).padStart(5)}  ${mebibytes.toFixed(0).padStart(4)}`,
  );
  return [`${"".padEnd(width)}  seconds  times   MiB`, ...lines].join("\n");
}

function run(
  { name, args, exitCode = 0, before }: Subject,
  { root, scratch }: { root: string; scratch: string },
): Sample {
  before?.();
  const memory = join(scratch, "memory");
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(
    process.execPath,
    ["--require", join(root, "scripts/benchmark/peak-memory.cjs"), ...args],
    {
      cwd: root,
      encoding: "utf8",
      // A large review is more than spawnSync keeps.
      stdio: ["ignore", "ignore", "pipe"],
      env: { ...process.env, BENCHMARK_MEMORY: memory, CDKTF_OUTDIR: join(scratch, "cdktf.out") },
    },
  );
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  if (status !== exitCode) throw new Error(`${name} failed: ${stderr}`);
  return { seconds, mebibytes: Number(readFileSync(memory, "utf8")) / 1024 };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? at(sorted, middle) : (at(sorted, middle - 1) + at(sorted, middle)) / 2;
}

function at<T>(values: readonly T[], index: number): T {
  const value = values[index];
  if (value === undefined) throw new RangeError(`no element ${index} of ${values.length}`);
  return value;
}
