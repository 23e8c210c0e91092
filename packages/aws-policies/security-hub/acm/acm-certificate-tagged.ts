import { tagControl } from "../shared/tags";

export const acmCertificateTagged = tagControl({
  id: "acm-certificate-tagged",
  control: "ACM.3",
  what: "Certificates",
  types: ["aws_acm_certificate"],
});
