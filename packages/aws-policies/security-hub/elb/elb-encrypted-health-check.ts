import { notApplicable } from "../../policy";
import { argumentOf, requireArgument } from "../shared/arguments";
import { control } from "../shared/control";

export const elbEncryptedHealthCheck = control({
  id: "elb-encrypted-health-check",
  controls: { "ELB.21": "medium" },
  title: "Health checks are encrypted",
  why: "Whoever sits between load balancer and target can answer for the target, and keep a dead one in service.",
  fix: 'Set health_check.protocol to "HTTPS".',
  types: ["aws_lb_target_group"],
  judge: (targetGroup) =>
    argumentOf(targetGroup, "target_type") === "lambda"
      ? notApplicable("its target is a Lambda function")
      : requireArgument(targetGroup, "health_check.protocol", "HTTPS", "HTTP"),
});
