import type { Block, BlockMode, Configuration } from "../terraform-json";
import type { TerraformClass, TerraformType } from "./types";

/** Which of several resources of one type is intended. */
export interface Selector {
  /** Construct id (the last part of the construct path) or Terraform's name. @default - any */
  readonly id?: string;
  /** Construct path of the resource, or of a construct it is below; with or without the stack's name. @default - any */
  readonly path?: string;
}

export function typeName(type: TerraformType): string {
  return typeof type === "string" ? type : type.tfResourceType;
}

/** The class by which a block was last asked for, so that a misspelt property of it can be reported later. */
const classes = new WeakMap<Block, TerraformClass<never>>();

export function classOf(block: Block): TerraformClass<never> | undefined {
  return classes.get(block);
}

/** The type as an address begins: `aws_vpc`, `data.aws_vpc`. */
export function addressedType(mode: BlockMode, type: TerraformType): string {
  return mode === "resource" ? typeName(type) : `${mode}.${typeName(type)}`;
}

/** Every block of a type that the selector names. */
export function select(
  configurations: readonly Configuration[],
  mode: BlockMode,
  type: TerraformType,
  selector: Selector,
): Block[] {
  const found = configurations
    .flatMap((configuration) => configuration.listOf(mode))
    .filter((block) => block.type === typeName(type) && isSelected(block, selector));
  if (typeof type !== "string") for (const block of found) classes.set(block, type);
  return found;
}

/** The only block of a type that the selector names; throws otherwise. */
export function selectOne(
  configurations: readonly Configuration[],
  mode: BlockMode,
  type: TerraformType,
  selector: Selector,
): Block {
  const [first, ...others] = select(configurations, mode, type, selector);
  const wanted = `${addressedType(mode, type)}${describeSelector(selector)}`;
  const where = configurations.map((configuration) => configuration.name).join(", ");
  if (first === undefined) {
    const all = select(configurations, mode, type, {});
    const there = all.length > 0 ? `; there are ${all.join(", ")}` : "";
    throw new Error(`${where} has no ${wanted}${there}`);
  }
  if (others.length > 0) {
    throw new Error(
      `${where} has ${others.length + 1} ${wanted}, name one with { id } or { path }: ${[first, ...others].join(", ")}`,
    );
  }
  return first;
}

export function describeSelector({ id, path }: Selector): string {
  const parts = [id === undefined ? [] : [`id "${id}"`], path === undefined ? [] : [`path "${path}"`]].flat();
  return parts.length === 0 ? "" : ` with ${parts.join(" and ")}`;
}

function isSelected(block: Block, { id, path }: Selector): boolean {
  const isNamed = id === undefined || block.name === id || block.path?.split("/").at(-1) === id;
  return isNamed && (path === undefined || standsBelow(block, path));
}

/** Whether a block is at a construct path or below it; the stack's name may be left out. */
export function standsBelow(block: Block, path: string): boolean {
  if (block.path === undefined) return false;
  const belowStack = block.path.split("/").slice(1).join("/");
  return [block.path, belowStack].some((own) => own === path || own.startsWith(`${path}/`));
}
