import { isSet } from "../shared/arguments";
import { control } from "../shared/control";
import { requireZones } from "../shared/zones";

export const elbMultipleZones = control({
  id: "elb-multiple-zones",
  controls: { "ELB.13": "medium" },
  title: "Load balancers span two availability zones or more",
  why: "A load balancer in one zone goes down with it.",
  fix: "List subnets of two zones or more.",
  types: ["aws_lb"],
  judge: (loadBalancer) => {
    const mapped = isSet(loadBalancer, "subnet_mapping");
    return requireZones(loadBalancer, mapped ? "subnet_mapping" : "subnets");
  },
});
