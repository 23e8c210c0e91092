import { requireArgument } from "../shared/arguments";
import { control } from "../shared/control";

export const ec2SubnetNoPublicAddress = control({
  id: "ec2-subnet-no-public-address",
  controls: { "EC2.15": "medium" },
  checkov: ["CKV_AWS_130"],
  title: "Subnets give no public address by themselves",
  why: "Whatever is launched in such a subnet is on the internet without anybody having said so.",
  fix: "Set map_public_ip_on_launch and assign_ipv6_address_on_creation to false.",
  types: ["aws_subnet"],
  judge: (subnet) =>
    [
      requireArgument(subnet, "map_public_ip_on_launch", false, false),
      requireArgument(subnet, "assign_ipv6_address_on_creation", false, false),
    ].filter(({ verdict }) => verdict !== "pass"),
});
