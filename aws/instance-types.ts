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

/** Day on which the table was made, ISO 8601. */
export const tableDate = table.date;

/** The facts of an instance type, or undefined where the table does not know it. */
export function instanceType(name: string): InstanceType | undefined {
  const row = Object.hasOwn(types, name) ? types[name] : undefined;
  if (row === undefined) return undefined;
  const [vCpu, memoryMiB, networkInterfaces, architecture] = row;
  return { name, vCpu, memoryMiB, networkInterfaces, architecture };
}

/** Types to suggest in place of an unknown one: the smallest of its family, or of the families that begin alike. */
export function similarInstanceTypes(name: string): readonly string[] {
  const family = name.split(".")[0] ?? name;
  const names = Object.keys(types).sort((a, b) => (types[a]?.[1] ?? 0) - (types[b]?.[1] ?? 0));
  const same = names.filter((candidate) => candidate.startsWith(`${family}.`));
  return (same.length > 0 ? same : names.filter((candidate) => candidate.startsWith(family.slice(0, 2)))).slice(0, 4);
}
