/** GiB of memory per vCPU by family of a DB instance class, as of 2026. */
const perVcpu: Readonly<Record<string, number>> = { c: 2, m: 4, r: 8, x: 16, z: 8 };

/** GiB of memory of burstable classes (t3, t4g), by size. */
const burstable: Readonly<Record<string, number>> = {
  micro: 1,
  small: 2,
  medium: 4,
  large: 8,
  xlarge: 16,
  "2xlarge": 32,
};

/**
 * GiB of memory of a DB instance class such as `db.m7g.large`; undefined for classes that do not follow AWS's rule of
 * memory per vCPU (`db.x1e`, `db.m1`, `db.serverless`).
 *
 * Source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.Summary.html
 */
export function memoryGiBOf(instanceClass: string): number | undefined {
  const [, family = "", generation = "", size = ""] = /^db\.([a-z])(\d+)[a-z]*\.(\w+)$/.exec(instanceClass) ?? [];
  if (family === "t") return Number(generation) >= 3 ? burstable[size] : undefined;
  const each = perVcpu[family];
  const vcpus = vcpusOf(size);
  // Earlier generations have uneven sizes: db.m3.medium 3.75 GiB, db.r3.large 15 GiB, db.x1.16xlarge 976 GiB.
  const follows = Number(generation) >= (family === "x" ? 2 : family === "z" ? 1 : 5);
  return each === undefined || vcpus === undefined || !follows ? undefined : each * vcpus;
}

function vcpusOf(size: string): number | undefined {
  if (size === "medium") return 1;
  if (size === "large") return 2;
  const [, times] = /^(\d*)xlarge$/.exec(size) ?? [];
  return times === undefined ? undefined : 4 * (times === "" ? 1 : Number(times));
}
