import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  DescribeListenerCertificatesCommand,
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeRulesCommand,
  ElasticLoadBalancingV2Client,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { Route53Zone } from "@cdktf/provider-aws/lib/route53-zone";
import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import { clientConfig, emulatorEnv, startEmulator, stopEmulator } from "../../lib/emulator";
import { findTerraform } from "../../lib/terraform";
import { ListenerRule, LoadBalancer, TargetGroup } from "../../modules/alb";
import { run } from "../../packages/common/process";
import { testStack } from "../../packages/jest-terraform";
import { networkFor } from "../modules/alb/parts";
import { writeConfiguration } from "./configuration";

const where = { account: "123456789012", region: "eu-central-1" };
const folder = mkdtempSync(join(tmpdir(), "load-balancing-"));
/** The emulator issues a certificate so many seconds after its records exist; those elsewhere are taken to exist at once. */
const env = { ...process.env, MOTO_ACM_VALIDATION_WAIT: "15" };
const options = { ...where, folder: join(folder, ".emulator"), env };

/** A public and an internal load balancer, and a rule of every kind. */
function system(scope: Construct): void {
  const network = networkFor(scope);
  const zones = new Map(
    ["example.com", "example.org"].map((name) => [name, new Route53Zone(scope, name.replace(".", "-"), { name })]),
  );
  const zone = (name: string) => zones.get(name.split(".").slice(-2).join("."));
  const shared = { network, deletionProtection: false, idleTimeoutSeconds: 30 };
  const loadBalancer = new LoadBalancer(scope, "public", {
    ...shared,
    name: "shop",
    certificate: { kind: "create", names: ["shop.example.com", "*.example.com", "www.example.org"], zone },
    additionalCertificates: { partner: { kind: "create", names: ["shop.partner.example", "*.partner.example"], zone } },
    accessLogs: { bucketName: "shop-logs", retentionDays: 90 },
  });
  loadBalancer.addTestListener({ port: 8443, cidrs: ["203.0.113.0/24"] });
  for (const [id, name] of Object.entries({ apex: "example.com", all: "*.example.com", other: "www.example.org" })) {
    const ownZone = zone(name);
    if (ownZone !== undefined) loadBalancer.aliasRecord(scope, `alias-${id}`, ownZone, name);
  }
  new TerraformOutput(scope, "validation_records", { value: loadBalancer.validationRecords });
  new TerraformOutput(scope, "dns_records", { value: loadBalancer.dnsRecords(["shop.partner.example"]) });

  const internal = new LoadBalancer(scope, "internal", {
    ...shared,
    name: "orders",
    internal: true,
    certificate: { kind: "create", names: ["orders.example.com"], zone },
    accessLogs: { bucketName: "orders-logs", retentionDays: 90 },
  });
  const group = { network, port: 8080, targetType: "ip", deregistrationDelaySeconds: 30 } as const;
  const web = new TargetGroup(scope, "web", {
    ...group,
    namePrefix: "web-",
    protocol: "HTTPS",
    protocolVersion: "HTTP2",
    healthCheck: { path: "/up", port: 8081, protocol: "HTTP", matcher: "200-299" },
    stickinessSeconds: 3600,
    stickinessCookie: "_session",
    algorithm: "weighted_random",
    minimumForDns: { count: 2 },
    minimumForRouting: { count: 2, percent: 50 },
  });
  const orders = new TargetGroup(scope, "orders", {
    ...group,
    namePrefix: "ord-",
    protocolVersion: "GRPC",
    healthCheck: { path: "/grpc.health.v1.Health/Check" },
    slowStartSeconds: 30,
    crossZone: false,
  });

  const { arn: listenerArn } = loadBalancer.httpsListener;
  new ListenerRule(scope, "every-condition", {
    listenerArn,
    priority: 10,
    hostHeaders: ["shop.example.com"],
    pathPatterns: ["/api/*"],
    methods: ["POST"],
    headers: { "X-Environment": ["canary*"] },
    queryStrings: [{ key: "version", value: "2" }],
    targetGroup: web,
  });
  new ListenerRule(scope, "staff", {
    listenerArn,
    priority: 20,
    pathPatterns: ["/staff/*"],
    sourceCidrs: ["203.0.113.0/24", "2001:db8::/32"],
    queryStrings: [{ value: "draft" }],
    headers: { "X-Team": ["a"] },
    targetGroup: web,
    login: {
      loadBalancer,
      userPoolArn: `arn:aws:cognito-idp:${where.region}:${where.account}:userpool/eu-central-1_AbCdEfGhI`,
      clientId: "1example23456789",
      domain: "acorn-staff",
      scope: "openid email",
      requestParameters: { identity_provider: "Okta" },
    },
  });
  const www = { listenerArn, hostHeaders: ["www.example.org"] };
  new ListenerRule(scope, "www", { ...www, priority: 30, redirect: { host: "shop.example.com", query: "" } });
  const maintenance = {
    statusCode: 503,
    contentType: "application/json",
    messageBody: '{"maintenance":true}',
  } as const;
  new ListenerRule(scope, "maintenance", {
    listenerArn,
    priority: 40,
    pathPatterns: ["/old/*"],
    fixedResponse: maintenance,
  });
  new ListenerRule(scope, "orders-rule", {
    listenerArn: internal.httpsListener.arn,
    priority: 10,
    pathPatterns: ["/*"],
    targetGroup: orders,
  });
}

let terraform: (...args: readonly string[]) => Promise<{ readonly code: number; readonly output: string }>;
let elb: ElasticLoadBalancingV2Client;
const apply = () => terraform("apply", "-auto-approve", "-input=false", "-no-color");

beforeAll(async () => {
  const emulator = await startEmulator({ ...options, endsWithThisProcess: true });
  const { binary, env: base } = await findTerraform();
  const inFolder = { cwd: folder, env: emulatorEnv(emulator, base) };
  terraform = async (...args) => {
    const { code, stdout, stderr } = await run(binary, args, inFolder);
    return { code, output: `${stdout}${stderr}` };
  };
  elb = new ElasticLoadBalancingV2Client(clientConfig(emulator));
  writeConfiguration(folder, testStack(system, where).json);
  await terraform("init", "-input=false", "-no-color");
});

afterAll(async () => {
  await stopEmulator(options);
  rmSync(folder, { recursive: true, force: true });
});

const balancerOf = async (name: string) =>
  (await elb.send(new DescribeLoadBalancersCommand({ Names: [name] }))).LoadBalancers?.[0];

const listenersOf = async (name: string) => {
  const { LoadBalancerArn } = (await balancerOf(name)) ?? {};
  const { Listeners = [] } = await elb.send(new DescribeListenersCommand({ LoadBalancerArn }));
  return new Map(Listeners.map(({ Port, ListenerArn }) => [Port, ListenerArn]));
};

test("the first apply ends with the records to create elsewhere, and an output has them", async () => {
  const { code, output } = await apply();
  expect({ code, output }).toEqual({ code: 1, output: expect.stringMatching(/Resource precondition failed/) });
  expect(output.match(/Error: /g)).toHaveLength(1);
  const text = output.replace(/\s+/g, " ");
  expect(text).toMatch(/The certificate for shop\.partner\.example, \*\.partner\.example is PENDING_VALIDATION/);
  expect(text).toMatch(/ _\w+\.shop\.partner\.example\. CNAME _\w+\.\S+/);
  const records = JSON.parse((await terraform("output", "-json", "validation_records")).output) as unknown;
  expect(records).toEqual([
    { name: expect.stringMatching(/^_\w+\.partner\.example\.$/), type: "CNAME", value: expect.stringMatching(/^_/) },
    {
      name: expect.stringMatching(/^_\w+\.shop\.partner\.example\.$/),
      type: "CNAME",
      value: expect.stringMatching(/^_/),
    },
  ]);
});

test("once the certificate is issued the same apply completes, and the next plan is empty", async () => {
  const { code, output } = await apply();
  expect({ code, output }).toMatchObject({ code: 0 });
  const plan = await terraform("plan", "-input=false", "-no-color", "-detailed-exitcode");
  expect(plan).toEqual({ code: 0, output: expect.stringContaining("No changes.") });
});

test("the additional certificate is on the HTTPS listener and the test listener", async () => {
  const listeners = await listenersOf("shop");
  expect([...listeners.keys()].sort((a = 0, b = 0) => a - b)).toEqual([80, 443, 8443]);
  for (const port of [443, 8443]) {
    const request = new DescribeListenerCertificatesCommand({ ListenerArn: listeners.get(port) });
    const { Certificates = [] } = await elb.send(request);
    expect(Certificates.map(({ IsDefault }) => IsDefault)).toEqual([true, false]);
  }
});

test("the internal load balancer is internal, the other one is not", async () => {
  expect(await balancerOf("orders")).toMatchObject({ Scheme: "internal" });
  expect(await balancerOf("shop")).toMatchObject({ Scheme: "internet-facing" });
});

test("rules are what they say", async () => {
  const ListenerArn = (await listenersOf("shop")).get(443);
  const { Rules = [] } = await elb.send(new DescribeRulesCommand({ ListenerArn }));
  const rule = (priority: number) => Rules.find(({ Priority }) => Priority === `${priority}`);
  expect(
    rule(10)
      ?.Conditions?.map(({ Field }) => Field)
      .sort(),
  ).toEqual(["host-header", "http-header", "http-request-method", "path-pattern", "query-string"]);
  expect(rule(20)?.Actions?.map(({ Type, Order }) => [Order, Type])).toEqual([
    [1, "authenticate-cognito"],
    [2, "forward"],
  ]);
  expect(rule(30)?.Actions).toMatchObject([
    { RedirectConfig: { Host: "shop.example.com", Path: "/#{path}", Query: "", StatusCode: "HTTP_301" } },
  ]);
  expect(rule(40)?.Actions).toMatchObject([{ FixedResponseConfig: { StatusCode: "503" } }]);
});

test("all of it can be destroyed", async () => {
  expect(await terraform("destroy", "-auto-approve", "-input=false", "-no-color")).toMatchObject({ code: 0 });
  expect(await elb.send(new DescribeLoadBalancersCommand({}))).toMatchObject({ LoadBalancers: [] });
});
