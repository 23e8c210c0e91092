import pc from "picocolors";
import { printable } from "../../packages/common/printable";
import type { LogLine } from "./logs";

/** Keys under which loggers put what belongs at the beginning of a line, in the order of preference. */
const known = {
  level: ["level", "severity", "lvl", "loglevel"],
  message: ["message", "msg", "event"],
  time: ["time", "timestamp", "ts", "@timestamp", "datetime"],
};

/**
 * A line for a person: time, container, task, and of a line of JSON the level and the message first, then the rest as `key=value`.
 *
 * @param containers whether several containers are shown, so that each line says whose it is
 */
export function formatLine({ at, container, task, message }: LogLine, containers: boolean): string {
  const time = pc.dim(new Date(at).toISOString().slice(11, 23));
  const whose = `${containers ? `${container} ` : ""}${task.slice(0, 8)}`;
  return `${time} ${pc.cyan(whose)} ${readable(message)}`;
}

/** A line of a structured log as a sentence; any other as it is, with control characters shown. */
export function readable(message: string): string {
  const fields = parsed(message);
  if (fields === undefined) return printable(message, { colors: pc.isColorSupported });
  const take = (names: readonly string[]): string | undefined => {
    const name = names.find((one) => typeof fields[one] === "string" || typeof fields[one] === "number");
    if (name === undefined) return undefined;
    const value = String(fields[name]);
    delete fields[name];
    return printable(value);
  };
  // CloudWatch's own time is at the beginning of the line.
  take(known.time);
  const level = take(known.level);
  const text = take(known.message);
  const rest = Object.entries(fields).map(([key, value]) => `${pc.dim(`${printable(key)}=`)}${shown(value)}`);
  return [...(level === undefined ? [] : [colored(level)]), ...(text === undefined ? [] : [text]), ...rest].join(" ");
}

function parsed(message: string): Record<string, unknown> | undefined {
  if (!/^\s*\{/.test(message)) return undefined;
  try {
    const value: unknown = JSON.parse(message);
    return typeof value === "object" && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

const shown = (value: unknown): string =>
  printable(typeof value === "string" && !/\s/.test(value) ? value : JSON.stringify(value));

function colored(level: string): string {
  const word = level.toUpperCase();
  if (/^(FATAL|ERROR|CRIT|PANIC|EMERG|ALERT)/.test(word)) return pc.red(word);
  return word.startsWith("WARN") ? pc.yellow(word) : pc.dim(word);
}
