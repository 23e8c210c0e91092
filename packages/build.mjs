/**
 * Builds the package in the working directory into `dist/`: a bundle for each entry of `exports` and `bin`, with the lower packages
 * and what they need from npm inside; and declarations. `npm pack` and `npm publish` run it (`prepack`).
 */
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const packages = dirname(fileURLToPath(import.meta.url));
const root = dirname(packages);
const folder = process.cwd();
const { bin = {}, exports, peerDependencies = {} } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
const dist = join(folder, "dist");

/** Entries by the name of their bundle: `run-task` is `run-task/index.ts`, as its declarations say. */
const entries = Object.values(exports)
  .filter((target) => typeof target === "object")
  .map(({ types, default: bundle }) => ({
    out: bundle.replace(/^\.\/dist\/|\.js$/g, ""),
    source: types.replace(`./dist/types/${basename(folder)}/`, "").replace(/\.d\.ts$/, ".ts"),
  }));
const programs = Object.values(bin).map((path) => {
  const out = path.replace(/^\.\/dist\/|\.js$/g, "");
  return { out, source: `${out}.ts` };
});

rmSync(dist, { recursive: true, force: true });
await build({
  absWorkingDir: folder,
  entryPoints: [...entries, ...programs].map(({ out, source }) => ({ in: source, out })),
  outdir: "dist",
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node20",
  logLevel: "warning",
  external: Object.keys(peerDependencies).flatMap((name) => [name, `${name}/*`]),
  plugins: [
    {
      // An entry that imports the index shares its classes with it, so that `instanceof` holds between the two.
      name: "index-is-shared",
      setup: (builder) => {
        builder.onResolve({ filter: /^\.\/index$/ }, () => ({ path: "./index.js", external: true }));
      },
    },
  ],
});
for (const path of Object.values(bin)) chmodSync(join(folder, path), 0o755);

const scratch = mkdtempSync(join(root, ".types-"));
try {
  const config = join(scratch, "tsconfig.json");
  writeFileSync(
    config,
    JSON.stringify({
      extends: "../tsconfig.json",
      compilerOptions: {
        noEmit: false,
        declaration: true,
        emitDeclarationOnly: true,
        rootDir: packages,
        outDir: join(dist, "types"),
      },
      files: entries.map(({ source }) => join(folder, source)),
      include: [],
    }),
  );
  mkdirSync(dist, { recursive: true });
  const tsc = join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin/tsc");
  const { status, stdout } = spawnSync(process.execPath, [tsc, "-p", config], { encoding: "utf8" });
  if (status !== 0) throw new Error(`the declarations of ${basename(folder)} cannot be made:\n${stdout}`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
