import { leadsTo, referrersOf, type Block } from "../packages/terraform-json";
import type { Arrow, Box } from "./model";

/** A box with the block that it represents, while arrows are looked for. */
export interface Placed {
  readonly box: Box;
  readonly block: Block;
  /** Subnets that it is in. */
  readonly subnets: readonly Block[];
}

export const internet: Box = {
  id: "internet",
  kind: "internet",
  title: "Internet",
  lines: [],
  parts: [],
  resources: [],
};

/** An arrow, with the boxes of other accounts that it leads to. */
export interface Found {
  readonly arrow: Arrow;
  readonly foreign?: readonly Box[];
}

/** Route tables of a subnet. */
export const tablesOf = (subnet: Block): readonly Block[] =>
  referrersOf(subnet, "aws_route_table_association", "subnet_id").flatMap((association) =>
    leadsTo(association, "route_table_id", "aws_route_table"),
  );

export const routesOf = (subnet: Block): readonly Block[] =>
  tablesOf(subnet).flatMap((table) => referrersOf(table, "aws_route", "route_table_id"));
