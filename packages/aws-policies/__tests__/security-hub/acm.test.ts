import { acm } from "../../security-hub/acm";
import { one, tagCase, promisesOf } from "./table";

const type = "aws_acm_certificate";

const promises = promisesOf(acm, {
  "acm-certificate-key-length": {
    pass: [one(type), one(type, { key_algorithm: "RSA_4096" })],
    fail: {
      'key_algorithm must be "RSA_2048" or "RSA_3072" or "RSA_4096", got "RSA_1024"': one(type, {
        key_algorithm: "RSA_1024",
      }),
    },
    notApplicable: { "its key is not RSA": one(type, { key_algorithm: "EC_prime256v1" }) },
  },
  "acm-certificate-renews-itself": {
    pass: [
      one(type, { domain_name: "a.example", validation_method: "DNS" }),
      one(type, { certificate_authority_arn: "arn:aws:acm-pca:eu-central-1:111122223333:certificate-authority/a" }),
    ],
    fail: {
      'validation_method must be "DNS", got "EMAIL"': one(type, { validation_method: "EMAIL" }),
      "it is imported, and ACM renews no imported certificate": one(type, { certificate_body: '${file("a.pem")}' }),
    },
  },
  "acm-certificate-tagged": tagCase(type),
});

test.each(promises)("%s", (_, actual, expected) => expect(actual()).toEqual(expected));
