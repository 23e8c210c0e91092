import { control } from "../shared/control";
import { closedToEveryone, securityGroupTypes } from "../shared/ingress";

export const ec2NoOpenRdp = control({
  id: "ec2-no-open-rdp",
  controls: { "EC2.14": "high", "EC2.53": "high", "EC2.54": "high" },
  checkov: ["CKV_AWS_25"],
  title: "RDP is not open to the internet",
  why: "Every address is scanned for it within minutes, and passwords and keys are tried without end.",
  fix: "Remove the rule; open a session through Systems Manager instead.",
  types: securityGroupTypes,
  judge: (group, stacks) => closedToEveryone(group, stacks, [3389]),
});
