import { isRecord } from "../../../terraform-json";
import { fail, notApplicable, pass } from "../../policy";
import { argumentOf, argumentsOf } from "../shared/arguments";
import { control } from "../shared/control";

export const elbHttpRedirects = control({
  id: "elb-http-redirects",
  controls: { "ELB.1": "medium" },
  checkov: ["CKV2_AWS_20"],
  title: "Plain HTTP is only answered with a redirect to HTTPS",
  why: "What is sent over HTTP, passwords and cookies included, can be read and changed on its way.",
  fix: 'Give the HTTP listener a default_action of type "redirect" with protocol "HTTPS".',
  types: ["aws_lb_listener"],
  judge: (listener) => {
    if (argumentOf(listener, "protocol") !== "HTTP") return notApplicable("it is no HTTP listener");
    const actions = argumentsOf(listener, "default_action").filter(isRecord);
    const redirects = argumentsOf(listener, "default_action.redirect.protocol");
    return actions.length > 0 && actions.every(({ type }) => type === "redirect") && redirects.includes("HTTPS")
      ? pass
      : fail("default_action must redirect to HTTPS");
  },
});
