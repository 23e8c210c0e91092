import { notApplicable, pass } from "../../policy";
import { argumentOf, must } from "../shared/arguments";
import { control } from "../shared/control";

/** What the control calls recommended. */
const recommended = new Set([
  "ELBSecurityPolicy-TLS13-1-2-Res-2021-06",
  "ELBSecurityPolicy-TLS13-1-2-Res-FIPS-2023-04",
  "ELBSecurityPolicy-TLS13-1-2-Res-FIPS-PQ-2025-09",
  "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
  "ELBSecurityPolicy-TLS13-1-3-2021-06",
  "ELBSecurityPolicy-TLS13-1-3-FIPS-2023-04",
  "ELBSecurityPolicy-TLS13-1-3-FIPS-PQ-2025-09",
  "ELBSecurityPolicy-TLS13-1-3-PQ-2025-09",
]);

export const elbModernTls = control({
  id: "elb-modern-tls",
  controls: { "ELB.17": "medium" },
  checkov: ["CKV_AWS_103"],
  title: "Listeners speak TLS 1.2 or 1.3 with forward secrecy only",
  why: "Older versions and ciphers can be broken, and what was recorded today read tomorrow.",
  fix: "Set ssl_policy to one that AWS recommends, such as ELBSecurityPolicy-TLS13-1-2-Res-2021-06.",
  types: ["aws_lb_listener"],
  judge: (listener) => {
    const protocol = argumentOf(listener, "protocol");
    if (protocol !== "HTTPS" && protocol !== "TLS") return notApplicable("it does not speak TLS");
    const policy = argumentOf(listener, "ssl_policy");
    return recommended.has(String(policy)) ? pass : must("ssl_policy", "one that AWS recommends", policy);
  },
});
