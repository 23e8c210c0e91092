import { tagControl } from "../shared/tags";

export const ec2FlowLogTagged = tagControl({
  id: "ec2-flow-log-tagged",
  control: "EC2.48",
  what: "Flow logs",
  types: ["aws_flow_log"],
});
