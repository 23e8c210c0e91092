import { fail, pass } from "../../policy";
import { argumentsOf } from "../shared/arguments";
import { control } from "../shared/control";

export const ec2OneNetworkInterface = control({
  id: "ec2-one-network-interface",
  controls: { "EC2.17": "low" },
  title: "Instances have one network interface",
  why: "With two, an instance stands in two networks at once, and traffic finds ways around the rules of either.",
  fix: "Keep one network_interfaces block.",
  types: ["aws_launch_template"],
  judge: (template) => {
    const count = argumentsOf(template, "network_interfaces").length;
    return count <= 1 ? pass : fail(`network_interfaces must be 1, got ${count}`);
  },
});
