import { tagControl } from "../shared/tags";

export const ec2RouteTableTagged = tagControl({
  id: "ec2-route-table-tagged",
  control: "EC2.42",
  what: "Route tables",
  types: ["aws_route_table"],
});
