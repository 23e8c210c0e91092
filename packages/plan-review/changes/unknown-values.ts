import { interpolationsOf, isRecord, tryParseJson, type Properties } from "../../terraform-json";
import { withoutIndex } from "../redact";

/** What is written where nothing is known of a value. */
export const unknownValue = "<known after apply>";

/** A value with what is unknown filled in, and where that was. */
export interface Filled {
  readonly value: unknown;
  /** Property paths such as `network_configuration[0].subnets`. */
  readonly unknown: readonly string[];
}

/**
 * Fills in what is known only after apply: as it was written, with the value of what is known in it, and `<...>` for the rest.
 *
 * `${aws_ecr_repository.app.repository_url}:${var.tag}` becomes `<aws_ecr_repository.app.repository_url>:production-306`.
 */
export class UnknownValues {
  readonly #values: ReadonlyMap<string, Known>;
  readonly #variables: ReadonlyMap<string, unknown>;

  constructor(plan: Properties) {
    this.#values = knownValues(plan);
    this.#variables = plainVariables(plan);
  }

  /**
   * @param unknown Terraform's `after_unknown`: true, or a tree with true where a value is unknown
   * @param template as it was written; undefined where nothing is known of it
   */
  fill(after: unknown, unknown: unknown, template: unknown): Filled {
    const paths: string[] = [];
    return { value: this.#fill(after, unknown, template, "", paths, 0), unknown: paths };
  }

  /** A template with a value or `<...>` in the place of each `${...}`. */
  written(template: unknown, depth = 0): unknown {
    if (template === undefined || template === null || depth > 100) return unknownValue;
    if (Array.isArray(template)) return template.map((item) => this.written(item, depth + 1));
    if (isRecord(template)) {
      return Object.fromEntries(Object.entries(template).map(([key, item]) => [key, this.written(item, depth + 1)]));
    }
    if (typeof template !== "string") return template;
    const json = tryParseJson(template);
    return json === undefined ? this.#text(template) : JSON.stringify(this.#texts(json, depth + 1));
  }

  #fill(after: unknown, unknown: unknown, template: unknown, path: string, paths: string[], depth: number): unknown {
    if (unknown === true) {
      paths.push(path);
      return this.written(template);
    }
    if (depth > 100) return after;
    if (Array.isArray(unknown) && (Array.isArray(after) || after === undefined || after === null)) {
      if (!hasTrue(unknown, depth)) return after;
      const list = Array.isArray(after) ? after : [];
      const length = Math.max(list.length, unknown.length);
      // A set comes in another order than it was written in; where lengths differ nothing tells which entry is which.
      const written = Array.isArray(template) ? (template.length === length ? template : []) : [template];
      return Array.from({ length }, (_, index) =>
        this.#fill(list[index], unknown[index], written[index], `${path}[${index}]`, paths, depth + 1),
      );
    }
    if (!isRecord(unknown) || !hasTrue(unknown, depth)) return after;
    const source = Array.isArray(template) && template.length === 1 ? (template[0] as unknown) : template;
    const filled: Record<string, unknown> = isRecord(after) ? { ...after } : {};
    for (const [key, item] of Object.entries(unknown)) {
      if (key === "__proto__" || (typeof item !== "object" && item !== true)) continue;
      const written = isRecord(source) && Object.hasOwn(source, key) ? source[key] : undefined;
      const value = this.#fill(filled[key], item, written, path === "" ? key : `${path}.${key}`, paths, depth + 1);
      if (value !== undefined) filled[key] = value;
    }
    return filled;
  }

  #texts(value: unknown, depth: number): unknown {
    if (typeof value === "string") return this.#text(value);
    if (depth > 100) return value;
    if (Array.isArray(value)) return value.map((item) => this.#texts(item, depth + 1));
    if (!isRecord(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [this.#text(key), this.#texts(item, depth + 1)]),
    );
  }

  #text(template: string): string {
    let text = "";
    let done = 0;
    for (const { start, end, expression } of interpolationsOf(template)) {
      text += literal(template.slice(done, start)) + (this.#known(expression.trim()) ?? `<${expression.trim()}>`);
      done = end;
    }
    return text + literal(template.slice(done));
  }

  /** The value of an expression that is one plain reference to something known and not sensitive. */
  #known(expression: string): string | undefined {
    if (!/^[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)+$/.test(expression)) return undefined;
    const parts = expression.split(".");
    if (parts[0] === "var") return parts.length === 2 ? plainText(this.#variables.get(parts[1] ?? "")) : undefined;
    const length = parts[0] === "data" ? 3 : 2;
    const source = this.#values.get(parts.slice(0, length).join("."));
    if (source === undefined) return undefined;
    let { values, marks } = source;
    for (const part of parts.slice(length)) {
      if (marks === true || !isRecord(values) || !Object.hasOwn(values, part)) return undefined;
      values = values[part];
      marks = isRecord(marks) && Object.hasOwn(marks, part) ? marks[part] : undefined;
    }
    return marks === true ? undefined : plainText(values);
  }
}

interface Known {
  readonly values: unknown;
  /** Where it is sensitive. */
  readonly marks: unknown;
}

/** What is planned of each resource, and what each data source read, by address. */
function knownValues(plan: Properties): ReadonlyMap<string, Known> {
  const known = new Map<string, Known>();
  const prior = isRecord(plan.prior_state) && isRecord(plan.prior_state.values) ? plan.prior_state.values : {};
  const root = isRecord(prior.root_module) ? prior.root_module : {};
  for (const resource of Array.isArray(root.resources) ? root.resources : []) {
    if (!isRecord(resource) || resource.mode !== "data" || resource.index !== undefined) continue;
    known.set(String(resource.address), { values: resource.values, marks: resource.sensitive_values });
  }
  for (const resource of Array.isArray(plan.resource_changes) ? plan.resource_changes : []) {
    if (!isRecord(resource) || !isRecord(resource.change) || resource.index !== undefined) continue;
    if (resource.address !== withoutIndex(resource.address)) continue;
    known.set(String(resource.address), { values: resource.change.after, marks: resource.change.after_sensitive });
  }
  return known;
}

function plainVariables(plan: Properties): ReadonlyMap<string, unknown> {
  const root =
    isRecord(plan.configuration) && isRecord(plan.configuration.root_module) ? plan.configuration.root_module : {};
  const declared = isRecord(root.variables) ? root.variables : {};
  const given = isRecord(plan.variables) ? Object.entries(plan.variables) : [];
  return new Map(
    given.flatMap(([name, variable]) => {
      const declaration = Object.hasOwn(declared, name) ? declared[name] : undefined;
      const isSensitive = isRecord(declaration) && declaration.sensitive === true;
      return isRecord(variable) && !isSensitive ? [[name, variable.value] as const] : [];
    }),
  );
}

function plainText(value: unknown): string | undefined {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : undefined;
}

/** `$${` is Terraform's way to write `${`. */
function literal(text: string): string {
  return text.replaceAll("$${", "${").replaceAll("%%{", "%{");
}

function hasTrue(value: unknown, depth: number): boolean {
  if (value === true) return true;
  if (typeof value !== "object" || value === null || depth > 100) return false;
  return Object.values(value).some((item) => hasTrue(item, depth + 1));
}
