import { leadsTo, type Block } from "../../../terraform-json";
import { fail, pass, type PolicyResult } from "../../policy";
import { argumentsOf } from "./arguments";

/**
 * Passes when the subnets of an argument stand in two availability zones or more.
 *
 * A subnet that does not say its zone, or is not in these stacks, counts as a zone of its own.
 */
export function requireZones(block: Block, argument: string): PolicyResult {
  const subnets = leadsTo(block, argument, "aws_subnet");
  const zones = new Set(subnets.map(({ properties, address }) => properties.availability_zone ?? address));
  const elsewhere = Math.max(argumentsOf(block, argument).length - subnets.length, 0);
  const count = Math.max(zones.size + elsewhere, argumentsOf(block, "availability_zones").length);
  return count >= 2 ? pass : fail(`${argument} must span 2 availability zones or more, got ${count}`);
}
