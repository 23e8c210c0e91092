import { AcmCertificate } from "@cdktf/provider-aws/lib/acm-certificate";
import { AcmCertificateValidation } from "@cdktf/provider-aws/lib/acm-certificate-validation";
import { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { TerraformOutput } from "cdktf";
import { Certificate, type CertificateProps } from "../../../modules/alb";
import { absent, referenceTo, testStack } from "../../../packages/jest-terraform";
import { loadBalancerFor } from "./parts";

const arn = "arn:aws:acm:eu-central-1:123456789012:certificate/11111111-2222-3333-4444-555555555555";
const stackWith = (certificate: CertificateProps) => testStack((scope) => loadBalancerFor(scope, { certificate }));
const create = (...names: readonly [string, ...string[]]) =>
  stackWith({ kind: "create", names, zone: { zoneId: "Z0123456789" } });

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

  test("keeps its records when it is replaced: the same record is not made again and then deleted", () => {
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
    const many = create("app.example.com", "*.example.com", "example.com", "www.example.org");
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

test("names of several zones: each record is created in the zone of its name", () => {
  const zones = new Map([
    ["example.com", { zoneId: "ZCOM" }],
    ["www.example.org", { zoneId: "ZORG" }],
  ]);
  const stack = stackWith({
    kind: "create",
    names: ["example.com", "www.example.org"],
    zone: (name) => zones.get(name),
  });
  const [com, org] = ["example-com", "www-example-org"].map((id) =>
    stack.resource(Route53Record, { id: `validation-${id}` }),
  );
  expect([com?.properties.zone_id, org?.properties.zone_id]).toEqual(["ZCOM", "ZORG"]);
});

describe("a certificate whose records are created elsewhere", () => {
  const stack = testStack((scope) => {
    const { validationRecords } = new Certificate(scope, "certificate", {
      kind: "create",
      names: ["app.example.com", "www.example.org"],
      zone: (name) => (name === "app.example.com" ? { zoneId: "Z0123456789" } : undefined),
    });
    new TerraformOutput(scope, "records", { value: validationRecords });
  });

  const { address } = stack.resource(AcmCertificate);

  test("creates those alone that have a zone here, and lets AWS say when all are valid", () => {
    expect(stack).toHaveResourceCount(Route53Record, 1);
    expect(stack).toHaveResource(AcmCertificateValidation, {
      certificateArn: referenceTo(AcmCertificate, "arn"),
      validationRecordFqdns: absent(),
    });
  });

  test("ends an apply at once with the records to create, instead of waiting for them", () => {
    const { lifecycle } = stack.resource(AcmCertificateValidation).properties as {
      lifecycle: { precondition: readonly { readonly condition: string; readonly error_message: string }[] };
    };
    const [precondition, ...others] = lifecycle.precondition;
    expect(others).toEqual([]);
    expect(precondition?.condition).toBe(`\${${address}.status == "ISSUED"}`);
    expect(precondition?.error_message.replaceAll(address, "c")).toMatch(
      /^The certificate for app\.example\.com, www\.example\.org is \$\{c\.status\}.*Create these DNS records.*apply again:\n\$\{join/,
    );
  });

  test("has the records for an output", () => {
    const { output } = stack.json as { output: { records: { value: string } } };
    expect(output.records.value).toBe(
      `\${[for o in ${address}.domain_validation_options : { name = o.resource_record_name, type = o.resource_record_type, value = o.resource_record_value } if contains(["www.example.org"], o.domain_name)]}`,
    );
  });

  test("has none when every name has a zone, or it exists already", () => {
    testStack((scope) => {
      const zone = { zoneId: "Z0123456789" };
      const created = new Certificate(scope, "created", { kind: "create", names: ["app.example.com"], zone });
      expect(created.validationRecords).toBeUndefined();
      expect(new Certificate(scope, "given", { kind: "given", arn }).validationRecords).toBeUndefined();
    });
  });
});

test("a given certificate makes nothing", () => {
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
    const message = `test/load-balancer/certificate: names must be ${hostname}, got ${JSON.stringify(name)}.`;
    expect(() => create(name)).toThrow(message);
    expect(() => create("example.com", name)).toThrow(message);
  });

  test("a name twice, and more names than ACM allows", () => {
    const names = "test/load-balancer/certificate: names must be 1 to 100 host names, each once, got";
    expect(() => create("app.example.com", "app.example.com")).toThrow(
      `${names} ["app.example.com","app.example.com"].`,
    );
    const many = Array.from({ length: 100 }, (_, index) => `a${index}.example.com`);
    expect(() => create("app.example.com", ...many)).toThrow(names);
  });

  test("a first name of more than 64 characters, which others may have", () => {
    const long = `${"a".repeat(60)}.example.com`;
    expect(create("example.com", long)).toHaveResource(AcmCertificate, { subjectAlternativeNames: [long] });
    expect(() => create(long, "example.com")).toThrow(
      `test/load-balancer/certificate: names must be at most 64 characters in the first name, got "${long}". Put a shorter name first.`,
    );
  });
});
