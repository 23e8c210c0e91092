import { pass } from "../../policy";
import { argumentOf, must } from "../shared/arguments";
import { control } from "../shared/control";

/** A listener that only redirects to HTTPS fails as well: Security Hub makes no exception. */
export const elbEncryptedListener = control({
  id: "elb-encrypted-listener",
  controls: { "ELB.18": "medium" },
  checkov: ["CKV_AWS_2"],
  title: "Listeners take encrypted connections only",
  why: "What crosses the internet in the clear can be read and changed on its way.",
  fix: 'Set protocol to "HTTPS" (application) or "TLS" (network).',
  types: ["aws_lb_listener"],
  judge: (listener) => {
    const protocol = argumentOf(listener, "protocol");
    return protocol === "HTTPS" || protocol === "TLS" ? pass : must("protocol", '"HTTPS" or "TLS"', protocol);
  },
});
