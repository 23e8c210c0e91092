import { readFileSync } from "node:fs";
import { closest } from "../common/closest";
import { UserError } from "../common/errors";
import { isRecord, kindOf } from "../terraform-json";

/** The JSON of a file that a person wrote. @param what how messages call it @throws UserError, one line */
export function readJsonFile(path: string, what: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new UserError(`cannot read the ${what} ${path} (${(error as NodeJS.ErrnoException).code})`);
  }
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw new UserError(`${path} must be JSON: ${(error as Error).message}`);
  }
}

/** The error that names every mistake of a file. */
export function mistakesIn(file: string, problems: readonly string[]): UserError {
  return new UserError(
    problems.length === 1
      ? `${file}: ${problems[0]}`
      : `${file} has ${problems.length} mistakes:\n  ${problems.join("\n  ")}`,
  );
}

/** An object of the file; what is wrong with it is added to the problems, with its path. */
export class Fields {
  private readonly values: Readonly<Record<string, unknown>>;

  constructor(
    value: unknown,
    private readonly path: string,
    private readonly problems: string[],
    known: readonly string[],
  ) {
    this.values = isRecord(value) ? value : {};
    if (!isRecord(value)) {
      problems.push(`${path === "" ? "it" : path} must be an object, got ${kindOf(value)}`);
    }
    for (const name of Object.keys(this.values).filter((key) => !known.includes(key))) {
      const nearest = closest(name, known);
      const hint =
        nearest === undefined ? `; known are ${known.join(", ")}` : `; did you mean ${JSON.stringify(nearest)}?`;
      problems.push(`unknown field ${JSON.stringify(this.at(name))}${hint}`);
    }
  }

  text(name: string): string | undefined {
    const value = this.values[name];
    if (value === undefined) return undefined;
    if (typeof value === "string" && value.trim() !== "") return value;
    this.wrong(name, "text that is not empty", value);
    return undefined;
  }

  required(name: string): string {
    if (this.values[name] === undefined) this.problems.push(`${this.at(name)} is missing`);
    return this.text(name) ?? "";
  }

  day(name: string): string {
    const day = this.required(name);
    if (day !== "" && !isDay(day)) this.wrong(name, "a day such as 2027-05-31", day);
    return day;
  }

  boolean(name: string): boolean | undefined {
    const value = this.values[name];
    if (value !== undefined && typeof value !== "boolean") this.wrong(name, "true or false", value);
    return typeof value === "boolean" ? value : undefined;
  }

  texts(name: string): readonly string[] | undefined {
    const value = this.values[name];
    if (value === undefined) return undefined;
    if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value;
    this.wrong(name, "a list of texts", value);
    return undefined;
  }

  list(name: string, known: readonly string[]): Fields[] {
    const value = this.values[name] ?? [];
    if (!Array.isArray(value)) {
      this.wrong(name, "a list", value);
      return [];
    }
    return value.map((item, index) => new Fields(item, `${this.at(name)}[${index}]`, this.problems, known));
  }

  fields(name: string, known: readonly string[]): Fields | undefined {
    const value = this.values[name];
    return value === undefined ? undefined : new Fields(value, this.at(name), this.problems, known);
  }

  private at(name: string): string {
    return this.path === "" ? name : `${this.path}.${name}`;
  }

  private wrong(name: string, expected: string, value: unknown): void {
    this.problems.push(`${this.at(name)} must be ${expected}, got ${JSON.stringify(value)}`);
  }
}

function isDay(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
