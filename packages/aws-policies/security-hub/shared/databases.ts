import { isRecord, leadsTo, type Block } from "../../../terraform-json";
import { fail, notApplicable, pass, type Judgement } from "../../policy";
import { argumentsOf, must, textOf } from "./arguments";

/** Judges a database of some engines: a name such as `postgres`, or the beginning of one such as `sqlserver-`. */
export function ofEngine(instance: Block, engines: readonly string[], judge: () => Judgement): Judgement {
  const engine = textOf(instance, "engine");
  return engines.some((name) => engine === name || (name.endsWith("-") && engine.startsWith(name)))
    ? judge()
    : notApplicable(`its engine is ${engine}`);
}

/** Passes when a database sends these logs to CloudWatch. */
export function requireLogs(instance: Block, logs: readonly string[]): Judgement {
  const exported = argumentsOf(instance, "enabled_cloudwatch_logs_exports");
  const missing = logs.filter((log) => !exported.includes(log));
  return missing.length === 0 ? pass : fail(`enabled_cloudwatch_logs_exports must list ${missing.join(", ")}`);
}

/**
 * Passes when the parameter group of a database sets a parameter to one of these values.
 *
 * @param byDefault whether AWS sets it so where the group says nothing, from the family: `postgres17`
 */
export function requireParameter(
  instance: Block,
  name: string,
  values: readonly string[],
  byDefault: (family: string) => boolean,
): Judgement {
  const [group] = leadsTo(instance, "parameter_group_name", "aws_db_parameter_group");
  const family =
    group === undefined
      ? `${textOf(instance, "engine")}${textOf(instance, "engine_version")}`
      : textOf(group, "family");
  const parameters = group === undefined ? [] : argumentsOf(group, "parameter").filter(isRecord);
  const set = parameters.find((parameter) => parameter.name === name)?.value;
  if (set === undefined && byDefault(family)) return pass;
  return values.includes(String(set)) ? pass : must(`the parameter ${name} of ${family}`, values.join(" or "), set);
}
