import { build } from "esbuild";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire, isBuiltin } from "node:module";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const common = {
  bundle: true,
  write: false,
  metafile: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  logLevel: "warning",
};

/**
 * Writes a program's own code to one file and the packages it imports to another, which a change of the program leaves
 * alone. The stamp of the inputs comes last: a run that is cut off leaves none, and the next begins again.
 */
export async function bundle({ root, source, program, packages }) {
  const own = await build({
    ...common,
    absWorkingDir: root,
    entryPoints: [source],
    outfile: program,
    packages: "external",
    sourcemap: true,
    sourcesContent: false,
    // A dynamic import is there to load late; require does that too, and needs no module loader.
    supported: { "dynamic-import": false },
  });
  mkdirSync(dirname(program), { recursive: true });
  const imports = Object.values(own.metafile.outputs).flatMap((output) => output.imports.map(({ path }) => path));
  const bundler = [fileURLToPath(import.meta.url), join(root, "node_modules/.package-lock.json")];
  await bundlePackages(root, packages, [...new Set(imports)].filter((path) => !isBuiltin(path)).sort(), bundler);
  write(program, own.outputFiles);
  const inputs = [...Object.keys(own.metafile.inputs).map((input) => join(root, input)), ...bundler];
  replace(`${program}.stamp`, JSON.stringify(Object.fromEntries(inputs.map((input) => [input, mark(input)]))));
}

async function bundlePackages(root, packages, names, bundler) {
  const stamp = JSON.stringify([names, bundler.map(mark)]);
  if (readOrNothing(`${packages}.stamp`) === stamp) return;
  const members = names.map((name) => `${JSON.stringify(name)}: () => require(${JSON.stringify(name)}),`);
  const { outputFiles } = await build({
    ...common,
    absWorkingDir: root,
    stdin: { contents: `exports.modules = {\n${members.join("\n")}\n};`, resolveDir: root },
    outfile: packages,
    plugins: [withoutCreationTraces, lateArchiver],
  });
  write(packages, outputFiles);
  replace(`${packages}.stamp`, stamp);
}

/** Writes what esbuild made, and drops the compiled code of what stood there before. */
function write(file, outputs) {
  const folder = dirname(file);
  for (const { path, contents } of outputs) replace(path, contents);
  for (const old of readdirSync(folder)) {
    if (old.startsWith(`${basename(file)}.`) && old.endsWith(".v8")) rmSync(join(folder, old), { force: true });
  }
}

/** Two runs at once each write a file of their own and rename it, so neither reads half of the other's. */
function replace(path, contents) {
  const own = `${path}.${process.pid}`;
  writeFileSync(own, contents);
  renameSync(own, path);
}

function mark(path) {
  const { size, mtimeMs } = statSync(path);
  return `${size}@${mtimeMs}`;
}

function readOrNothing(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

/**
 * cdktf records a stack trace for every token it makes, a tenth of the time of a synth, and prints none of them. The traces
 * of real errors are untouched.
 */
const withoutCreationTraces = {
  name: "without-creation-traces",
  setup(build) {
    build.onLoad({ filter: /cdktf[\\/]lib[\\/]tokens[\\/]private[\\/]stack-trace\.js$/ }, () => ({
      contents: "exports.captureStackTrace = () => [];",
    }));
  },
};

/** cdktf loads `archiver` at once, which takes as long as the rest of it, and needs it only to zip a TerraformAsset. */
const lateArchiver = {
  name: "late-archiver",
  setup(build) {
    build.onResolve({ filter: /^archiver$/ }, ({ importer }) => ({ path: importer, namespace: "late-archiver" }));
    build.onLoad({ filter: /.*/, namespace: "late-archiver" }, ({ path }) => {
      const archiver = createRequire(path).resolve("archiver");
      return {
        contents: `module.exports = (...options) => require(${JSON.stringify(archiver)})(...options);`,
        resolveDir: dirname(path),
      };
    });
    build.onResolve({ filter: /archiver/, namespace: "late-archiver" }, ({ path }) => ({ path, external: true }));
  },
};
