import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isRecord } from "../packages/terraform-json";
import { dependencies } from "./package.json";

const recorded = join(__dirname, "../__tests__/modules/platform/recorded");
const outdir = mkdtempSync(join(tmpdir(), "lane-"));
afterAll(() => rmSync(outdir, { recursive: true }));
execFileSync(process.execPath, [join(__dirname, "synth.mjs")], {
  cwd: join(__dirname, ".."),
  env: { ...process.env, CDKTF_OUTDIR: outdir },
});

type Json = Readonly<Record<string, unknown>>;
const read = (file: string) => JSON.parse(readFileSync(file, "utf8")) as Json;
const stacks = readdirSync(join(outdir, "stacks"));
const synthesized = (stack: string) => read(join(outdir, "stacks", stack, "cdk.tf.json"));

test("the lane synthesizes every stack of every environment", () => {
  expect(stacks.map((stack) => `${stack}.json`).sort()).toEqual(readdirSync(recorded).sort());
});

test.each(stacks)("%s differs in versions and the provider's source alone", (stack) => {
  const expected = read(join(recorded, `${stack}.json`));
  const provider = { source: "hashicorp/aws", version: expect.stringMatching(/^6\.\d+\.\d+$/) as unknown };
  expect(synthesized(stack)).toEqual(
    replaced(
      replaced(expected, ["//", "metadata", "version"], dependencies.cdktn),
      ["terraform", "required_providers", "aws"],
      provider,
    ),
  );
});

test.each(stacks)("%s uses a version of the AWS provider from 6.9", (stack) => {
  // 6.0 to 6.8 replace resources for their new argument `region`, and have faults in the tags and the steady state of ECS services.
  const { terraform } = synthesized(stack) as { terraform: { required_providers: { aws: { version: string } } } };
  const [major = 0, minor = 0] = terraform.required_providers.aws.version.split(".").map(Number);
  expect(major * 1000 + minor).toBeGreaterThanOrEqual(6009);
});

describe("every argument is one that the bindings know", () => {
  test.each(stacks)("%s", (stack) => {
    const { resource = {}, data = {}, provider = {} } = synthesized(stack) as Record<string, Json | undefined>;
    const blocks = [
      ...ofType(resource, ""),
      ...ofType(data, "data-aws-"),
      ...listOf(provider.aws).map((properties) => ["provider", properties] as const),
    ];
    expect(blocks.length).toBeGreaterThan(1);
    expect(blocks.flatMap(([folder, properties]) => unknownArguments(folder, properties))).toEqual([]);
  });

  test("one that they do not know is named", () => {
    const service = { desired_count: 1, desird_count: 1, network_configuration: [{ subnets: [], subnet: "a" }] };
    expect(unknownArguments("ecs-service", service)).toEqual([
      "ecs-service.desird_count",
      "ecs-service.network_configuration.subnet",
    ]);
  });
});

interface Class {
  readonly prototype: object;
}

/** Blocks of AWS's provider with the folder of their bindings. */
function ofType(blocks: Json, prefix: string): (readonly [folder: string, properties: Json])[] {
  return Object.entries(blocks).flatMap(([type, named]) =>
    type.startsWith("aws_") && isRecord(named)
      ? Object.values(named).map(
          (properties) => [prefix + type.slice(4).replaceAll("_", "-"), properties as Json] as const,
        )
      : [],
  );
}

const bindings = createRequire(join(__dirname, "package.json"));

/** Arguments of a block that the classes in a folder of the bindings have no accessor for. */
function unknownArguments(folder: string, { dynamic, ...own }: Json): string[] {
  const module = bindings(`@cdktn/provider-aws/lib/${folder}`) as Record<string, Class>;
  const contents = listOf(dynamic).map((block) =>
    Object.fromEntries(
      Object.entries(block).map(([name, nested]) => [name, isRecord(nested) ? nested.content : nested]),
    ),
  );
  const name = pascal(folder === "provider" ? "aws-provider" : folder);
  return [own, ...contents].flatMap((block) => unknownIn(module, name, name, block, folder));
}

/** Arguments that a class and the classes of its nested blocks have no accessor for. */
function unknownIn(module: Record<string, Class>, root: string, name: string, block: Json, path: string): string[] {
  // Names that would be taken twice have an A behind them.
  const type = module[name] ?? module[`${name}A`];
  if (type === undefined) return [`${path}: the bindings have no class ${name}`];
  const known = Object.keys(Object.getOwnPropertyDescriptors(type.prototype)).map(plain);
  return Object.entries(block).flatMap(([argument, value]) => {
    if (argument === "//" || (name === root && metaArguments.includes(argument))) return [];
    if (!known.includes(plain(argument))) return [`${path}.${argument}`];
    const nested = `${name.replace(/OutputReference$/, "")}${pascal(argument)}OutputReference`;
    if (!(nested in module)) return [];
    return listOf(value).flatMap((item) => unknownIn(module, root, nested, item, `${path}.${argument}`));
  });
}

const metaArguments = ["count", "depends_on", "for_each", "lifecycle", "provider", "alias"];
const listOf = (value: unknown): Json[] => [value].flat().filter(isRecord);
const plain = (name: string): string => name.replaceAll("_", "").toLowerCase();
const pascal = (name: string): string => name.replace(/(?:^|[-_])(\w)/g, (_, letter: string) => letter.toUpperCase());

/** A copy of an object with another value at a path, where there is one. */
function replaced(object: Json, [key = "", ...rest]: readonly string[], value: unknown): Json {
  const old = object[key];
  if (old === undefined) return object;
  return { ...object, [key]: rest.length > 0 && isRecord(old) ? replaced(old, rest, value) : value };
}
