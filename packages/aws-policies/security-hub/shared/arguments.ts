import { isRecord, onlyInterpolation, type Block, type Configuration } from "../../../terraform-json";
import { fail, pass, type PolicyResult } from "../../policy";
import { numberOf } from "../../values";

/**
 * Every value at a path such as `metadata_options.http_tokens`, through blocks written as an object or as a list of them.
 *
 * Nothing where the argument is not set. Variables with a default, and locals, are replaced by their value; any other `${...}` stays.
 */
export function argumentsOf(block: Block, path: string): unknown[] {
  const start: unknown[] = [block.properties];
  return path
    .split(".")
    .reduce((values, key) => values.flatMap((value) => (isRecord(value) ? listOf(value[key]) : [])), start)
    .map((value) => known(block.configuration, value));
}

/** The first value at a path; undefined where it is not set. */
export function argumentOf(block: Block, path: string): unknown {
  return argumentsOf(block, path)[0];
}

/** The first value at a path as a text: numbers and booleans as Terraform would write them. */
export function textOf(block: Block, path: string, byDefault = ""): string {
  const value = argumentOf(block, path);
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : byDefault;
}

/** Whether an argument is set, be it to something that only Terraform will know. */
export function isSet(block: Block, path: string): boolean {
  return (
    argumentsOf(block, path).some((value) => value !== "") ||
    block.references.some(({ property }) => property.replace(/\[\d+\]/g, "") === path)
  );
}

/**
 * Passes when an argument has an allowed value. `"true"` and true are the same to Terraform, and here.
 *
 * @param byDefault what AWS or the provider does where it is not set @default - not setting it fails
 */
export function requireArgument(block: Block, path: string, allowed: unknown, byDefault?: unknown): PolicyResult {
  const value = argumentOf(block, path);
  const all = Array.isArray(allowed) ? allowed : [allowed];
  const effective = String(value ?? byDefault);
  return all.some((item) => String(item) === effective) ? pass : must(path, all.map(quoted).join(" or "), value);
}

/** Passes when an argument is at least `least`. */
export function requireAtLeast(block: Block, path: string, least: number, byDefault?: number): PolicyResult {
  const value = argumentOf(block, path);
  const number = value === undefined ? byDefault : numberOf(value);
  return number !== undefined && number >= least ? pass : must(path, `at least ${least}`, value);
}

/** Passes when an argument is set. */
export function requireSet(block: Block, path: string): PolicyResult {
  return isSet(block, path) ? pass : fail(`${path} must be set, got nothing`);
}

/** The failure of an argument: `storage_encrypted must be true, got false`. */
export function must(path: string, what: string, got: unknown): PolicyResult {
  return fail(`${path} must be ${what}, got ${quoted(got)}`);
}

function listOf(value: unknown): unknown[] {
  return value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];
}

/** A value in a message: as JSON, or `nothing`. */
export function quoted(value: unknown): string {
  return value === undefined || value === null ? "nothing" : JSON.stringify(value);
}

function known(configuration: Configuration, value: unknown): unknown {
  const [kind, name = "", ...rest] = (typeof value === "string" ? (onlyInterpolation(value) ?? "") : "").split(".");
  if (rest.length > 0) return value;
  if (kind === "var") return configuration.variables.get(name)?.default ?? value;
  if (kind === "local") return configuration.locals.get(name) ?? value;
  return value;
}
