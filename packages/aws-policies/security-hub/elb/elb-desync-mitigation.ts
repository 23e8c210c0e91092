import { requireArgument } from "../shared/arguments";
import { control } from "../shared/control";
import { application } from "../shared/load-balancers";

export const elbDesyncMitigation = control({
  id: "elb-desync-mitigation",
  controls: { "ELB.12": "medium" },
  checkov: ["CKV_AWS_328"],
  title: "Load balancers defend against desync attacks",
  why: "Requests whose length can be read in two ways let an attacker put his own in front of the next user's.",
  fix: 'Set desync_mitigation_mode to "defensive" or "strictest".',
  types: ["aws_lb"],
  judge: (loadBalancer) =>
    application(loadBalancer, () =>
      requireArgument(loadBalancer, "desync_mitigation_mode", ["defensive", "strictest"], "defensive"),
    ),
});
