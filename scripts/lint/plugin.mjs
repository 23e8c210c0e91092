import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { layers } from "./layers.cjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const rank = new Map(layers.map(({ path }, index) => [path, index]));
const longestFirst = [...layers].sort((a, b) => b.path.length - a.path.length);

const within = (file, folder) => {
  const [before, after] = folder.split("*");
  if (after !== undefined) return file.startsWith(before) && file.replace(/\.ts$/, "").endsWith(after);
  return file === folder || file === `${folder}.ts` || file.startsWith(`${folder}/`);
};
const layerOf = (file) => longestFirst.find(({ path }) => within(file, path));

/** Whether the list of a row names a layer: by its path, by a folder of layers (`packages`), or as "*". */
const names = (list, from, to) =>
  list.some((entry) => (entry === "*" ? rank.get(to) > rank.get(from) : to === entry || to.startsWith(`${entry}/`)));

/** Why a file may not import a path of the project, or undefined where it may. */
function refusal(file, target, isType) {
  const from = layerOf(file);
  const to = layerOf(target);
  if (from === undefined) return undefined;
  if (to === undefined) return `${from.path} may not import ${target}: it belongs to no layer`;
  if (from === to) {
    const folder = (path) => path.split("/")[1];
    if (from.siblings !== "types" || isType || folder(file) === folder(target)) return undefined;
    return `a module receives its siblings as props; import ${target} by type only`;
  }
  if (names(from.imports, from.path, to.path)) return undefined;
  if (!names(from.types ?? [], from.path, to.path)) return `${from.path} may not import ${to.path}`;
  return isType ? undefined : `${from.path} may import ${to.path} by type only`;
}

function packageRefusal(file, source) {
  if (/^@cdktf\/provider-aws(\/lib)?$/.test(source)) {
    return "import the leaf (@cdktf/provider-aws/lib/vpc): the barrel costs seconds and a gigabyte";
  }
  const layer = layerOf(file);
  if (layer === undefined || layer.constructs || !/^(cdktf|constructs|@cdktf\/.*)$/.test(source)) return undefined;
  return `${layer.path} may not use ${source}: no constructs here`;
}

/** Checks every import of a file against `layers.cjs`. */
const importLayers = {
  create(context) {
    const file = relative(root, context.filename).split(sep).join("/");
    const check = (node, isType) => {
      const source = node.source?.value;
      if (typeof source !== "string") return;
      const target = join(dirname(file), source).split(sep).join("/");
      const message = source.startsWith(".") ? refusal(file, target, isType) : packageRefusal(file, source);
      if (message !== undefined) context.report({ node, message: `${message} (scripts/lint/layers.cjs)` });
    };
    return {
      ImportDeclaration: (node) => check(node, node.importKind === "type"),
      ExportNamedDeclaration: (node) => check(node, node.exportKind === "type"),
      ExportAllDeclaration: (node) => check(node, node.exportKind === "type"),
      ImportExpression: (node) => check(node, false),
    };
  },
};

export default { meta: { name: "project" }, rules: { "import-layers": importLayers } };
