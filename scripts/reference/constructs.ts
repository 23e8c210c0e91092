import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { ClassMember, ExportDeclaration, Param, TsInterfaceDeclaration } from "@swc/core";
import { cell, code, Source } from "./source";

interface Named {
  readonly source: Source;
  readonly item: ExportDeclaration;
}

/** The reference of the constructs: what each module exports, from the docstrings in its sources. */
export function constructsReference(root: string): string {
  const modules = readdirSync(join(root, "modules"))
    .filter((name) => name !== "platform" && name !== "shared" && existsSync(join(root, "modules", name, "index.ts")))
    .toSorted();
  return [
    "# Constructs",
    "",
    "Generated from the docstrings by `node lib/runner/run.mjs scripts/reference/cli.ts`; do not edit.",
    "",
    ...modules.flatMap((name) => moduleSection(root, name)),
  ].join("\n");
}

function moduleSection(root: string, name: string): readonly string[] {
  const folder = join(root, "modules", name);
  const sources = readdirSync(folder)
    .filter((file) => file.endsWith(".ts"))
    .toSorted()
    .map((file) => new Source(join(folder, file)));
  const declared = new Map(
    sources.flatMap((source) =>
      source.items.flatMap((item): [string, Named][] => {
        if (item.type !== "ExportDeclaration") return [];
        const { declaration } = item;
        if (declaration.type === "ClassDeclaration") return [[declaration.identifier.value, { source, item }]];
        if (declaration.type === "TsInterfaceDeclaration" || declaration.type === "TsTypeAliasDeclaration") {
          return [[declaration.id.value, { source, item }]];
        }
        return [];
      }),
    ),
  );
  const index = sources.find(({ file }) => file.endsWith("/index.ts"));
  const exported = (index?.items ?? []).flatMap((item) =>
    item.type === "ExportNamedDeclaration"
      ? item.specifiers.flatMap((one) => (one.type === "ExportSpecifier" ? one.orig.value : []))
      : [],
  );
  const public_ = exported.flatMap((one) => {
    const found = declared.get(one);
    return found === undefined ? [] : [{ name: one, ...found }];
  });
  const isClass = ({ item }: Named) => item.declaration.type === "ClassDeclaration";
  return [
    `## ${name}`,
    "",
    ...public_.filter(isClass).flatMap((one) => classSection(one)),
    ...public_.filter((one) => !isClass(one)).flatMap((one) => typeSection(one)),
  ];
}

function classSection({ name, source, item }: Named & { readonly name: string }): readonly string[] {
  const { declaration } = item;
  if (declaration.type !== "ClassDeclaration") return [];
  const visible = declaration.body.filter((member) => isPublic(member));
  const constructor = declaration.body.find((member) => member.type === "Constructor");
  const props = constructor?.params.at(-1);
  const propsType = props === undefined ? "" : typeOf(source, props);
  const rows = visible.flatMap((member) => memberRow(source, member));
  return [
    `### ${name}`,
    "",
    ...describe(source, item),
    `\`new ${name}(scope, id${propsType === "" ? "" : `, props: ${propsType}`})\``,
    "",
    ...(rows.length === 0 ? [] : ["| member | description |", "| --- | --- |", ...rows, ""]),
  ];
}

function isPublic(member: ClassMember): boolean {
  if (member.type !== "ClassProperty" && member.type !== "ClassMethod") return false;
  return member.accessibility !== "private" && member.accessibility !== "protected";
}

function memberRow(source: Source, member: ClassMember): readonly string[] {
  const doc = source.doc(member);
  const description = cell(
    [doc?.text ?? "", doc?.throws === undefined ? "" : `Throws ${doc.throws}.`].join(" ").trim(),
  );
  if (member.type === "ClassProperty") {
    const type =
      member.typeAnnotation === undefined || member.typeAnnotation === null
        ? ""
        : `: ${source.text(member.typeAnnotation.typeAnnotation)}`;
    return [`| ${code(`${source.text(member.key)}${type}`)} | ${description} |`];
  }
  if (member.type !== "ClassMethod" || doc === undefined) return [];
  const { returnType, params } = member.function;
  const parameters = params.map((param) => source.text(param)).join(", ");
  const result = returnType === undefined || returnType === null ? "" : `: ${source.text(returnType.typeAnnotation)}`;
  const name = `${member.isStatic ? "static " : ""}${source.text(member.key)}`;
  return [
    `| ${code(member.kind === "getter" ? `${name}${result}` : `${name}(${parameters})${result}`)} | ${description} |`,
  ];
}

function typeOf(source: Source, param: Param | { readonly type: string }): string {
  const pattern = (param as Param).pat as unknown as { readonly typeAnnotation?: { readonly typeAnnotation: unknown } };
  return pattern?.typeAnnotation === undefined || pattern.typeAnnotation === null
    ? ""
    : source.text(pattern.typeAnnotation.typeAnnotation);
}

function typeSection({ name, source, item }: Named & { readonly name: string }): readonly string[] {
  const { declaration } = item;
  const heading = [`### ${name}`, "", ...describe(source, item)];
  if (declaration.type === "TsTypeAliasDeclaration") {
    return [...heading, "```ts", `type ${name} = ${source.text(declaration.typeAnnotation)}`, "```", ""];
  }
  if (declaration.type !== "TsInterfaceDeclaration") return [];
  const parents = declaration.extends.map(({ expression }) => source.text(expression));
  return [
    ...heading,
    ...(parents.length === 0 ? [] : [`Extends ${parents.map(code).join(", ")}.`, ""]),
    "| member | required | description |",
    "| --- | --- | --- |",
    ...interfaceRows(source, declaration),
    "",
  ];
}

function interfaceRows(source: Source, { body }: TsInterfaceDeclaration): readonly string[] {
  return body.body.flatMap((member) => {
    const doc = source.doc(member);
    if (member.type === "TsMethodSignature") {
      const result =
        member.typeAnn === undefined
          ? ""
          : `: ${source.text((member.typeAnn as { typeAnnotation: unknown }).typeAnnotation)}`;
      const parameters = member.params.map((param) => source.text(param)).join(", ");
      return [`| ${code(`${source.text(member.key)}(${parameters})${result}`)} | | ${cell(doc?.text ?? "")} |`];
    }
    if (member.type !== "TsPropertySignature") return [];
    const type = member.typeAnnotation === undefined ? "" : `: ${source.text(member.typeAnnotation.typeAnnotation)}`;
    const omitted = member.optional ? `default: ${doc?.default ?? "none"}` : "yes";
    return [
      `| ${code(`${source.text(member.key)}${member.optional ? "?" : ""}${type}`)} | ${cell(omitted)} | ${cell(doc?.text ?? "")} |`,
    ];
  });
}

function describe(source: Source, item: ExportDeclaration): readonly string[] {
  const doc = source.doc(item);
  return doc === undefined ? [] : [cell(doc.text), ""];
}
