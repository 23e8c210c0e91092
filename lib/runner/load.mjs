import { readFileSync, statSync, writeFileSync } from "node:fs";
import { createRequire, SourceMap } from "node:module";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Script } from "node:vm";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const nodeRequire = createRequire(import.meta.url);

// What a person wrote is wrong, and the message says all of it: a stack would only hide it.
const selfExplaining = ["EnvironmentError", "RolloutBlockedError", "PolicyError"];

/**
 * Runs a TypeScript program in this process.
 *
 * The program is bundled into one file and its packages into a second, kept in `.gen/app` until a source or an installed
 * package changes; V8's compiled code is kept beside them. That loads several times faster than a thousand modules, and errors
 * still point at TypeScript lines.
 *
 * @param file path of the program, from the working directory
 * @param args its arguments, `process.argv.slice(2)` for it
 */
export async function run(file, args) {
  const source = resolve(file);
  const name = relative(root, source)
    .replace(/[^\w.-]+/g, "_")
    .replace(/\.ts$/, "");
  const program = join(root, ".gen", "app", `${name}.cjs`);
  const packages = join(root, ".gen", "app", `${name}.packages.cjs`);

  process.on("uncaughtException", (error) => {
    console.error(selfExplaining.includes(error?.name) ? error.message : (error?.stack ?? error));
    process.exit(1);
  });

  if (!isFresh(`${program}.stamp`)) {
    const { bundle } = await import("./bundle.mjs");
    await bundle({ root, source, program, packages });
  }
  process.argv = [process.argv[0], source, ...args];
  Error.prepareStackTrace = (error, frames) =>
    [error, ...frames.map((frame) => inSource(frame, program))].join("\n    at ");
  const { modules } = load(packages, nodeRequire);
  load(program, (id) => (Object.hasOwn(modules, id) ? modules[id]() : nodeRequire(id)));
}

/** The stamp lists each input with its size and time of change; `bundle.mjs` writes it. */
function isFresh(stamp) {
  try {
    return Object.entries(JSON.parse(readFileSync(stamp, "utf8"))).every(([input, mark]) => {
      const { size, mtimeMs } = statSync(input);
      return mark === `${size}@${mtimeMs}`;
    });
  } catch {
    return false;
  }
}

/** Runs a CommonJS file, with V8's compiled code from an earlier run where there is one. */
function load(file, require) {
  const code = `(function (exports, require, module, __filename, __dirname) {${readFileSync(file, "utf8")}\n})`;
  // V8 compares no more than the length of the source, so the cache carries the time at which this very file was written.
  const cache = `${file}.${statSync(file).mtimeMs}.v8`;
  const script = new Script(code, { filename: file, cachedData: read(cache) });
  if (script.cachedDataRejected ?? true) {
    // After the run, so that functions which were compiled on first use are in it.
    process.on("exit", () => writeFileSync(cache, script.createCachedData()));
  }
  const module = { exports: {} };
  script.runInThisContext()(module.exports, require, module, file, dirname(file));
  return module.exports;
}

function read(file) {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

let sourceMap;

/** A stack frame, at its line of the TypeScript source when it is in the program. */
function inSource(frame, program) {
  const text = String(frame);
  if (frame.getFileName() !== program) return text;
  sourceMap ??= new SourceMap(JSON.parse(readFileSync(`${program}.map`, "utf8")));
  const { originalSource, originalLine, originalColumn } = sourceMap.findEntry(
    frame.getLineNumber() - 1,
    frame.getColumnNumber() - 1,
  );
  if (originalSource === undefined) return text;
  const position = `${resolve(dirname(program), originalSource)}:${originalLine + 1}:${originalColumn + 1}`;
  return text.replace(`${program}:${frame.getLineNumber()}:${frame.getColumnNumber()}`, position);
}
