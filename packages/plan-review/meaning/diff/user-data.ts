import { decodeText } from "../../../effects";
import { interpolationsOf } from "../../../terraform-json";
import type { DiffLine } from "../../model";
import { same, type Knowledge } from "./equal";
import { changed } from "./lines";
import { textLine } from "./text";

/** The script an instance starts with, decoded where it is base64, line by line. */
export function diffUserData(name: string, before: unknown, after: unknown, knowledge: Knowledge): DiffLine[] {
  const [was, becomes] = [decode(before), decode(after)];
  if (was === becomes || same(was, becomes, knowledge)) return [];
  return was.includes("\n") || becomes.includes("\n")
    ? [textLine([name], was, becomes, knowledge)]
    : [changed([name], was, becomes)];
}

/** Text that is no base64, or the base64 of something else than text, stays as it is. */
function decode(value: unknown): string {
  if (typeof value !== "string") return "";
  const template = /^<base64encode\("([\s\S]*)"\)>$/.exec(value)?.[1];
  if (template !== undefined) return readTemplate(template);
  // User data is base64 by its definition, however short.
  return decodeText(value, 8) ?? value;
}

/** A quoted template of Terraform, as the text it becomes: `${aws_ecs_cluster.cluster.name}` as the unknown value it is. */
function readTemplate(template: string): string {
  let text = "";
  let done = 0;
  for (const { start, end, expression } of interpolationsOf(template)) {
    text += `${literal(template.slice(done, start))}<${expression.trim()}>`;
    done = end;
  }
  return text + literal(template.slice(done));
}

const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };

/** Source: https://developer.hashicorp.com/terraform/language/expressions/strings */
function literal(text: string): string {
  const plain = text.replace(/\\(.)/g, (_, char: string) => escapes[char] ?? char);
  return plain.replaceAll("$${", "${").replaceAll("%%{", "%{");
}
