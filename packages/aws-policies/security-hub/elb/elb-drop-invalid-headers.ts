import { requireArgument } from "../shared/arguments";
import { control } from "../shared/control";
import { application } from "../shared/load-balancers";

export const elbDropInvalidHeaders = control({
  id: "elb-drop-invalid-headers",
  controls: { "ELB.4": "medium" },
  checkov: ["CKV_AWS_131"],
  title: "Invalid HTTP headers are dropped",
  why: "A header that the load balancer and the application read differently smuggles a second request past the first.",
  fix: "Set drop_invalid_header_fields to true.",
  types: ["aws_lb"],
  judge: (loadBalancer) =>
    application(loadBalancer, () => requireArgument(loadBalancer, "drop_invalid_header_fields", true)),
});
