import { fail, pass } from "../../policy";
import { argumentOf, isSet, must } from "../shared/arguments";
import { control } from "../shared/control";

export const acmCertificateRenewsItself = control({
  id: "acm-certificate-renews-itself",
  controls: { "ACM.1": "medium" },
  title: "Certificates are renewed before they expire",
  why: "ACM renews what it can validate over DNS. An imported certificate, or one validated by mail, expires when somebody forgets it.",
  fix: 'Request the certificate with validation_method = "DNS".',
  types: ["aws_acm_certificate"],
  judge: (certificate) => {
    if (isSet(certificate, "certificate_body")) return fail("it is imported, and ACM renews no imported certificate");
    if (isSet(certificate, "certificate_authority_arn")) return pass;
    const method = argumentOf(certificate, "validation_method");
    return method === "DNS" ? pass : must("validation_method", '"DNS"', method);
  },
});
