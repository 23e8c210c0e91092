import { companionsOf } from "../../../terraform-json";
import { fail, pass } from "../../policy";
import { control } from "../shared/control";
import { application } from "../shared/load-balancers";

const associations = ["aws_wafv2_web_acl_association", "aws_wafregional_web_acl_association"];

export const elbWebApplicationFirewall = control({
  id: "elb-web-application-firewall",
  controls: { "ELB.16": "medium" },
  checkov: ["CKV2_AWS_28"],
  title: "A web application firewall stands in front of the application",
  why: "Without it, known attacks and floods of requests reach the application itself.",
  fix: "Associate the load balancer with a web ACL of AWS WAF.",
  types: ["aws_lb"],
  judge: (loadBalancer) =>
    application(loadBalancer, () =>
      associations.some((type) => companionsOf(loadBalancer, type, "resource_arn").length > 0)
        ? pass
        : fail("no web ACL is associated with it"),
    ),
});
