import { hostname, userInfo } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { projectRoot } from "../../lib/root";
import { fenced } from "../reference/commands";

export const outputPage = join(projectRoot(), "docs/reference/output.md");

/** What a command printed, on both of its outputs. */
export interface Printed {
  /** As it is typed. */
  readonly command: string;
  readonly output: string;
  readonly exitCode: number;
}

/** Commands that read the project alone. */
export const synthesized = (name: string): readonly (readonly string[])[] => [
  ["environments"],
  ["image", name, "web"],
  ["synth"],
  ["prove", name],
  ["policies", name],
  ["cost", name],
  ["picture", name],
  ["report", name],
  ["atlantis"],
  ["run-task-server"],
];

/** Commands that only look: with those above, a test compares what they print after a first deployment with the page. */
export const looks = (name: string): readonly (readonly string[])[] => [
  ["status", name, "--emulator"],
  ["logs", name, "--emulator"],
  ["runs", name, "--emulator"],
  ["env", name, "--emulator"],
  ["secrets", name, "--emulator"],
  ["doctor", name, "--emulator"],
  ["right-size", name, "--emulator"],
  ["open", name, "--emulator"],
  ["exec", name, "--emulator"],
  ["emulator", "status"],
];

/** Lines of an output that are shown from its beginning and from its end. */
const most = 40;

/** The section of a command. @param folder of the project that it ran in */
export function section({ command, output, exitCode }: Printed, folder: string): string {
  const code = exitCode === 0 ? "" : `\n\nIt exits with ${exitCode}.`;
  return `## \`${command}\`\n\n${fenced(shortened(neutral(output, folder)))}${code}`;
}

/** The sections of the page, by command; of a command that is there several times the first. */
export function sectionsOf(page: string): ReadonlyMap<string, string> {
  const sections = page.split(/^(?=## `)/m).slice(1);
  return new Map(sections.toReversed().map((text) => [/`(.*)`/.exec(text)?.[1] ?? "", text.trim()]));
}

function shortened(text: string): string {
  const lines = text.split("\n");
  if (lines.length <= 3 * most) return text;
  return [...lines.slice(0, most), `... ${lines.length - 2 * most} more lines ...`, ...lines.slice(-most)].join("\n");
}

/** What was printed without what differs from run to run or from machine to machine. */
export function neutral(output: string, folder: string): string {
  const text = stripVTControlCharacters(output)
    .replaceAll(folder, "~/project")
    .replaceAll(`${userInfo().username}@${hostname()}`, "ann@laptop");
  const lines = withoutIds(replacements.reduce((before, [from, to]) => before.replaceAll(from, to), text)).split("\n");
  // Progress is repeated after some time.
  return inOrder(lines.filter((line, index) => !line.startsWith("- ") || lines.indexOf(line) === index))
    .join("\n")
    .trim();
}

/** First deployments of services, which Terraform begins at the same time, by name: any may be the newest. */
function inOrder(lines: readonly string[]): readonly string[] {
  const first = lines.findIndex(isFirstDeployment);
  const ones = lines.slice(first).filter(isFirstDeployment);
  return first === -1 ? lines : lines.toSpliced(first, ones.length, ...ones.sort());
}

const isFirstDeployment = (line: string): boolean => /^\S+ \S+ {2}ECS .*:1 /.test(line);

const replacements: readonly (readonly [RegExp, string])[] = [
  // Elapsed times, and how far it was.
  [/ \((?:\d+ min )?[\d.]+ s\)$/gm, ""],
  [/^(- .*: terraform (?:apply|destroy): )\d+ (of \d+).*$/gm, "$10 $2"],
  [/\b(after|in) (?:\d+ min )?[\d.]+ s\b/g, "$1 2 s"],
  // What the emulator took, beside what AWS is planned to take.
  [/(?<=^ {2}\S.* s +)[\d.]+(?= s$)/gm, "2.0"],
  [/(?<=clock +differs from AWS's by )\d+ seconds?/g, "0 seconds"],
  // The zone in which an instance starts is any.
  [/(?<=^ .*\bi-[0-9a-f]{17} .*[a-z]-\d)[a-c]\b/gm, "a"],
  [/\bprocess \d+/g, "process 4711"],
  [/\b\d+ (?:s|min|h) ago\b/g, "1 min ago"],
  [/\bup \d+ (?:s|min|h)\b/g, "up 1 min"],
  [/\b20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g, "2026-01-15T12:00:00Z"],
  [/\b20\d\d-\d\d-\d\d \d\d:\d\d(?::\d\d)?/g, "2026-01-15 12:00"],
  [/, AWS provider from \S+/g, ""],
  [/(Node\.js +)\d+\.\d+\.\d+/g, "$124.0.0"],
  [/127\.0\.0\.1:\d{5}\b/g, "127.0.0.1:45000"],
  [/(?<=\/\/master\.[a-z-]+\.)[a-z0-9]{6}(?=\.)/g, "abc123"],
  // Names of another length before it, in a column.
  [/^(\S+ \S+ {2}ECS) {2,}/gm, "$1         "],
];

/** Every id by its number of appearance, so that what is the same stays the same. */
function withoutIds(text: string): string {
  const known: string[] = [];
  return text.replaceAll(/\b(?=[0-9a-f-]*\d)(?!111122223333\b)[0-9a-f]{8,}(?:-[0-9a-f]{4,})*\b/g, (id) => {
    const begin = id.slice(0, 8);
    if (!known.includes(begin)) known.push(begin);
    return String(known.indexOf(begin) + 1).padStart(8, "0") + id.slice(8).replaceAll(/[0-9a-f]/g, "0");
  });
}
