import { existsSync, readdirSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { join, relative } from "node:path";
import { build, formatMessages, transform } from "esbuild";
import { lateModule, quickResolve, stackTraceModule } from "./cdktf.cjs";

const common = {
  bundle: true,
  write: false,
  metafile: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  logLevel: "silent",
  // What Node.js puts around a CommonJS module.
  banner: { js: "(function (exports, require, module, __filename, __dirname) {" },
  footer: { js: "})" },
};

/**
 * Bundles a program's own code into one file.
 *
 * @param outfile where it will be kept; its source map points from there
 * @param external imports that stay as they are
 * @returns its contents, those of its source map, the files it was made of, as paths from the root, and the packages it imports
 * @throws SyntaxErrors with the places that esbuild cannot read, and imports that lead nowhere
 */
export async function bundleProgram({ root, source, outfile, external }) {
  const { outputFiles, metafile } = await built({
    ...common,
    absWorkingDir: root,
    entryPoints: [source],
    outfile,
    packages: "external",
    external,
    sourcemap: "external",
    sourcesContent: false,
    // A dynamic import is there to load late; require does that too, and needs no module loader.
    supported: { "dynamic-import": false },
    plugins: [brokenEnvironments(root), noEnvironments(root)],
  });
  const contents = (suffix) => Buffer.from(outputFiles.find(({ path }) => path.endsWith(suffix)).contents);
  const imports = Object.values(metafile.outputs).flatMap((output) => output.imports.map(({ path }) => path));
  const names = new Set(imports.filter((path) => !isBuiltin(path) && !path.startsWith(".")));
  if (names.has("cdktf")) names.add(stackTraceModule);
  return {
    program: contents(".cjs"),
    map: contents(".map"),
    inputs: withFolder(root, Object.keys(metafile.inputs)),
    names: [...names].sort(),
  };
}

/** A new file in `environments/` is part of a program that loads environments by name. */
const withFolder = (root, inputs) =>
  inputs.includes(loader) ? [...inputs, existsSync(join(root, "environments")) ? "environments" : "."] : inputs;

/** Imports environments by name. */
const loader = "lib/environments.ts";

/**
 * Bundles packages into one file, which exports a function for each that loads it.
 *
 * @param instead folders of packages that are put in the place of others, by the name of those
 */
export async function bundlePackages({ root, names, instead }) {
  const members = names.map((name) => `${JSON.stringify(name)}: () => require(${JSON.stringify(name)}),`);
  const { outputFiles } = await built({
    ...common,
    absWorkingDir: root,
    stdin: { contents: `exports.modules = {\n${members.join("\n")}\n};`, resolveDir: root },
    outfile: "packages.cjs",
    // Without comments it is ASCII, too.
    minifyWhitespace: true,
    legalComments: "none",
    alias: Object.fromEntries(Object.entries(instead).map(([name, folder]) => [name, join(root, folder)])),
    plugins: [outside, resolvingQuickly],
  });
  return Buffer.from(outputFiles[0].contents);
}

async function built(options) {
  try {
    return await build(options);
  } catch (error) {
    if (!Array.isArray(error.errors)) throw error;
    throw Object.assign(new Error(await messageOf(error.errors)), { name: "SyntaxErrors" });
  }
}

async function messageOf(errors) {
  const messages = await formatMessages(errors, { kind: "error", color: process.stderr.isTTY });
  return messages.join("").trim();
}

/**
 * A file in `environments/` that cannot be read becomes a module that throws what is wrong with it, once somebody loads it: the
 * commands of the other environments go on working.
 */
const brokenEnvironments = (root) => ({
  name: "broken-environments",
  setup(build) {
    const folder = join(root, "environments");
    const broken = async (errors) => {
      const message = JSON.stringify(await messageOf(errors));
      return { contents: `throw Object.assign(new Error(${message}), { name: "SyntaxErrors" });`, loader: "js" };
    };
    build.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      if (!path.startsWith(folder)) return undefined;
      const sourcefile = relative(root, path);
      try {
        await transform(readFileSync(path, "utf8"), { loader: "ts", sourcefile, logLevel: "silent" });
        return undefined;
      } catch ({ errors }) {
        return broken(errors);
      }
    });
    build.onResolve({ filter: /^\./ }, async ({ path, importer, kind, resolveDir, pluginData }) => {
      if (pluginData === brokenEnvironments || !importer.startsWith(folder)) return undefined;
      const found = await build.resolve(path, { importer, kind, resolveDir, pluginData: brokenEnvironments });
      if (found.errors.length === 0) return found;
      const text = `${relative(root, importer)}: cannot find ${JSON.stringify(path)}`;
      return { path, namespace: "broken-import", pluginData: [{ text }] };
    });
    build.onLoad({ filter: /.*/, namespace: "broken-import" }, ({ pluginData }) => broken(pluginData));
  },
});

/** Where there is no environment yet, there is nothing to import: esbuild refuses a pattern that no file matches. */
const noEnvironments = (root) => ({
  name: "no-environments",
  setup(build) {
    const folder = join(root, "environments");
    const files = existsSync(folder) ? readdirSync(folder, { recursive: true }) : [];
    if (files.some((file) => String(file).endsWith(".ts"))) return;
    build.onLoad({ filter: /[\\/]lib[\\/]environments\.ts$/ }, ({ path }) => {
      const text = readFileSync(path, "utf8");
      return { contents: text.replace(/import\(`\.\.\/environments\/[^`]*`\)/, "{}"), loader: "ts" };
    });
  },
});

/** What is loaded late is left out, and so read from its own file in `node_modules`, which it also runs as a program. */
const outside = {
  name: "outside",
  setup(build) {
    build.onResolve({ filter: /^\.\/private\/fs$/ }, ({ importer }) =>
      /[\\/]node_modules[\\/]cdktf[\\/]lib[\\/]/.test(importer) ? { path: lateModule, external: true } : undefined,
    );
  },
};

const resolvingQuickly = {
  name: "resolving-quickly",
  setup(build) {
    build.onLoad({ filter: /[\\/]cdkt[fn][\\/]lib[\\/]tokens[\\/]private[\\/]resolve\.js$/ }, ({ path }) => ({
      contents: quickResolve(readFileSync(path, "utf8")),
    }));
  },
};
