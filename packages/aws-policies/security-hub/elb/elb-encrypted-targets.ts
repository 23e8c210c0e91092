import { notApplicable } from "../../policy";
import { argumentOf, requireArgument, textOf } from "../shared/arguments";
import { control } from "../shared/control";

export const elbEncryptedTargets = control({
  id: "elb-encrypted-targets",
  controls: { "ELB.22": "medium" },
  checkov: ["CKV_AWS_378"],
  title: "Load balancers speak to their targets over an encrypted connection",
  why: "Between load balancer and target, requests with cookies and passwords cross the VPC in the clear.",
  fix: 'Set protocol of the target group to "HTTPS" and let the application speak TLS.',
  types: ["aws_lb_target_group"],
  judge: (targetGroup) => {
    const type = textOf(targetGroup, "target_type", "instance");
    if (type === "lambda" || type === "alb") return notApplicable(`its target type is ${type}`);
    if (argumentOf(targetGroup, "protocol") === "GENEVE") return notApplicable("its protocol is GENEVE");
    return requireArgument(targetGroup, "protocol", ["HTTPS", "TLS", "QUIC"]);
  },
});
