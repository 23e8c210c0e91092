import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import MarkdownIt from "markdown-it";
import { defineEnvironment, EnvironmentError, type EnvironmentInput } from "../modules/platform/environment";
import { environments } from "./helpers/environments";
import { shopInput } from "./fixtures/shop";
import { platformValues } from "../modules/platform/environment/values";
import { Platform } from "../modules/platform";
import { commands as programCommands } from "../cli";
import { globalOptions } from "../cli/program/options";
import { projectRoot } from "../lib/root";
import { synthesize } from "../packages/jest-terraform";

/** A Markdown file: its path in the repository, and what is in it. */
interface Guide {
  readonly path: string;
  readonly text: string;
}

/** What is wrong with a guide, a line each. */
type Check = (guide: Guide) => readonly string[];

const production = environments.find(({ name }) => name === "production");
if (production === undefined) throw new Error("there is no production");

const root = projectRoot();
const read = (path: string): string => readFileSync(join(root, path), "utf8");
const paths = [
  "README.md",
  "CONTRIBUTING.md",
  ...readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" }).map((name) => `docs/${name}`),
];
const guides: readonly Guide[] = paths
  .filter((path) => path.endsWith(".md"))
  .map((path) => ({ path, text: read(path) }));

// What a guide says

const unique = (texts: readonly string[]): readonly string[] => [...new Set(texts)];
const tokensOf = ({ text }: Guide) => new MarkdownIt().parse(text, {});
const inlineOf = (guide: Guide) => tokensOf(guide).flatMap(({ children }) => children ?? []);

/** Texts in backticks. */
const codesOf = (guide: Guide): readonly string[] =>
  unique(inlineOf(guide).flatMap(({ type, content }) => (type === "code_inline" ? [content] : [])));

/** Each line of the code blocks, where a backslash at the end joins the next one, and each text in backticks. */
const linesOf = (guide: Guide): readonly string[] => [
  ...tokensOf(guide)
    .filter(({ type }) => type === "fence")
    .flatMap(({ content }) => content.replaceAll("\\\n", " ").split("\n")),
  ...codesOf(guide),
];

const linksOf = (guide: Guide): readonly string[] =>
  unique(inlineOf(guide).flatMap((token) => (token.type === "link_open" ? [String(token.attrGet("href"))] : [])));

/** What GitHub makes of headings: lower case, no punctuation, hyphens for spaces, and a number where one comes again. */
function anchorsOf(guide: Guide): readonly string[] {
  const tokens = tokensOf(guide);
  const slugs = tokens
    .flatMap(({ type }, index) => (type === "heading_open" ? [tokens[index + 1]?.children ?? []] : []))
    .map((parts) =>
      parts
        .map(({ content }) => content)
        .join("")
        .toLowerCase(),
    )
    .map((heading) => heading.replaceAll(/[^\p{L}\p{N}_ -]/gu, "").replaceAll(" ", "-"));
  return slugs.map((slug, index) => {
    const before = slugs.slice(0, index).filter((other) => other === slug).length;
    return before === 0 ? slug : `${slug}-${before}`;
  });
}

interface Typed {
  /** A command of `./platform`, or a script of `npm run`. */
  readonly command: string;
  readonly isScript: boolean;
  /** What follows it, without what is in quotes. */
  readonly given: string;
}

/** The commands that a guide tells people to type. */
function commandsOf(guide: Guide): readonly Typed[] {
  return linesOf(guide).flatMap((line) =>
    [...line.matchAll(/(npm run (?:--silent |-s )?|\.\/platform )([\w:-]+)([^|;&)`#>]*)/g)].map(
      ([, program = "", command = "", rest = ""]) => ({
        command,
        isScript: program.startsWith("npm"),
        given: rest.replaceAll(/"[^"]*"|'[^']*'/g, "").replace(/["'].*$/, ""),
      }),
    ),
  );
}

// What there is

const { scripts } = JSON.parse(read("package.json")) as { scripts: Readonly<Record<string, string>> };

/** Whether a command of the program, or a script that is an alias of one, has an option. */
function knows({ command, isScript }: Typed, option: string): boolean {
  const name = isScript ? /^\.\/platform (\S+)$/.exec(scripts[command] ?? "")?.[1] : command;
  const options = programCommands.find((one) => one.name === name)?.options ?? [];
  return [...options, ...globalOptions].some(({ flags }) => flags.split(/[ ,]+/).includes(option));
}

/** Folders of the repository; what starts with one of them is one of its paths. */
const folders = readdirSync(root).filter(
  (name) =>
    statSync(join(root, name)).isDirectory() && !/^(\.git|\.gen|\.emulator|node_modules|plans|cdktf\.out)$/.test(name),
);
const names = new Set([
  // Written by synth and Terraform, and a file of Atlantis.
  "cdk.tf.json",
  "terraform.tfstate",
  "repos.yaml",
  ...readdirSync(root),
  ...folders
    .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }))
    .map((path) => basename(path)),
]);

/** Asks the schema: it names a field that it does not know, and whatever is in the place of a section. */
function isField(path: string): boolean {
  const wrong = path.split(".").reduceRight<unknown>((inner, key) => ({ [key]: inner }), null);
  try {
    defineEnvironment(merged(shopInput, wrong) as EnvironmentInput);
    return true;
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    return !error.problems.some(
      (problem) =>
        (problem.path === path && problem.message?.startsWith("unknown field") === true) ||
        path.startsWith(`${problem.path}.`),
    );
  }
}

function merged(under: unknown, over: unknown): unknown {
  if (typeof over !== "object" || over === null) return over;
  const base = typeof under === "object" && under !== null && !Array.isArray(under) ? under : {};
  return Object.entries(over).reduce<Readonly<Record<string, unknown>>>(
    (all, [key, value]) => ({ ...all, [key]: merged((base as Readonly<Record<string, unknown>>)[key], value) }),
    base as Readonly<Record<string, unknown>>,
  );
}

const app = synthesize((scope) => void new Platform(scope, production));
const addresses = new Set(
  app.stacks.flatMap(({ configuration: { resources, data } }) => [...resources, ...data].map(({ address }) => address)),
);

// The checks

const links: Check = (guide) =>
  linksOf(guide)
    .filter((link) => !/^[a-z]+:/.test(link))
    .filter((link) => {
      const [file = "", anchor] = link.split("#");
      const path = file === "" ? guide.path : join(dirname(guide.path), file);
      if (file !== "" && !existsSync(join(root, path))) return true;
      const target = file === "" ? guide : { path, text: anchor === undefined ? "" : read(path) };
      return anchor !== undefined && !anchorsOf(target).includes(anchor);
    });

const commands: Check = (guide) =>
  unique(
    commandsOf(guide)
      .filter(({ command, isScript }) =>
        isScript ? scripts[command] === undefined : programCommands.every(({ name }) => name !== command),
      )
      .map(({ command }) => command),
  );

const options: Check = (guide) =>
  commandsOf(guide).flatMap((typed) =>
    (typed.given.split(" -- ")[0]?.match(/(?<=^|\s)--[a-z][\w-]*/g) ?? [])
      .filter((option) => !knows(typed, option))
      .map((option) => `${typed.command}: ${option}`),
  );

const files: Check = (guide) =>
  codesOf(guide).filter((code) => {
    if (!/^[\w.@/-]+$/.test(code) || /[A-Z]{4}/.test(code.replace("README", ""))) return false;
    const isFile = /\w\.(ts|md|mjs|cjs|json|yaml|yml|sh|py)$/.test(code);
    // `aws/...` is also how AWS calls its keys.
    const isPath = folders.some((folder) => code.startsWith(`${folder}/`)) && (isFile || !code.startsWith("aws/"));
    return isPath ? !existsSync(join(root, code)) : isFile && !names.has(basename(code));
  });

const fields: Check = (guide) =>
  // Made from the schema itself, with fields that the sample environments do not use.
  /^docs\/reference\/(environment|constructs)\.md$/.test(guide.path)
    ? []
    : codesOf(guide)
        .filter((code) => /^[a-z]\w*(\.\w+)+$/.test(code) && isField(code.split(".")[0] ?? ""))
        .filter((code) => !platformValues(production).includes(code) && !isField(code));

/** Terraform addresses of the examples' own, such as `aws_db_instance.database_instance`. */
const resources: Check = (guide) =>
  unique(linesOf(guide).flatMap((line) => line.match(/(?<![\w.])(?:data\.)?aws_[a-z0-9_]+\.[\w-]+/g) ?? [])).filter(
    (address) => !addresses.has(address),
  );

const checks = { links, commands, options, files, fields, resources };

describe("what is wrong is found, and what is right is not", () => {
  test.each<[string, keyof typeof checks, string, string, string]>([
    ["a file that is not there", "links", "[a](../README.md)", "[a](nowhere.md)", "nowhere.md"],
    ["a heading", "links", "[a](README.md#setting-up)", "[a](README.md#settling-down)", "README.md#settling-down"],
    ["a command", "commands", "`./platform status`", '```\neval "$(./platform statsu env)"\n```', "statsu"],
    ["a script", "commands", "`npm run typecheck`", "`npm run typechek`", "typechek"],
    [
      "an option, on the next line",
      "options",
      '`./platform task production --timeout 5 "x --y"`',
      "```\n./platform release production \\\n  --unlokc\n```",
      "release: --unlokc",
    ],
    [
      "an option of another command",
      "options",
      "`./platform deploy production --auto-approve`",
      "`./platform deploy production data --force`",
      "deploy: --force",
    ],
    [
      "a path",
      "files",
      "`cli/status.ts` `modules/capacity`",
      "`operations/status/main.ts`",
      "operations/status/main.ts",
    ],
    ["a folder", "files", "`aws/secretsmanager` `.json`", "`modules/capacities`", "modules/capacities"],
    ["a file's name", "files", "`production.ts` `cdk.tf.json`", "`produktion.ts`", "produktion.ts"],
    [
      "a field",
      "fields",
      "`services.web.scaling.maximum` `network.existing.vpcId`",
      "`services.web.scaling.maximun`",
      "services.web.scaling.maximun",
    ],
    ["a section", "fields", "`adopt.database` `database.host`", "`adopt.datenbank`", "adopt.datenbank"],
    [
      "a field below a value",
      "fields",
      "`services.web.containers`",
      "`services.web.name.first`",
      "services.web.name.first",
    ],
    [
      "a resource",
      "resources",
      "`aws_db_instance.database_instance`",
      "```\nterraform untaint aws_db_instance.database\n```",
      "aws_db_instance.database",
    ],
  ])("%s", (_, check, right, wrong, complaint) => {
    expect(checks[check]({ path: "docs/sample.md", text: right })).toEqual([]);
    expect(checks[check]({ path: "docs/sample.md", text: wrong })).toEqual([complaint]);
  });
});

test.each(guides.map((guide) => [guide.path, guide] as const))(
  "%s names links, commands, options, files, fields and resources that exist",
  (_, guide) => {
    const wrong = Object.entries(checks).flatMap(([what, check]) => check(guide).map((found) => `${what}: ${found}`));
    expect(wrong).toEqual([]);
  },
);

// They stand by themselves, and name files and resources of other projects.
test.each(
  readdirSync(join(root, "packages"))
    .map((name) => `packages/${name}/README.md`)
    .filter((path) => existsSync(join(root, path))),
)("%s has links and pictures that exist", (path) => {
  const guide = { path, text: read(path) };
  const pictures = inlineOf(guide).flatMap((token) => (token.type === "image" ? [String(token.attrGet("src"))] : []));
  expect(links(guide)).toEqual([]);
  expect(pictures.filter((src) => !existsSync(join(root, dirname(path), src)))).toEqual([]);
});

describe("the indexes", () => {
  /** Pages of a folder that its index does not link. */
  const missing = (folder: string, index: string): readonly string[] => {
    const path = `${folder}/README.md`;
    const linked = linksOf({ path, text: index }).map((link) => join(folder, link));
    return guides
      .map((guide) => guide.path)
      .filter((page) => page.startsWith(`${folder}/`) && page !== path && !linked.includes(page));
  };

  test("a page that an index leaves out is found", () => {
    expect(missing("docs/guides", "[all but one](scaling.md)")).toContain("docs/guides/monitoring.md");
    expect(missing("docs/guides", "[all but one](scaling.md)")).not.toContain("docs/guides/scaling.md");
  });

  test("no page is missing from its index", () => {
    const decisions = missing("docs/decisions", read("docs/decisions/README.md"));
    const others = missing("docs", read("docs/README.md")).filter((page) => !page.startsWith("docs/decisions/"));
    expect([...decisions, ...others]).toEqual([]);
  });
});
