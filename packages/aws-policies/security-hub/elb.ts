import { companionsOf, isRecord, type Block } from "../../terraform-json";
import { fail, notApplicable, pass, type PolicyResult } from "../policy";
import { argumentOf, argumentsOf, isSet, must, requireArgument, textOf } from "./shared/arguments";
import { control, type Control } from "./shared/control";
import { requireZones } from "./shared/zones";

/** What the control calls recommended. */
const recommendedTlsPolicies = new Set([
  "ELBSecurityPolicy-TLS13-1-2-Res-2021-06",
  "ELBSecurityPolicy-TLS13-1-2-Res-FIPS-2023-04",
  "ELBSecurityPolicy-TLS13-1-2-Res-FIPS-PQ-2025-09",
  "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
  "ELBSecurityPolicy-TLS13-1-3-2021-06",
  "ELBSecurityPolicy-TLS13-1-3-FIPS-2023-04",
  "ELBSecurityPolicy-TLS13-1-3-FIPS-PQ-2025-09",
  "ELBSecurityPolicy-TLS13-1-3-PQ-2025-09",
]);

const webAclAssociations = ["aws_wafv2_web_acl_association", "aws_wafregional_web_acl_association"];

/** Controls for Elastic Load Balancing. */
export const elb: readonly Control[] = [
  control({
    id: "elb-access-logs",
    controls: { "ELB.5": "medium" },
    checkov: ["CKV_AWS_91"],
    title: "Load balancers log every request",
    why: "After an attack, or for a request that never reached the application, the access log is the only witness.",
    fix: "Set access_logs with a bucket, and enabled to true.",
    types: ["aws_lb"],
    check: (loadBalancer) =>
      application(loadBalancer, () => requireArgument(loadBalancer, "access_logs.enabled", true)),
  }),
  control({
    id: "elb-deletion-protection",
    controls: { "ELB.6": "medium" },
    checkov: ["CKV_AWS_150"],
    title: "Load balancers are protected from deletion",
    why: "Deleting the load balancer deletes its DNS name, and clients lose the application.",
    fix: "Set enable_deletion_protection to true.",
    deletionProtection: true,
    types: ["aws_lb"],
    check: (loadBalancer) => requireArgument(loadBalancer, "enable_deletion_protection", true),
  }),
  control({
    id: "elb-desync-mitigation",
    controls: { "ELB.12": "medium" },
    checkov: ["CKV_AWS_328"],
    title: "Load balancers defend against desync attacks",
    why: "Requests whose length can be read in two ways let an attacker put his own in front of the next user's.",
    fix: 'Set desync_mitigation_mode to "defensive" or "strictest".',
    types: ["aws_lb"],
    check: (loadBalancer) =>
      application(loadBalancer, () =>
        requireArgument(loadBalancer, "desync_mitigation_mode", ["defensive", "strictest"], "defensive"),
      ),
  }),
  control({
    id: "elb-drop-invalid-headers",
    controls: { "ELB.4": "medium" },
    checkov: ["CKV_AWS_131"],
    title: "Invalid HTTP headers are dropped",
    why: "A header that the load balancer and the application read differently smuggles a second request past the first.",
    fix: "Set drop_invalid_header_fields to true.",
    types: ["aws_lb"],
    check: (loadBalancer) =>
      application(loadBalancer, () => requireArgument(loadBalancer, "drop_invalid_header_fields", true)),
  }),
  control({
    id: "elb-encrypted-health-check",
    controls: { "ELB.21": "medium" },
    title: "Health checks are encrypted",
    why: "Whoever sits between load balancer and target can answer for the target, and keep a dead one in service.",
    fix: 'Set health_check.protocol to "HTTPS".',
    types: ["aws_lb_target_group"],
    check: (targetGroup) =>
      argumentOf(targetGroup, "target_type") === "lambda"
        ? notApplicable("its target is a Lambda function")
        : requireArgument(targetGroup, "health_check.protocol", "HTTPS", "HTTP"),
  }),
  // A listener that only redirects to HTTPS fails as well: Security Hub makes no exception.
  control({
    id: "elb-encrypted-listener",
    controls: { "ELB.18": "medium" },
    checkov: ["CKV_AWS_2"],
    title: "Listeners take encrypted connections only",
    why: "What crosses the internet in the clear can be read and changed on its way.",
    fix: 'Set protocol to "HTTPS" (application) or "TLS" (network).',
    types: ["aws_lb_listener"],
    check: (listener) => {
      const protocol = argumentOf(listener, "protocol");
      return protocol === "HTTPS" || protocol === "TLS" ? pass : must("protocol", '"HTTPS" or "TLS"', protocol);
    },
  }),
  control({
    id: "elb-encrypted-targets",
    controls: { "ELB.22": "medium" },
    checkov: ["CKV_AWS_378"],
    title: "Load balancers speak to their targets over an encrypted connection",
    why: "Between load balancer and target, requests with cookies and passwords cross the VPC in the clear.",
    fix: 'Set protocol of the target group to "HTTPS" and let the application speak TLS.',
    types: ["aws_lb_target_group"],
    check: (targetGroup) => {
      const type = textOf(targetGroup, "target_type", "instance");
      if (type === "lambda" || type === "alb") return notApplicable(`its target type is ${type}`);
      if (argumentOf(targetGroup, "protocol") === "GENEVE") return notApplicable("its protocol is GENEVE");
      return requireArgument(targetGroup, "protocol", ["HTTPS", "TLS", "QUIC"]);
    },
  }),
  control({
    id: "elb-http-redirects",
    controls: { "ELB.1": "medium" },
    checkov: ["CKV2_AWS_20"],
    title: "Plain HTTP is only answered with a redirect to HTTPS",
    why: "What is sent over HTTP, passwords and cookies included, can be read and changed on its way.",
    fix: 'Give the HTTP listener a default_action of type "redirect" with protocol "HTTPS".',
    types: ["aws_lb_listener"],
    check: (listener) => {
      if (argumentOf(listener, "protocol") !== "HTTP") return notApplicable("it is no HTTP listener");
      const actions = argumentsOf(listener, "default_action").filter(isRecord);
      const redirects = argumentsOf(listener, "default_action.redirect.protocol");
      return actions.length > 0 && actions.every(({ type }) => type === "redirect") && redirects.includes("HTTPS")
        ? pass
        : fail("default_action must redirect to HTTPS");
    },
  }),
  control({
    id: "elb-modern-tls",
    controls: { "ELB.17": "medium" },
    checkov: ["CKV_AWS_103"],
    title: "Listeners speak TLS 1.2 or 1.3 with forward secrecy only",
    why: "Older versions and ciphers can be broken, and what was recorded today read tomorrow.",
    fix: "Set ssl_policy to one that AWS recommends, such as ELBSecurityPolicy-TLS13-1-2-Res-2021-06.",
    types: ["aws_lb_listener"],
    check: (listener) => {
      const protocol = argumentOf(listener, "protocol");
      if (protocol !== "HTTPS" && protocol !== "TLS") return notApplicable("it does not speak TLS");
      const policy = argumentOf(listener, "ssl_policy");
      return recommendedTlsPolicies.has(String(policy)) ? pass : must("ssl_policy", "one that AWS recommends", policy);
    },
  }),
  control({
    id: "elb-multiple-zones",
    controls: { "ELB.13": "medium" },
    title: "Load balancers span two availability zones or more",
    why: "A load balancer in one zone fails with it.",
    fix: "List subnets of two zones or more.",
    types: ["aws_lb"],
    check: (loadBalancer) => {
      const mapped = isSet(loadBalancer, "subnet_mapping");
      return requireZones(loadBalancer, mapped ? "subnet_mapping" : "subnets");
    },
  }),
  control({
    id: "elb-web-application-firewall",
    controls: { "ELB.16": "medium" },
    checkov: ["CKV2_AWS_28"],
    title: "A web application firewall is in front of the application",
    why: "Without it, known attacks and floods of requests reach the application itself.",
    fix: "Associate the load balancer with a web ACL of AWS WAF.",
    types: ["aws_lb"],
    check: (loadBalancer) =>
      application(loadBalancer, () =>
        webAclAssociations.some((type) => companionsOf(loadBalancer, type, "resource_arn").length > 0)
          ? pass
          : fail("no web ACL is associated with it"),
      ),
  }),
];

/** Judges an application load balancer; those of another kind have nothing to judge. */
function application(loadBalancer: Block, check: () => PolicyResult): PolicyResult {
  const type = textOf(loadBalancer, "load_balancer_type", "application");
  return type === "application" ? check() : notApplicable(`it is a ${type} load balancer`);
}
