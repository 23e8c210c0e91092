import { isBuiltin } from "node:module";
import { join } from "node:path";
import { build, formatMessages } from "esbuild";
import { lateModule, stackTraceModule } from "./cdktf.cjs";

const common = {
  bundle: true,
  write: false,
  metafile: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  logLevel: "silent",
};

/**
 * Bundles a program's own code into one file.
 *
 * @param outfile where it will be kept; its source map points from there
 * @returns its contents, those of its source map, the files it was made of, as paths from the root, and the packages it imports
 * @throws SyntaxErrors with the places that esbuild cannot read, and imports that lead nowhere
 */
export async function bundleProgram({ root, source, outfile }) {
  const { outputFiles, metafile } = await built({
    ...common,
    absWorkingDir: root,
    entryPoints: [source],
    outfile,
    packages: "external",
    sourcemap: "external",
    sourcesContent: false,
    // A dynamic import is there to load late; require does that too, and needs no module loader.
    supported: { "dynamic-import": false },
  });
  const contents = (suffix) => Buffer.from(outputFiles.find(({ path }) => path.endsWith(suffix)).contents);
  const imports = Object.values(metafile.outputs).flatMap((output) => output.imports.map(({ path }) => path));
  const names = new Set(imports.filter((path) => !isBuiltin(path)));
  if (names.has("cdktf")) names.add(stackTraceModule);
  return {
    program: contents(".cjs"),
    map: contents(".map"),
    inputs: Object.keys(metafile.inputs),
    names: [...names].sort(),
  };
}

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
    alias: Object.fromEntries(Object.entries(instead).map(([name, folder]) => [name, join(root, folder)])),
    plugins: [outside],
  });
  return Buffer.from(outputFiles[0].contents);
}

async function built(options) {
  try {
    return await build(options);
  } catch (error) {
    if (!Array.isArray(error.errors)) throw error;
    const messages = await formatMessages(error.errors, { kind: "error", color: process.stderr.isTTY });
    throw Object.assign(new Error(messages.join("").trim()), { name: "SyntaxErrors" });
  }
}

/** What is loaded late is left out, and so read from its own file in `node_modules`, which it also runs as a program. */
const outside = {
  name: "outside",
  setup(build) {
    build.onResolve({ filter: /^\.\/private\/fs$/ }, ({ importer }) =>
      /[\\/]node_modules[\\/]cdktf[\\/]lib[\\/]/.test(importer) ? { path: lateModule, external: true } : undefined,
    );
  },
};
