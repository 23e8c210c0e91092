import { requireArgument } from "../shared/arguments";
import { control } from "../shared/control";

export const elbDeletionProtection = control({
  id: "elb-deletion-protection",
  controls: { "ELB.6": "medium" },
  checkov: ["CKV_AWS_150"],
  title: "Load balancers are protected from deletion",
  why: "With the load balancer goes its DNS name, and with that every client.",
  fix: "Set enable_deletion_protection to true.",
  deletionProtection: true,
  types: ["aws_lb"],
  judge: (loadBalancer) => requireArgument(loadBalancer, "enable_deletion_protection", true),
});
