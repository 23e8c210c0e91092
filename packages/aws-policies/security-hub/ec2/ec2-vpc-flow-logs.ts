import { companionsOf } from "../../../terraform-json";
import { fail, pass } from "../../policy";
import { textOf } from "../shared/arguments";
import { control } from "../shared/control";

export const ec2VpcFlowLogs = control({
  id: "ec2-vpc-flow-logs",
  controls: { "EC2.6": "medium" },
  checkov: ["CKV2_AWS_11"],
  title: "VPCs log the connections they refuse",
  why: "A scan, or a component that was taken over and tries its neighbours, is seen in the refused connections first.",
  fix: 'Add an aws_flow_log for the VPC with traffic_type "REJECT" or "ALL".',
  types: ["aws_vpc"],
  judge: (vpc) => {
    const logs = companionsOf(vpc, "aws_flow_log", "vpc_id");
    if (logs.length === 0) return fail("no aws_flow_log is for it");
    return logs.some((log) => ["REJECT", "ALL"].includes(textOf(log, "traffic_type")))
      ? pass
      : fail('no aws_flow_log of it has traffic_type "REJECT" or "ALL"');
  },
});
