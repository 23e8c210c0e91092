import { connectionsByFormula, defaultConnections, type DatabaseSize } from "../../../aws/database-connections";
import { numberOf, textOf } from "../../../packages/aws-policies/values";
import { blocksOf, leadsTo, referrersOf, type Block } from "../../../packages/terraform-json";

/** Kept for administrators: `superuser_reserved_connections` 3 of PostgreSQL, and 2 of RDS; MySQL keeps one. */
const reserved = 5;

/** Connections that a database has for applications; a text with the reason when it is unknown. */
export function maximumOf(database: Block): number | string {
  const size = sizeOf(database);
  const set = parameterOf(database, "max_connections");
  const fixed = numberOf(set);
  if (fixed !== undefined) return fixed - reserved;
  if (typeof size === "string") return size;
  const engine = String(database.properties.engine);
  const formula = set === undefined ? undefined : formulaOf(set);
  if (set !== undefined && formula === undefined) return `max_connections is ${JSON.stringify(set)}`;
  const most = formula === undefined ? defaultConnections(engine, size) : connectionsByFormula(size, formula);
  if (most !== undefined) return Math.floor(most) - reserved;
  return "instanceClass" in size && defaultConnections("postgres", size) === undefined
    ? `the memory of ${size.instanceClass} is unknown`
    : `how many connections ${engine} has by default is unknown`;
}

/** What a person calls its size: "db.m7g.large", "8 ACU". */
export function sizeInWords(database: Block): string {
  const size = sizeOf(database);
  if (typeof size === "string") return "it";
  return "instanceClass" in size ? size.instanceClass : `${size.maximumAcu} ACU`;
}

/** The class of an instance, or of the smallest writer or reader of a cluster; a text with the reason when there is none. */
function sizeOf(database: Block): DatabaseSize | string {
  if (database.type === "aws_db_instance") return { instanceClass: textOf(database.properties.instance_class) };
  const [capacity] = blocksOf(database.properties.serverlessv2_scaling_configuration);
  const classes = referrersOf(database, "aws_rds_cluster_instance", "cluster_identifier").map(({ properties }) =>
    textOf(properties.instance_class),
  );
  const [first] = classes;
  const isServerless = first === undefined || classes.includes("db.serverless");
  const maximumAcu = numberOf(capacity?.max_capacity);
  if (isServerless && maximumAcu !== undefined) {
    return { minimumAcu: numberOf(capacity?.min_capacity) ?? 0, maximumAcu };
  }
  if (first === undefined) return "the class of its instances is unknown";
  const known = classes.map((instanceClass) => ({
    instanceClass,
    most: defaultConnections("postgres", { instanceClass }),
  }));
  return { instanceClass: known.toSorted((a, b) => (a.most ?? 0) - (b.most ?? 0))[0]?.instanceClass ?? first };
}

function parameterOf(database: Block, name: string): unknown {
  return [
    ...leadsTo(database, "parameter_group_name", "aws_db_parameter_group"),
    ...leadsTo(database, "db_cluster_parameter_group_name", "aws_rds_cluster_parameter_group"),
  ]
    .flatMap((group) => blocksOf(group.properties.parameter))
    .find((parameter) => parameter.name === name)?.value;
}

/** `{DBInstanceClassMemory/9531392}`, or the lesser of that and a number. */
function formulaOf(value: unknown): { divisor: number; most: number } | undefined {
  const text = String(value).replace(/\s/g, "");
  const [, divisor, most] = /^(?:LEAST\()?\{DBInstanceClassMemory\/(\d+)\}(?:,(\d+)\))?$/.exec(text) ?? [];
  return divisor === undefined ? undefined : { divisor: Number(divisor), most: Number(most ?? 262_143) };
}
