import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { Configuration, readConfiguration, readPlan } from "../../packages/terraform-json";
import { UserError } from "../../packages/common/errors";
import { parseJsonObject, readJsonFile } from "../../packages/common/files";

/** The stacks of a folder that synth wrote, by name. @throws UserError when there are none */
export function readSynth(folder: string): Configuration[] {
  const stacks = join(folder, "stacks");
  const names = existsSync(stacks) ? readdirSync(stacks) : [];
  const found = names.flatMap((name) => {
    const file = join(stacks, name, "cdk.tf.json");
    return existsSync(file) ? [readConfiguration(readJsonFile(file, "./platform synth writes it again"), name)] : [];
  });
  if (found.length === 0) throw new UserError(`${folder} holds no stacks/<name>/cdk.tf.json: it is no output of synth`);
  return found;
}

/**
 * One stack from a file called after it, `production-data.json`: its `cdk.tf.json`, or a plan or state of `terraform show -json`.
 *
 * @param synthesized the same app's stacks, for construct paths and waivers, which a plan does not have
 * @throws UserError when the file is not there or no Terraform JSON
 */
export function readStackFile(file: string, synthesized: readonly Configuration[] = []): Configuration {
  const name = stackNameOf(file);
  const json = parseJsonObject(textOf(file), file, "expected cdk.tf.json, or what `terraform show -json` prints");
  try {
    return json.planned_values !== undefined || json.values !== undefined
      ? readPlan(
          json,
          name,
          synthesized.find((stack) => stack.name === name),
        )
      : readConfiguration(json, name);
  } catch (error) {
    throw new UserError(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The stacks with those of the files in the place of their namesakes; all of them see each other. */
export function replaceStacks(stacks: readonly Configuration[], files: readonly string[]): Configuration[] {
  const given = files.map((file) => readStackFile(file, stacks));
  const twice = given.find(({ name }, index) => given.findIndex((other) => other.name === name) !== index);
  if (twice !== undefined) throw new UserError(`two files are called after the stack ${twice.name}`);
  const kept = stacks.filter(({ name }) => !given.some((stack) => stack.name === name));
  const all = [...kept, ...given].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  Configuration.link(all);
  return all;
}

/**
 * Stacks as they were: an output folder of synth, a folder of files, or one file. A file is as for `readStackFile`, or the
 * `STACK.txt` that `terraform state list` printed.
 */
export function readPrevious(path: string): Configuration[] {
  if (!existsSync(path)) throw new UserError(`there is no ${path}`);
  if (!statSync(path).isDirectory()) return [readPreviousFile(path)];
  if (existsSync(join(path, "stacks"))) return readSynth(path);
  const files = readdirSync(path).filter((name) => [".json", ".txt"].includes(extname(name)));
  if (files.length === 0) throw new UserError(`${path} holds neither STACK.json nor STACK.txt`);
  return files.map((name) => readPreviousFile(join(path, name)));
}

function readPreviousFile(file: string): Configuration {
  return extname(file) === ".txt" ? readStateList(textOf(file), stackNameOf(file)) : readStackFile(file);
}

/** Resources of the root module from the lines of `terraform state list`; nothing is known of them but that they were there. */
export function readStateList(text: string, name: string): Configuration {
  const resource: Record<string, Record<string, object>> = {};
  for (const line of text.split(/\r?\n/)) {
    const [address = ""] = line.trim().split("[");
    const [type = "", id = "", ...rest] = address.split(".");
    if (id === "" || rest.length > 0 || type === "data" || type === "module") continue;
    (resource[type] ??= {})[id] = {};
  }
  return readConfiguration({ resource }, name);
}

/** Name of the stack that a file is called after. */
export function stackNameOf(file: string): string {
  return basename(file, extname(file));
}

function textOf(file: string): string {
  if (!existsSync(file)) throw new UserError(`there is no file ${file}, and no environment of that name`);
  return readFileSync(file, "utf8");
}
