import { fail, pass } from "../../policy";
import { isSet } from "../shared/arguments";
import { control } from "../shared/control";
import { isReferredTo } from "../shared/companions";

export const ec2AddressUsed = control({
  id: "ec2-address-used",
  controls: { "EC2.12": "low" },
  checkov: ["CKV2_AWS_19"],
  title: "Every Elastic IP address is used",
  why: "An address that nothing uses costs money, and hides in an inventory what is really reachable.",
  fix: "Associate the address with an instance, network interface or NAT gateway, or remove it.",
  types: ["aws_eip"],
  judge: (address) =>
    isSet(address, "instance") || isSet(address, "network_interface") || isReferredTo(address)
      ? pass
      : fail("nothing uses it"),
});
