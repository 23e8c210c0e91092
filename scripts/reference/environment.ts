import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { z } from "zod";
import { schema } from "../../modules/platform/environment/schema";
import { alternatives } from "../../modules/platform/environment/schema/existing";
import { cell, code, nodesOf, Source, type Doc } from "./source";

/** Docstrings of the fields of one object in the sources, by name. */
type Fields = ReadonlyMap<string, Doc | undefined>;

interface Row {
  readonly path: string;
  readonly type: string;
  readonly allowed: string;
  readonly omitted: string;
  readonly text: string;
}

/** Parts of a zod schema that are read here. */
interface Definition {
  readonly type: string;
  readonly innerType?: z.ZodType;
  readonly in?: z.ZodType;
  readonly element?: z.ZodType;
  readonly valueType?: z.ZodType;
  readonly options?: readonly z.ZodType[];
  readonly values?: readonly unknown[];
  readonly entries?: Readonly<Record<string, string>>;
  readonly defaultValue?: unknown;
  readonly error?: (issue: object) => unknown;
}

/** The reference of the environment's fields: types, limits and defaults of the schema, with the docstrings in its sources. */
export function environmentReference(root: string): string {
  const literals = documented(join(root, "modules/platform/environment/schema"));
  const sections = Object.entries(schema.shape as Readonly<Record<string, z.ZodType>>).map(([name, type]) => ({
    name,
    rows: rowsOf(name, type, docOf(literals, Object.keys(schema.shape), name), literals),
  }));
  const single = sections.filter(({ rows }) => rows.length === 1);
  const table = (rows: readonly Row[]) => [
    "| field | type | allowed | if left out | meaning |",
    "| --- | --- | --- | --- | --- |",
    ...rows.map(
      ({ path, type, allowed, omitted, text }) =>
        `| ${code(path)} | ${cell(type)} | ${cell(allowed)} | ${cell(omitted)} | ${cell(text)} |`,
    ),
    "",
  ];
  return [
    "# Fields of an environment",
    "",
    "Generated from the schema by `node lib/runner/run.mjs scripts/reference/cli.ts`; do not edit. `*` in a path is a name that the",
    "environment chooses. What several fields together must satisfy is checked when the environment is loaded.",
    "",
    "## The environment",
    "",
    ...table(single.flatMap(({ rows }) => rows)),
    ...sections.filter(({ rows }) => rows.length > 1).flatMap(({ name, rows }) => [`## ${name}`, "", ...table(rows)]),
  ].join("\n");
}

/** The object literals of the schema's sources, with the docstrings of their fields; `...common` has the fields of that constant. */
function documented(folder: string): readonly Fields[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".ts"))
    .flatMap((file) => {
      const source = new Source(join(folder, file));
      const nodes = [...nodesOf(source.items)];
      const constants = new Map(
        nodes.filter(({ type }) => type === "VariableDeclarator").map(({ id, init }) => [source.text(id), init]),
      );
      const fieldsIn = (literal: unknown): readonly (readonly [string, Doc | undefined])[] =>
        ((literal as { properties?: readonly Record<string, unknown>[] } | undefined)?.properties ?? []).flatMap(
          (field) => {
            if (field.type === "SpreadElement") return fieldsIn(constants.get(source.text(field.arguments)));
            if (field.type !== "KeyValueProperty" && field.type !== "Identifier") return [];
            const key = field.key ?? field;
            return [[source.text(key), source.doc(key)] as const];
          },
        );
      return nodes.filter(({ type }) => type === "ObjectExpression").map((literal) => new Map(fieldsIn(literal)));
    });
}

/** The docstring of a field: of the literal with the most fields that are all in the object. */
function docOf(literals: readonly Fields[], keys: readonly string[], key: string): Doc | undefined {
  const [best] = literals
    .filter((fields) => fields.has(key) && [...fields.keys()].every((field) => keys.includes(field)))
    .toSorted((one, other) => other.size - one.size);
  return best?.get(key);
}

const definitionOf = (type: z.ZodType): Definition => type.def as unknown as Definition;

function rowsOf(
  path: string,
  type: z.ZodType,
  doc: Doc | undefined,
  literals: readonly Fields[],
  isOneOfSeveral = false,
): readonly Row[] {
  const { inner, isOptional, defaultValue } = unwrap(type);
  const required = isOneOfSeveral ? "required for its kind" : "required";
  const own: Row = {
    path,
    type: typeName(inner),
    allowed: allowed(inner),
    omitted:
      defaultValue === undefined ? (doc?.default ?? (isOptional ? "none" : required)) : JSON.stringify(defaultValue),
    text: doc?.text ?? "",
  };
  const fields = fieldsOf(inner);
  const kinds = new Set(fields.map(({ keys }) => keys)).size;
  const below = fields.flatMap(({ name, keys, type: field }) => {
    const isInSome = fields.filter((one) => one.name === name).length < kinds;
    return rowsOf(`${path}.${name}`, field, keys && docOf(literals, keys, name), literals, isInSome);
  });
  // A group of fields without a docstring of its own is its fields.
  return below.length > 0 && own.text === "" ? merged(below) : merged([own, ...below]);
}

/** One row for each path: where several kinds of an object have it, with all their types. */
function merged(rows: readonly Row[]): readonly Row[] {
  const byPath = new Map<string, Row>();
  for (const row of rows) {
    const first = byPath.get(row.path);
    const types =
      first === undefined
        ? row.type
        : [...new Set([...first.type.split(" or "), ...row.type.split(" or ")])].join(" or ");
    byPath.set(row.path, { ...(first ?? row), type: types });
  }
  return [...byPath.values()];
}

function unwrap(type: z.ZodType): { inner: z.ZodType; isOptional: boolean; defaultValue: unknown } {
  const { type: kind, innerType, in: input, defaultValue } = definitionOf(type);
  if (kind === "optional" && innerType) return { ...unwrap(innerType), isOptional: true };
  if ((kind === "default" || kind === "prefault") && innerType) {
    const value = typeof defaultValue === "function" ? (defaultValue as () => unknown)() : defaultValue;
    return { ...unwrap(innerType), isOptional: true, defaultValue: value };
  }
  if (kind === "pipe" && input && !alternatives.has(type)) return unwrap(input);
  return { inner: type, isOptional: false, defaultValue: undefined };
}

interface Field {
  readonly name: string;
  /** The fields beside it. @default - it is an element, not a field */
  readonly keys?: readonly string[];
  readonly type: z.ZodType;
}

function fieldsOf(type: z.ZodType): readonly Field[] {
  const { type: kind, element, valueType, options = alternatives.get(type) ?? [] } = definitionOf(type);
  if (kind === "object") {
    const { shape } = type as z.ZodObject;
    const keys = Object.keys(shape);
    const given = Object.entries(shape).filter(
      ([, field]) => unwrap(field as z.ZodType).inner.def.type !== "undefined",
    );
    return given.map(([name, field]) => ({ name, keys, type: field as z.ZodType }));
  }
  if (options.length > 0) return options.flatMap((option) => fieldsOf(unwrap(option).inner));
  if (kind === "record" && valueType && hasFields(valueType)) return [{ name: "*", type: valueType }];
  if (kind === "array" && element && hasFields(element)) return [{ name: "*", type: element }];
  return [];
}

const hasFields = (type: z.ZodType): boolean => fieldsOf(unwrap(type).inner).length > 0;

function typeName(type: z.ZodType): string {
  const { type: kind, element, valueType, options = [], values = [], entries } = definitionOf(type);
  switch (kind) {
    case "custom":
      return [...new Set((alternatives.get(type) ?? []).map(typeName))].join(" or ");
    case "int":
    case "number":
      return "number";
    case "literal":
      return values.length > 3 ? "number" : values.map((value) => JSON.stringify(value)).join(" or ");
    case "enum":
      return Object.values(entries ?? {})
        .map((value) => JSON.stringify(value))
        .join(" or ");
    case "array":
      return `list of ${element === undefined ? "values" : typeName(unwrap(element).inner)}`;
    case "record":
      return `${valueType === undefined ? "values" : typeName(unwrap(valueType).inner)} by name`;
    case "pipe":
      return "object";
    case "union":
      return [...new Set(options.map((option) => typeName(unwrap(option).inner)))].join(" or ");
    default:
      return kind;
  }
}

/** What is allowed, as the error message says it; nothing where the type says it all. */
function allowed(type: z.ZodType): string {
  const { type: kind, error } = definitionOf(type);
  if (kind === "enum" || kind === "object" || typeof error !== "function") return "";
  const message = error({ code: "invalid_type", input: undefined, path: [] });
  return typeof message === "string" ? message : "";
}
