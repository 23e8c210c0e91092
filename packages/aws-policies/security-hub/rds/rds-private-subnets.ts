import { companionsOf, leadsTo, type Block } from "../../../terraform-json";
import { fail, notApplicable, pass } from "../../policy";
import { argumentsOf } from "../shared/arguments";
import { control } from "../shared/control";

const everywhere = ["0.0.0.0/0", "::/0"];

export const rdsPrivateSubnets = control({
  id: "rds-private-subnets",
  controls: { "RDS.46": "high" },
  title: "Databases stand in subnets without a way to the internet",
  why: "In a public subnet, a changed flag and a wrong rule put the database on the internet.",
  fix: "Use a subnet group of private or isolated subnets.",
  types: ["aws_db_instance"],
  judge: (instance) => {
    const groups = leadsTo(instance, "db_subnet_group_name", "aws_db_subnet_group");
    const subnets = groups.flatMap((group) => leadsTo(group, "subnet_ids", "aws_subnet"));
    if (subnets.length === 0) return notApplicable("its subnets are not in these stacks");
    const open = subnets.filter((subnet) => routeTablesOf(subnet).some(leadsToInternet));
    return open.length === 0 ? pass : fail(`${open[0]?.address} has a route to an internet gateway`);
  },
});

function routeTablesOf(subnet: Block): Block[] {
  return companionsOf(subnet, "aws_route_table_association", "subnet_id").flatMap((association) =>
    leadsTo(association, "route_table_id", "aws_route_table"),
  );
}

/** Routes are resources of their own, or blocks of the table. */
function leadsToInternet(table: Block): boolean {
  const routes = companionsOf(table, "aws_route", "route_table_id");
  return (
    routes.some(
      (route) =>
        leadsTo(route, "gateway_id", "aws_internet_gateway").length > 0 &&
        [...argumentsOf(route, "destination_cidr_block"), ...argumentsOf(route, "destination_ipv6_cidr_block")].some(
          isEverywhere,
        ),
    ) ||
    (leadsTo(table, "route", "aws_internet_gateway").length > 0 &&
      [...argumentsOf(table, "route.cidr_block"), ...argumentsOf(table, "route.ipv6_cidr_block")].some(isEverywhere))
  );
}

function isEverywhere(cidr: unknown): boolean {
  return everywhere.includes(String(cidr));
}
