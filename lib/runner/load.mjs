import { isAscii } from "node:buffer";
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire, SourceMap } from "node:module";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Script } from "node:vm";
import { crc32 } from "node:zlib";
import { late, lateModule, stackTraceModule, withoutCreationTraces } from "./cdktf.cjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const nodeRequire = createRequire(import.meta.url);

// What a person wrote is wrong, and the message says all of it: a stack would only hide it.
const selfExplaining = ["UserError", "SyntaxErrors"];

const ownPackages = { name: "", packages: {}, lockfile: "node_modules/.package-lock.json" };

/**
 * Runs a TypeScript program in this process.
 *
 * The program is bundled into one file and its packages into a second, kept in `.gen/app` until a source or an installed
 * package changes; V8's compiled code is kept beside them. docs/decisions/runner.md has the measurements. Errors point at
 * TypeScript lines. Whatever is damaged in `.gen/app` is made again, and what cannot be written there is done without.
 *
 * @param file path of the program, from the working directory
 * @param args its arguments, `process.argv.slice(2)` for it
 * @param options.lane other packages in the place of some: a name for their bundles, their folders by the name that sources import,
 * and the lockfile that npm wrote into their `node_modules`; all as paths from the root. @default - the packages of the project
 * @param options.external imports that are left out of the bundle, because the program never comes to them. @default - none
 * @returns what the program exports
 */
export async function run(file, args, { lane = ownPackages, external = [] } = {}) {
  process.on("uncaughtException", (error) => {
    // What the operating system refuses, such as a full disk, needs no stack either.
    const isForeseen = selfExplaining.includes(error?.name) || typeof error?.syscall === "string";
    const message = isForeseen ? error.message : (error?.stack ?? error);
    // A pipe takes no more than 64 KiB at once: process.exit would drop the rest.
    process.stderr.write(`${message}\n`, () => process.stdout.write("", () => process.exit(1)));
  });
  const source = resolve(file);
  const name = relative(root, source)
    .replace(/[^\w.-]+/g, "_")
    .replace(/\.ts$/, "");
  const path = (suffix) => join(root, ".gen", "app", `${name}${lane.name}${suffix}`);
  const files = {
    program: path(".cjs"),
    packages: path(".packages.cjs"),
    map: path(".cjs.map"),
    stamp: path(".stamp"),
  };
  const bundles = kept(files) ?? (await make(source, files, lane, external));
  process.argv = [process.argv[0], source, ...args];
  Error.prepareStackTrace = (error, frames) =>
    [error, ...frames.map((frame) => inSource(frame, files, bundles.map))].join("\n    at ");

  const { modules } = execute(files.packages, bundles.packages, (id) =>
    id === lateModule ? late(() => nodeRequire(id)) : nodeRequire(id),
  );
  if (stackTraceModule in modules) withoutCreationTraces(modules[stackTraceModule]());
  return execute(files.program, bundles.program, (id) =>
    Object.hasOwn(modules, id) ? modules[id]() : nodeRequire(id),
  );
}

/** What a bundle depends on beside the sources of the program. */
const bundler = ["lib/runner/bundle.mjs", "lib/runner/cdktf.cjs"];

/** The bundles of an earlier run; undefined when one is damaged, or when a file they were made of has changed. */
function kept(files) {
  const stamp = stampIn(files.stamp);
  if (stamp === undefined || !stamp.marks.every(isUnchanged)) return undefined;
  const program = intact(files.program, stamp.program);
  const packages = intact(files.packages, stamp.packages);
  return program && packages && { program, packages, map: () => readFileSync(files.map, "utf8") };
}

async function make(source, files, { packages: instead, lockfile }, external) {
  const { bundleProgram, bundlePackages } = await import("./bundle.mjs");
  const begun = Date.now();
  const before = stampIn(files.stamp);
  const { program, map, inputs, names } = await bundleProgram({ root, source, outfile: files.program, external });
  const samePackages =
    before?.names.join() === names.join() &&
    before.marks.filter(([input]) => [...bundler, lockfile].includes(input)).every(isUnchanged);
  const packages =
    (samePackages ? intact(files.packages, before.packages) : undefined) ??
    (await bundlePackages({ root, names, instead }));
  const marks = [...bundler, lockfile, ...inputs].map((input) => [input, ...markOf(input)]);
  keep(files.program, program);
  keep(files.packages, packages);
  keep(files.map, map);
  // A source that was saved while the bundle was made may not be in it.
  if (!marks.some(([, , changed]) => changed >= begun)) {
    keep(files.stamp, JSON.stringify({ marks, names, program: crc32(program), packages: crc32(packages) }));
  }
  return { program, packages, map: () => map };
}

function stampIn(file) {
  try {
    const stamp = JSON.parse(readFileSync(file, "utf8"));
    return Array.isArray(stamp.marks) && Array.isArray(stamp.names) ? stamp : undefined;
  } catch {
    return undefined;
  }
}

function intact(file, checksum) {
  try {
    const contents = readFileSync(file);
    return crc32(contents) === checksum ? contents : undefined;
  } catch {
    return undefined;
  }
}

const isUnchanged = ([input, size, changed]) => markOf(input).join() === [size, changed].join();

/** Size and time of change of a file, by its path from the root: a copied checkout has its own files. */
function markOf(input) {
  const { size, mtimeMs } = statSync(resolve(root, input), { throwIfNoEntry: false }) ?? {};
  return [size ?? 0, mtimeMs ?? 0];
}

/** Runs a CommonJS file, with V8's compiled code from an earlier run where there is one. */
function execute(file, contents, require) {
  // esbuild writes ASCII, which needs no decoding.
  const code = isAscii(contents) ? contents.latin1Slice() : contents.toString();
  const cache = `${file}.${process.version}.v8`;
  // V8's data has the file's path in it.
  const checksum = crc32(contents, crc32(file));
  const script = new Script(code, { filename: file, cachedData: compiled(cache, checksum) });
  if (script.cachedDataRejected ?? true) {
    // After the run, so that functions which were compiled on first use are in it.
    process.on("exit", () => {
      const data = script.createCachedData();
      const head = Buffer.alloc(4);
      head.writeUInt32LE(crc32(data, checksum));
      keep(cache, Buffer.concat([head, data]));
    });
  }
  const module = { exports: {} };
  script.runInThisContext()(module.exports, require, module, file, dirname(file));
  return module.exports;
}

/** V8 trusts what it is given: it would crash on damaged data, and run what belongs to another source of the same length. */
function compiled(cache, checksum) {
  try {
    const contents = readFileSync(cache);
    const data = contents.subarray(4);
    return contents.readUInt32LE() === crc32(data, checksum) ? data : undefined;
  } catch {
    return undefined;
  }
}

/** Writes a file that can be made again, if it can be written; two runs at once do not read half of each other's. */
function keep(file, contents) {
  const own = `${file}.${process.pid}`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(own, contents);
    renameSync(own, file);
  } catch {
    discard(own);
  }
}

function discard(file) {
  try {
    rmSync(file, { force: true });
  } catch {
    // Nothing on a read-only file system.
  }
}

let sourceMap;

/** A stack frame, at its line of the TypeScript source when it is in the program. */
function inSource(frame, { program, stamp }, map) {
  const text = String(frame);
  if (frame.getFileName() !== program) return text;
  try {
    sourceMap ??= new SourceMap(JSON.parse(map()));
  } catch {
    // The next run makes a new map.
    discard(stamp);
    return text;
  }
  const { originalSource, originalLine, originalColumn } = sourceMap.findEntry(
    frame.getLineNumber() - 1,
    frame.getColumnNumber() - 1,
  );
  if (originalSource === undefined) return text;
  const position = `${resolve(dirname(program), originalSource)}:${originalLine + 1}:${originalColumn + 1}`;
  return text.replace(`${program}:${frame.getLineNumber()}:${frame.getColumnNumber()}`, position);
}
