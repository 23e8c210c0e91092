import { AcmCertificate } from "@cdktf/provider-aws/lib/acm-certificate";
import { AcmCertificateValidation } from "@cdktf/provider-aws/lib/acm-certificate-validation";
import { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import type { CertificateProps } from "../../../modules/alb";
import { absent, referenceTo, testStack } from "../../../packages/jest-terraform";
import { loadBalancerFor } from "./parts";

const stackWith = (certificate: CertificateProps) => testStack((scope) => loadBalancerFor(scope, { certificate }));
const create = (domainName: string, alternativeNames?: readonly string[]) =>
  stackWith({ kind: "create", domainName, alternativeNames, zone: { zoneId: "Z0123456789" } });

describe("a created certificate", () => {
  const stack = create("app.example.com");

  test("is used by the listener only once it is validated", () => {
    expect(stack).toHaveResource(LbListener, {
      protocol: "HTTPS",
      certificateArn: referenceTo(AcmCertificateValidation, "certificate_arn"),
    });
    expect(stack).toHaveResource(AcmCertificateValidation, {
      certificateArn: referenceTo(AcmCertificate, "arn"),
      validationRecordFqdns: [referenceTo(Route53Record, "fqdn")],
    });
  });

  test("has its successor before it goes, as the listener needs one at all times", () => {
    expect(stack).toHaveResource(AcmCertificate, {
      domainName: "app.example.com",
      subjectAlternativeNames: absent(),
      validationMethod: "DNS",
      lifecycle: { create_before_destroy: true },
    });
  });

  test("keeps its records when it is replaced: the same record is not made anew and then deleted", () => {
    expect(stack).toHaveResource(Route53Record, { allowOverwrite: true, lifecycle: absent() });
    expect(stack).toHaveResource(AcmCertificateValidation, { lifecycle: absent() });
  });

  test("has validation records whose addresses the first plan knows", () => {
    const record = stack.resource(Route53Record);
    expect(record.properties).not.toHaveProperty("for_each");
    expect(record.path).toBe("test/load-balancer/certificate/validation-app-example-com");
    expect(stack).toHaveResource(Route53Record, {
      zoneId: "Z0123456789",
      name: referenceTo(AcmCertificate, "domain_validation_options"),
      type: referenceTo(AcmCertificate, "domain_validation_options"),
      records: [expect.stringContaining('option.resource_record_value if option.domain_name == "app.example.com"')],
    });
  });

  test("has a record for each name, and one for a wildcard and its domain, which share it", () => {
    const many = create("app.example.com", ["*.example.com", "example.com", "www.example.org"]);
    expect(many).toHaveResource(AcmCertificate, {
      subjectAlternativeNames: ["*.example.com", "example.com", "www.example.org"],
    });
    const ids = many.everyResource(Route53Record).map(({ path }) => path?.split("/").at(-1));
    expect(ids).toEqual(["validation-app-example-com", "validation-example-com", "validation-www-example-org"]);
    expect(many.resource(AcmCertificateValidation).properties.validation_record_fqdns).toHaveLength(3);
  });

  test("of a wildcard alone is validated through the domain's record", () => {
    expect(create("*.example.com")).toHaveResource(Route53Record, {
      name: expect.stringContaining('option.domain_name == "*.example.com"'),
    });
  });
});

test("a given certificate makes nothing", () => {
  const arn = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555";
  const stack = stackWith({ kind: "given", arn });
  expect(stack).toHaveResource(LbListener, { protocol: "HTTPS", certificateArn: arn });
  expect(stack).toHaveNoResource(AcmCertificate);
  expect(stack).toHaveNoResource(Route53Record);
});

describe("a certificate refuses", () => {
  const hostname = "a host name in lower case, such as app.example.com, or *.example.com";

  test("an ARN of something else", () => {
    const arn = "arn:aws:iam::123456789012:server-certificate/old";
    expect(() => stackWith({ kind: "given", arn })).toThrow(
      `test/load-balancer/certificate: arn must be the ARN of an ACM certificate, got "${arn}".`,
    );
  });

  test.each(["localhost", "App.example.com", "*.*.example.com", 'a".example.com'])("the name %s", (name) => {
    expect(() => create(name)).toThrow(
      `test/load-balancer/certificate: domainName must be ${hostname}, got ${JSON.stringify(name)}.`,
    );
    expect(() => create("example.com", [name])).toThrow(
      `test/load-balancer/certificate: alternativeNames must be ${hostname}, got ${JSON.stringify(name)}.`,
    );
  });

  test("a name twice", () => {
    expect(() => create("app.example.com", ["app.example.com"])).toThrow(
      'test/load-balancer/certificate: alternativeNames must be other names than the domain name, each once, got ["app.example.com"].',
    );
  });
});
