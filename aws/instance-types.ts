import table from "./instance-types.json";

export type Architecture = "x86_64" | "arm64";

/** What EC2 says of an instance type; the source and its date stand in `instance-types.json`. */
export interface InstanceType {
  readonly name: string;
  readonly vCpu: number;
  /** Hardware memory; ECS registers less, because the kernel and the agent take their part. */
  readonly memoryMiB: number;
  readonly networkInterfaces: number;
  readonly architecture: Architecture;
}

const types = table.types as unknown as Readonly<Record<string, readonly [number, number, number, Architecture]>>;

/** The facts of an instance type, or undefined where the table does not know it. */
export function instanceType(name: string): InstanceType | undefined {
  const row = Object.hasOwn(types, name) ? types[name] : undefined;
  if (row === undefined) return undefined;
  const [vCpu, memoryMiB, networkInterfaces, architecture] = row;
  return { name, vCpu, memoryMiB, networkInterfaces, architecture };
}

/** Names of the same family (`m7i.`), or of families that begin alike, to suggest in an error. */
export function similarInstanceTypes(name: string): readonly string[] {
  const family = name.split(".")[0] ?? name;
  const names = Object.keys(types);
  const same = names.filter((candidate) => candidate.startsWith(`${family}.`));
  return (same.length > 0 ? same : names.filter((candidate) => candidate.startsWith(family.slice(0, 2)))).slice(0, 6);
}
