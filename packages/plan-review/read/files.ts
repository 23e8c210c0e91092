import { closeSync, existsSync, openSync, readdirSync, readFileSync, readSync, statSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { Configuration, readConfiguration } from "../../terraform-json";
import type { PlanInput, PlannedInput } from "./input";
import { decodeText } from "./decode";
import { readLog } from "./log";
import { largeFile, parseLarge } from "./large";
import { readPlanJson, readPlanText, unreadable } from "./plan";

export interface ReadInputs {
  /** In the order in which they were given. */
  readonly inputs: readonly PlanInput[];
  /** Every stack of the synth folder, read together; the inputs' own among them. */
  readonly stacks: readonly Configuration[];
}

/**
 * Reads plans, called after their stacks: `<stack>.json` (`terraform show -json`), or `<stack>.log` where the plan failed.
 *
 * Never throws for what a file is or is not: such a stack becomes an input that failed, so that a comment can say so.
 *
 * @param paths files, and folders of them
 * @param synth the folder that `cdktf synth` wrote; where it does not exist, plans are reviewed by themselves
 */
export function readInputs(paths: readonly string[], synth: string): ReadInputs {
  const { stacks, problems } = readSynth(synth);
  const files = paths.flatMap(filesOf);
  const byStack = new Map<string, Source[]>();
  for (const file of files) byStack.set(file.stack, [...(byStack.get(file.stack) ?? []), file]);
  const inputs = [...byStack].map(([stack, [file, ...others]]) => {
    if (file === undefined || "problem" in file) return unreadable(stack, file?.problem ?? "");
    const twice = others.find((other) => !("problem" in other));
    if (twice !== undefined) {
      return unreadable(stack, `${stack} is given twice, ${file.path} and ${twice.path}; expected one file a stack`);
    }
    const configuration = stacks.find(({ name }) => name === stack);
    const broken = problems.get(stack);
    if (broken !== undefined) return unreadable(stack, broken);
    const input = readFile(file);
    if (configuration !== undefined) return { ...input, configuration };
    return input.status === "planned" && existsSync(synth)
      ? withRemark(input, missingConfiguration(stack, synth))
      : input;
  });
  return { inputs, stacks };
}

type Source =
  | { readonly stack: string; readonly path: string }
  | { readonly stack: string; readonly path: string; readonly problem: string };

/** What a file is called after its stack: `.json`, also in `.json.gz`. */
const kindOfFile = (path: string): string => extname(path.replace(/\.gz$/, ""));
const stackOf = (path: string): string => basename(path.replace(/\.gz$/, ""), kindOfFile(path));

function filesOf(path: string): Source[] {
  const stack = stackOf(path);
  const problem = (what: string): Source[] => [{ stack, path, problem: `${path} ${what}` }];
  if (!existsSync(path)) return problem("is not there; expected STACK.json, STACK.log, or a folder of them");
  if (statSync(path).isDirectory()) {
    const names = readdirSync(path).filter((name) => [".json", ".log"].includes(kindOfFile(name)));
    return names.length === 0
      ? problem("holds no plan; expected STACK.json (terraform show -json) or STACK.log (a plan that failed) in it")
      : names.toSorted().map((name) => ({ stack: stackOf(name), path: join(path, name) }));
  }
  const packed = packedAs(firstBytes(path));
  if ([".plan", ".tfplan"].includes(extname(path)) || packed === savedPlan)
    return problem(`${savedPlan}; expected what \`terraform show -json\` prints of it, as STACK.json`);
  if (packed !== undefined) return problem(`${packed}; expected STACK.json as it is, or packed with gzip`);
  if (![".json", ".log"].includes(kindOfFile(path))) {
    return problem("is not called after a stack; expected STACK.json (terraform show -json) or STACK.log");
  }
  return [{ stack, path }];
}

const savedPlan = "is a saved plan in Terraform's own format";

/** How a file is packed that this program does not unpack. */
function packedAs(bytes: Buffer): string | undefined {
  const starts = (...signature: number[]) => signature.every((byte, index) => bytes[index] === byte);
  if (starts(0x50, 0x4b, 3, 4)) return bytes.includes("tfplan") ? savedPlan : "is a zip archive";
  if (starts(0x42, 0x5a, 0x68)) return "is packed with bzip2";
  if (starts(0xfd, 0x37, 0x7a, 0x58, 0x5a)) return "is packed with xz";
  return starts(0x28, 0xb5, 0x2f, 0xfd) ? "is packed with zstd" : undefined;
}

function firstBytes(path: string): Buffer {
  const file = openSync(path, "r");
  try {
    const start = Buffer.alloc(64);
    return start.subarray(0, readSync(file, start));
  } finally {
    closeSync(file);
  }
}

function readFile({ stack, path }: Source): PlanInput {
  const large = extname(path) === ".json" && statSync(path).size >= largeFile ? readLarge(path) : undefined;
  if (large !== undefined) return readPlanJson({ stack, label: path, json: large });
  let text: string;
  try {
    text = decodeText(readFileSync(path));
  } catch (error) {
    return unreadable(stack, `${path} cannot be read (${codeOf(error)}); expected a file, or one that gzip made`);
  }
  if (kindOfFile(path) === ".log") return readLog(stack, text);
  return readPlanText({ stack, label: path, text });
}

/** Undefined for what is no JSON in UTF-8, about which the ordinary way says more. */
function readLarge(path: string): unknown {
  const file = openSync(path, "r");
  try {
    return parseLarge(chunksOf(file));
  } catch {
    return undefined;
  } finally {
    closeSync(file);
  }
}

function* chunksOf(file: number): Generator<Buffer> {
  const chunk = Buffer.allocUnsafe(1024 * 1024);
  for (let length = readSync(file, chunk); length > 0; length = readSync(file, chunk)) yield chunk.subarray(0, length);
}

function withRemark(input: PlannedInput, remark: string): PlanInput {
  return { ...input, remarks: [...input.remarks, remark] };
}

function missingConfiguration(stack: string, synth: string): string {
  const file = join(synth, "stacks", stack, "cdk.tf.json");
  return `${file} does not exist, so construct paths, ignore_changes and prevent_destroy are not known; \`cdktf synth\` writes it (--synth DIR).`;
}

/** The stacks of a synth folder, and what is wrong with those that cannot be read. */
function readSynth(folder: string): { stacks: Configuration[]; problems: Map<string, string> } {
  const parent = join(folder, "stacks");
  const problems = new Map<string, string>();
  const names = existsSync(parent) ? readdirSync(parent).toSorted() : [];
  const stacks = names.flatMap((name) => {
    const file = join(parent, name, "cdk.tf.json");
    if (!existsSync(file)) return [];
    try {
      return [readConfiguration(readFileSync(file, "utf8"), name)];
    } catch {
      problems.set(name, `${file} is no Terraform JSON; expected what \`cdktf synth\` writes`);
      return [];
    }
  });
  Configuration.link(stacks);
  return { stacks, problems };
}

function codeOf(error: unknown): string {
  const { code } = Object(error) as NodeJS.ErrnoException;
  return code ?? "unreadable";
}
