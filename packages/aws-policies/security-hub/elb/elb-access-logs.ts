import { requireArgument } from "../shared/arguments";
import { control } from "../shared/control";
import { application } from "../shared/load-balancers";

export const elbAccessLogs = control({
  id: "elb-access-logs",
  controls: { "ELB.5": "medium" },
  checkov: ["CKV_AWS_91"],
  title: "Load balancers log every request",
  why: "After an attack, or for a request that never reached the application, the access log is the only witness.",
  fix: "Set access_logs with a bucket, and enabled to true.",
  types: ["aws_lb"],
  judge: (loadBalancer) => application(loadBalancer, () => requireArgument(loadBalancer, "access_logs.enabled", true)),
});
