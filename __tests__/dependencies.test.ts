import { readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { join } from "node:path";
import { build } from "esbuild";

const root = join(__dirname, "..");
const { dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
  dependencies: Readonly<Record<string, string>>;
};

/** Packages that programs import, from their own code and from what that imports of the project. */
async function packagesOf(...programs: readonly string[]): Promise<readonly string[]> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [...programs],
    outdir: "unused",
    bundle: true,
    write: false,
    metafile: true,
    packages: "external",
    platform: "node",
    logLevel: "error",
  });
  const paths = Object.values(metafile.outputs).flatMap((output) => output.imports.map(({ path }) => path));
  const packages = paths
    .filter((path) => !path.startsWith("node:") && !builtinModules.includes(path))
    .map((path) => /^(@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? path);
  return [...new Set(packages)];
}

test("what programs import is installed by npm ci --omit=dev", async () => {
  const commands = readdirSync(join(root, "cli")).filter((name) => name.endsWith(".ts"));
  const programs = ["main.ts", "lib/runner/load.mjs", ...commands.map((name) => `cli/${name}`)];
  const imported = await packagesOf(...programs);
  expect(imported.filter((name) => !Object.hasOwn(dependencies, name))).toEqual([]);
  expect(imported).toEqual(expect.arrayContaining(["cdktf", "constructs", "esbuild", "zod"]));
});
