/**
 * Runs a TypeScript program: `node tools/run.mjs FILE.ts [ARGUMENT...]`.
 *
 * esbuild bundles the program and what it imports into one file, which is several times faster to load than a thousand
 * modules, and the bundle is kept in `.gen/app` until one of its inputs changes. Errors still point at TypeScript lines.
 */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const require = createRequire(import.meta.url);
const [entry, ...args] = process.argv.slice(2);
if (entry === undefined) {
  console.error("usage: node tools/run.mjs FILE.ts [ARGUMENT...]");
  process.exit(1);
}

const source = resolve(entry);
const name = relative(root, source)
  .replace(/[^\w.-]+/g, "_")
  .replace(/\.ts$/, "");
const bundle = join(root, ".gen", "app", `${name}.cjs`);

/** The stamp lists every input with its size and time of change; a lockfile change alters node_modules, so it counts as one. */
function isFresh(file) {
  try {
    const stamp = JSON.parse(readFileSync(`${file}.stamp`, "utf8"));
    return Object.entries(stamp).every(([input, mark]) => mark === markOf(input));
  } catch {
    return false;
  }
}

function markOf(input) {
  const { size, mtimeMs } = statSync(join(root, input));
  return `${size}@${mtimeMs}`;
}

async function build() {
  const { build } = await import("esbuild");
  const { metafile, outputFiles } = await build({
    entryPoints: [source],
    absWorkingDir: root,
    outfile: bundle,
    bundle: true,
    write: false,
    metafile: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    sourcemap: true,
    sourcesContent: false,
    logLevel: "warning",
    plugins: [withoutCreationTraces],
  });
  const inputs = Object.keys(metafile.inputs).filter(
    (input) => !input.includes("node_modules") && !input.includes(":"),
  );
  const stamp = Object.fromEntries(
    [...inputs, "package-lock.json", "tools/run.mjs"].map((input) => [input, markOf(input)]),
  );
  mkdirSync(dirname(bundle), { recursive: true });
  for (const { path, contents } of outputFiles) replace(path, contents);
  replace(`${bundle}.stamp`, JSON.stringify(stamp));
}

/**
 * cdktf records a stack trace for every token it makes (10 % of one stack's synth, far more under source maps) and prints
 * none of them; the traces of real errors are untouched.
 */
const withoutCreationTraces = {
  name: "without-creation-traces",
  setup(build) {
    build.onLoad({ filter: /cdktf[\\/]lib[\\/]tokens[\\/]private[\\/]stack-trace\.js$/ }, () => ({
      contents: "exports.captureStackTrace = () => [];",
    }));
  },
};

/** Two runs at once each write their own file and rename it, so neither reads half of the other's. */
function replace(path, contents) {
  const own = `${path}.${createHash("sha1").update(`${process.pid}${process.hrtime()}`).digest("hex").slice(0, 8)}`;
  writeFileSync(own, contents);
  renameSync(own, path);
}

if (!isFresh(bundle)) await build();
process.setSourceMapsEnabled(true);
process.argv = [process.argv[0], source, ...args];
try {
  require(bundle);
} catch (error) {
  // The message of a wrong environment says everything; a stack would only hide it.
  if (error?.name !== "EnvironmentError") throw error;
  console.error(error.message);
  process.exit(1);
}
