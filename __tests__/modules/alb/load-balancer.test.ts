import { AcmCertificateValidation } from "@cdktf/provider-aws/lib/acm-certificate-validation";
import { Lb } from "@cdktf/provider-aws/lib/lb";
import { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import { LbListenerCertificate } from "@cdktf/provider-aws/lib/lb-listener-certificate";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { LoadBalancer, type LoadBalancerProps, type TlsPolicy } from "../../../modules/alb";
import { Network, SecurityGroup as SecurityGroupConstruct } from "../../../modules/networking";
import { absent, referenceTo, testStack } from "../../../packages/jest-terraform";
import { loadBalancerFor } from "./parts";

const minimal = testStack((scope) => loadBalancerFor(scope));

describe("a load balancer", () => {
  test("is in the public subnets, open to the internet on 443 and 80 and to nothing else", () => {
    expect(minimal).toHaveResource(Lb, {
      name: "test-alb",
      loadBalancerType: "application",
      internal: false,
      subnets: ["eu-central-1a", "eu-central-1b"].map((zone) =>
        expect.stringContaining(`network_public_association-${zone}`),
      ),
      securityGroups: [referenceTo(SecurityGroup, "id")],
    });
    expect(minimal).toHaveResourceCount(VpcSecurityGroupIngressRule, 2, { cidrIpv4: "0.0.0.0/0" });
    for (const port of [80, 443]) {
      expect(minimal).toHaveResource(VpcSecurityGroupIngressRule, { fromPort: port, toPort: port });
    }
    expect(minimal).toHaveNoResource(VpcSecurityGroupEgressRule);
  });

  test("drops malformed headers and requests, and speaks HTTP/2", () => {
    expect(minimal).toHaveResource(Lb, {
      dropInvalidHeaderFields: true,
      desyncMitigationMode: "defensive",
      enableHttp2: true,
      idleTimeout: 60,
    });
  });

  test("writes its access logs, and waits for the policy that lets it", () => {
    expect(minimal).toHaveResource(Lb, {
      accessLogs: { bucket: referenceTo(S3Bucket, "bucket"), enabled: true },
      dependsOn: [minimal.resource(S3BucketPolicy).address],
    });
  });

  test("deletionProtection: neither Terraform nor AWS deletes it", () => {
    expect(minimal).toHaveResource(Lb, { enableDeletionProtection: true, lifecycle: { prevent_destroy: true } });
  });

  test("without deletionProtection, both may delete it", () => {
    const stack = testStack((scope) => loadBalancerFor(scope, { deletionProtection: false }));
    expect(stack).toHaveResource(Lb, { enableDeletionProtection: false, lifecycle: absent() });
  });

  test("keeps silent connections as long as asked", () => {
    const stack = testStack((scope) => loadBalancerFor(scope, { idleTimeoutSeconds: 300 }));
    expect(stack).toHaveResource(Lb, { idleTimeout: 300 });
  });
});

describe("an internal load balancer", () => {
  const internal = testStack((scope) => loadBalancerFor(scope, { internal: true }));

  test("is in the private subnets, and open to the VPC alone", () => {
    expect(internal).toHaveResource(Lb, {
      internal: true,
      subnets: ["eu-central-1a", "eu-central-1b"].map((zone) => expect.stringContaining(`private_association-${zone}`)),
    });
    expect(internal).toHaveResourceCount(VpcSecurityGroupIngressRule, 2);
    for (const port of [80, 443]) {
      expect(internal).toHaveResource(VpcSecurityGroupIngressRule, {
        fromPort: port,
        toPort: port,
        cidrIpv4: "10.0.0.0/16",
      });
    }
  });

  test("in a network that exists already asks AWS for the addresses of the VPC", () => {
    const existing = { vpcId: "vpc-1", publicSubnetIds: [], privateSubnetIds: ["subnet-1"], isolatedSubnetIds: [] };
    const stack = testStack((scope) => {
      const network = Network.fromAttributes(scope, "existing", existing);
      loadBalancerFor(scope, { internal: true, network });
    });
    expect(stack).toHaveResource(Lb, { subnets: ["subnet-1"] });
    expect(stack).toHaveResource(VpcSecurityGroupIngressRule, {
      cidrIpv4: expect.stringMatching(/^\$\{data\.aws_vpc\..*\.cidr_block\}$/),
    });
  });
});

test.each([false, true])(
  "a load balancer (internal: %s) is open to the networks that are allowed, and to no other",
  (internal) => {
    const stack = testStack((scope) =>
      loadBalancerFor(scope, { internal, allowedCidrs: ["10.0.0.0/8", "192.0.2.7/32"] }),
    );
    const open = stack
      .everyResource(VpcSecurityGroupIngressRule)
      .map(({ properties }) => [properties.cidr_ipv4, properties.from_port]);
    expect(open).toEqual([
      ["10.0.0.0/8", 443],
      ["10.0.0.0/8", 80],
      ["192.0.2.7/32", 443],
      ["192.0.2.7/32", 80],
    ]);
  },
);

test("several test listeners have a port and an id each", () => {
  const stack = testStack((scope) => {
    const loadBalancer = loadBalancerFor(scope);
    loadBalancer.addTestListener({ port: 8443, cidrs: ["10.0.0.0/16"] });
    loadBalancer.addTestListener({ id: "test-api", port: 9443, cidrs: ["10.0.0.0/16"] });
  });
  expect(stack.resource(LbListener, { id: "test" })).toMatchProperties({ port: 8443 });
  expect(stack.resource(LbListener, { id: "test-api" })).toMatchProperties({ port: 9443 });
  for (const port of [8443, 9443]) expect(stack.resource(Lb)).toBeReachableFrom("10.0.0.0/16", port);
});

describe("additional certificates", () => {
  const zone = { zoneId: "Z0123456789" };
  const stack = testStack((scope) => {
    const loadBalancer = loadBalancerFor(scope, {
      additionalCertificates: {
        shop: { kind: "create", names: ["shop.example.org"], zone },
        given: { kind: "given", arn: "arn:aws:acm:eu-central-1:123456789012:certificate/2" },
      },
    });
    loadBalancer.addTestListener({ port: 8443, cidrs: ["10.0.0.0/16"] });
    loadBalancer.addCertificate(scope, "later", { kind: "create", names: ["later.example.org"], zone });
  });

  test("are used by the HTTPS listener and the test listener, once they are issued", () => {
    expect(stack).toHaveResourceCount(LbListenerCertificate, 6, { lifecycle: { create_before_destroy: true } });
    for (const listener of ["https", "test"]) {
      const { address } = stack.resource(LbListener, { id: listener });
      const ofListener = stack
        .everyResource(LbListenerCertificate, { id: listener })
        .map(({ properties, path }) => [path?.split("/").at(-2), properties.listener_arn]);
      expect(Object.fromEntries(ofListener)).toEqual({
        "certificate-given": `\${${address}.arn}`,
        "certificate-shop": `\${${address}.arn}`,
        later: `\${${address}.arn}`,
      });
    }
    expect(stack).toHaveResource(LbListenerCertificate, {
      certificateArn: referenceTo(AcmCertificateValidation, "certificate_arn"),
    });
  });

  test("of an existing load balancer are added to its HTTPS listener", () => {
    const existing = testStack((scope) => {
      const securityGroup = SecurityGroupConstruct.fromSecurityGroupId(scope, "group", "sg-1", "shared");
      const attributes = { arn: "arn:lb", httpsListenerArn: "arn:listener", securityGroup };
      LoadBalancer.fromAttributes(scope, "shared", attributes).addCertificate(scope, "own", {
        kind: "given",
        arn: "arn:aws:acm:eu-central-1:123456789012:certificate/2",
      });
    });
    expect(existing).toHaveResource(LbListenerCertificate, {
      listenerArn: "arn:listener",
      certificateArn: "arn:aws:acm:eu-central-1:123456789012:certificate/2",
    });
  });

  test("report the validation records that are created elsewhere, together with those of the default one", () => {
    testStack((scope) => {
      const elsewhere = (name: string) => ({ kind: "create", names: [name] }) as const;
      const loadBalancer = loadBalancerFor(scope, {
        certificate: elsewhere("app.example.com"),
        additionalCertificates: { shop: elsewhere("shop.example.org") },
      });
      expect(loadBalancer.validationRecords).toMatch(
        /^\$\{concat\(\[for o in .*"app\.example\.com".*\], \[for o in .*"shop\.example\.org".*\]\)\}$/,
      );
    });
    testStack((scope) => expect(loadBalancerFor(scope).validationRecords).toBeUndefined());
  });

  test("are at most 25, with names for their addresses", () => {
    const given = { kind: "given", arn: "arn:aws:acm:eu-central-1:123456789012:certificate/2" } as const;
    const certificates = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`c${index}`, given]));
    const withMany = (count: number) =>
      testStack((scope) => loadBalancerFor(scope, { additionalCertificates: certificates(count) }));
    expect(withMany(25)).toHaveResourceCount(LbListenerCertificate, 25);
    expect(() => withMany(26)).toThrow(
      'test/load-balancer: additionalCertificates must be at most 25, besides the default certificate, got "26 certificates".',
    );
    expect(() => testStack((scope) => loadBalancerFor(scope, { additionalCertificates: { "a b": given } }))).toThrow(
      'test/load-balancer: additionalCertificates must be names of 1 to 64 letters, digits and hyphens, got "a b".',
    );
  });
});

describe("listeners", () => {
  test("answer HTTPS under the policy that AWS recommends, with 404 where no application is", () => {
    expect(minimal).toHaveResource(LbListener, {
      loadBalancerArn: referenceTo(Lb, "arn"),
      port: 443,
      protocol: "HTTPS",
      sslPolicy: "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
      certificateArn: "arn:aws:acm:eu-central-1:123456789012:certificate/11111111-2222-3333-4444-555555555555",
      defaultAction: [{ type: "fixed-response", fixedResponse: { statusCode: "404", contentType: "text/plain" } }],
    });
  });

  test("send HTTP to HTTPS for good", () => {
    expect(minimal).toHaveResource(LbListener, {
      port: 80,
      protocol: "HTTP",
      defaultAction: [{ type: "redirect", redirect: { port: "443", protocol: "HTTPS", statusCode: "HTTP_301" } }],
    });
    expect(minimal).toHaveResourceCount(LbListener, 2);
  });

  test("take another policy on request", () => {
    const tlsPolicy = "ELBSecurityPolicy-TLS13-1-3-2021-06";
    const stack = testStack((scope) => loadBalancerFor(scope, { tlsPolicy }));
    expect(stack).toHaveResource(LbListener, { sslPolicy: tlsPolicy });
  });
});

test("an alias record makes a host name point at the load balancer, and follows its health", () => {
  const stack = testStack((scope) => {
    loadBalancerFor(scope).aliasRecord(scope, "alias-record", { zoneId: "Z0123456789" }, "app.example.com");
  });
  expect(stack).toHaveResource(Route53Record, {
    zoneId: "Z0123456789",
    name: "app.example.com",
    type: "A",
    alias: { name: referenceTo(Lb, "dns_name"), zoneId: referenceTo(Lb, "zone_id"), evaluateTargetHealth: true },
  });
});

test("records to create elsewhere are CNAMEs to the load balancer", () => {
  testStack((scope) => {
    const loadBalancer = loadBalancerFor(scope);
    expect(loadBalancer.dnsRecords(["app.example.com", "*.example.com"])).toEqual([
      { name: "app.example.com", type: "CNAME", value: loadBalancer.dnsName },
      { name: "*.example.com", type: "CNAME", value: loadBalancer.dnsName },
    ]);
    expect(() => loadBalancer.dnsRecords(["app"])).toThrow(
      'test/load-balancer: hostnames must be a host name in lower case, such as app.example.com, or *.example.com, got "app".',
    );
  });
});

test("the subnets of a load balancer are subnets of the network", () => {
  expect(minimal).toHaveResourceCount(Subnet, 6);
});

describe("a load balancer refuses", () => {
  const name = "1 to 32 letters, digits and hyphens, no hyphen at either end and not beginning with internal-";
  const cases: readonly [string, Partial<LoadBalancerProps>, string][] = [
    ["a name of 33 characters", { name: "a".repeat(33) }, `name must be ${name}, got "${"a".repeat(33)}".`],
    ["a name that ends with a hyphen", { name: "test-" }, `name must be ${name}, got "test-".`],
    ["a name that begins with internal-", { name: "internal-alb" }, `name must be ${name}, got "internal-alb".`],
    [
      "an idle timeout above AWS's limit",
      { idleTimeoutSeconds: 4001 },
      "idleTimeoutSeconds must be a whole number from 1 to 4000 seconds, got 4001.",
    ],
    ["to be open to nobody", { allowedCidrs: [] }, "allowedCidrs must be at least one network, got []."],
    [
      "an IPv6 network",
      { allowedCidrs: ["::/0"] },
      'allowedCidrs must be IPv4 networks without host bits, such as 10.0.0.0/16, got "::/0".',
    ],
  ];
  test.each(cases)("%s", (_, props, message) => {
    expect(() => testStack((scope) => loadBalancerFor(scope, props))).toThrow(`test/load-balancer: ${message}`);
  });

  test("a policy with TLS 1.0", () => {
    const tlsPolicy = "ELBSecurityPolicy-2016-08" as TlsPolicy;
    expect(() => testStack((scope) => loadBalancerFor(scope, { tlsPolicy }))).toThrow(
      /^test\/load-balancer: tlsPolicy must be one of ELBSecurityPolicy-TLS13-.*, got "ELBSecurityPolicy-2016-08"\.$/,
    );
  });

  test("to be the alias of something that is no host name", () => {
    expect(() =>
      testStack((scope) => {
        loadBalancerFor(scope).aliasRecord(scope, "alias-record", { zoneId: "Z1" }, "https://app.example.com");
      }),
    ).toThrow(
      'test: hostname must be a host name in lower case, such as app.example.com, or *.example.com, got "https://app.example.com".',
    );
  });
});

describe("a test listener", () => {
  const stackWith = (port: number, cidrs: readonly string[]) =>
    testStack((scope) => void loadBalancerFor(scope).addTestListener({ port, cidrs }));

  test("speaks HTTPS as the other one does, answers 404 until a rule wants the request, and is open to its networks alone", () => {
    const stack = stackWith(8443, ["10.0.0.0/16", "203.0.113.0/24"]);
    const [test, https] = ["test", "https"].map((id) => stack.resource(LbListener, { id }).properties);
    expect(test).toMatchObject({ port: 8443, protocol: "HTTPS", default_action: https?.default_action });
    expect(test?.ssl_policy).toBe(https?.ssl_policy);
    expect(test?.certificate_arn).toBe(https?.certificate_arn);
    const opened = stack
      .everyResource(VpcSecurityGroupIngressRule)
      .filter(({ properties }) => properties.from_port === 8443);
    expect(opened.map(({ properties }) => properties.cidr_ipv4)).toEqual(["10.0.0.0/16", "203.0.113.0/24"]);
  });

  test.each([
    ["users' own port", 443, ["10.0.0.0/16"], "testListener.port must be another port than 80 and 443, got 443."],
    ["port 0", 0, ["10.0.0.0/16"], "testListener.port must be a whole number from 1 to 65535, got 0."],
    ["nobody", 8443, [], "testListener.cidrs must be at least one network, got []."],
  ])("is not made for %s", (_, port, cidrs, message) => {
    expect(() => stackWith(port, cidrs)).toThrow(`test/load-balancer: ${message}`);
  });
});
