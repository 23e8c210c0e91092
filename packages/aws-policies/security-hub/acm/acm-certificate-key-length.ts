import { notApplicable } from "../../policy";
import { requireArgument, textOf } from "../shared/arguments";
import { control } from "../shared/control";

export const acmCertificateKeyLength = control({
  id: "acm-certificate-key-length",
  controls: { "ACM.2": "high" },
  title: "RSA keys of certificates have 2,048 bits or more",
  why: "A shorter RSA key can be broken, and with it the TLS of everyone who connects.",
  fix: "Set key_algorithm to RSA_2048 or stronger, or to an elliptic curve.",
  types: ["aws_acm_certificate"],
  judge: (certificate) =>
    textOf(certificate, "key_algorithm").startsWith("EC_")
      ? notApplicable("its key is not RSA")
      : requireArgument(certificate, "key_algorithm", ["RSA_2048", "RSA_3072", "RSA_4096"], "RSA_2048"),
});
