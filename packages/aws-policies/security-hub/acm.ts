import { fail, notApplicable, pass } from "../policy";
import { argumentOf, isSet, must, requireArgument, textOf } from "./shared/arguments";
import { control, type Control } from "./shared/control";
import { tagControl } from "./shared/tags";

/** Controls for AWS Certificate Manager. */
export const acm: readonly Control[] = [
  control({
    id: "acm-certificate-key-length",
    controls: { "ACM.2": "high" },
    title: "RSA keys of certificates have 2,048 bits or more",
    why: "A shorter RSA key can be broken, and with it the TLS of everyone who connects.",
    fix: "Set key_algorithm to RSA_2048 or stronger, or to an elliptic curve.",
    types: ["aws_acm_certificate"],
    check: (certificate) =>
      textOf(certificate, "key_algorithm").startsWith("EC_")
        ? notApplicable("its key is not RSA")
        : requireArgument(certificate, "key_algorithm", ["RSA_2048", "RSA_3072", "RSA_4096"], "RSA_2048"),
  }),
  control({
    id: "acm-certificate-renews-itself",
    controls: { "ACM.1": "medium" },
    title: "Certificates are renewed before they expire",
    why: "ACM renews what it can validate over DNS. An imported certificate, or one validated by mail, expires when somebody forgets it.",
    fix: 'Request the certificate with validation_method = "DNS".',
    types: ["aws_acm_certificate"],
    check: (certificate) => {
      if (isSet(certificate, "certificate_body")) return fail("it is imported, and ACM renews no imported certificate");
      if (isSet(certificate, "certificate_authority_arn")) return pass;
      const method = argumentOf(certificate, "validation_method");
      return method === "DNS" ? pass : must("validation_method", '"DNS"', method);
    },
  }),
  tagControl({
    id: "acm-certificate-tagged",
    control: "ACM.3",
    what: "Certificates",
    types: ["aws_acm_certificate"],
  }),
];
