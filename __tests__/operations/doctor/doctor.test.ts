import type { EC2Client } from "@aws-sdk/client-ec2";
import type { ECSClient } from "@aws-sdk/client-ecs";
import type { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { RDSClient } from "@aws-sdk/client-rds";
import type { ECRClient } from "@aws-sdk/client-ecr";
import type { Route53Client } from "@aws-sdk/client-route-53";
import type { S3Client } from "@aws-sdk/client-s3";
import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { STSClient } from "@aws-sdk/client-sts";
import { shop } from "../../fixtures/shop";
import { checkEnvironment, checkMachine, isDeployed, type Clients } from "../../../operations/doctor/doctor";
import { describeFindings } from "../../../operations/doctor/finding";
import type { AskQuota } from "../../../operations/doctor/quotas";
import { awsFailure, fakeClient, type Answers } from "../task/fake-client";

const manifest = JSON.stringify({ manifests: [{ digest: "sha256:1", platform: { architecture: "amd64" } }] });
const zone = (name: string, privateZone = false) => ({ Name: `${name}.`, Config: { PrivateZone: privateZone } });
const there = { ZoneName: "eu-central-1a", State: "available" };

/** An account in which everything is in order; `answers` changes what some calls return. */
function account(answers: Answers = {}): Clients {
  const client = <T>(own: Answers) => fakeClient<T>({ ...own, ...answers }).client;
  return {
    sts: Object.assign(client<STSClient>({ GetCallerIdentity: {} }), {
      middlewareStack: { add: () => undefined },
    }) as STSClient,
    ec2: client<EC2Client>({
      DescribeAvailabilityZones: {
        AvailabilityZones: shop.network.zones.map((ZoneName) => ({ ZoneName, State: "available" })),
      },
      DescribeRegions: { Regions: [{ OptInStatus: "opt-in-not-required" }] },
      DescribeAddresses: { Addresses: [{}] },
      DescribeVpcs: { Vpcs: [{}] },
      DescribeInstances: {
        Reservations: [
          {
            Instances: [
              { CpuOptions: { CoreCount: 2, ThreadsPerCore: 2 } },
              { CpuOptions: { CoreCount: 8, ThreadsPerCore: 1 }, InstanceLifecycle: "spot" },
            ],
          },
        ],
      },
    }),
    ecs: client<ECSClient>({ DescribeClusters: { clusters: [] } }),
    elb: client<ElasticLoadBalancingV2Client>({
      DescribeLoadBalancers: { LoadBalancers: [{ Type: "application" }, { Type: "network" }] },
    }),
    rds: client<RDSClient>({ DescribeDBInstances: { DBInstances: [] } }),
    ecr: client<ECRClient>({ BatchGetImage: { images: [{ imageManifest: manifest }] } }),
    route53: client<Route53Client>({
      ListHostedZonesByName: { HostedZones: [zone("acorn.example"), zone("acorn.example", true)] },
    }),
    s3: client<S3Client>({ HeadBucket: {}, GetObject: awsFailure("NoSuchKey", "none", 404) }),
    secrets: client<SecretsManagerClient>({ DescribeSecret: { VersionIdsToStages: { a: ["AWSCURRENT"] } } }),
  };
}

test("DNS elsewhere needs no hosted zone", async () => {
  const elsewhere = { ...shop, domain: { ...shop.domain, records: "by-hand" as const } } as typeof shop;
  const found = await checkEnvironment(elsewhere, account({ ListHostedZonesByName: { HostedZones: [] } }), true);
  expect(describeFindings(found)).toMatch(/^- hosted zone +not needed: domain\.records is by-hand$/m);
});

const findings = (answers: Answers = {}) => checkEnvironment(shop, account(answers), true);

test("an account that is ready has nothing to fix", async () => {
  const found = await findings();
  expect(found.filter(({ state }) => state === "bad")).toEqual([]);
  expect(describeFindings(found)).toMatch(/^✔ hosted zone +acorn\.example is public, and there is one$/m);
  expect(describeFindings(found)).toMatch(/^- quotas +the emulator has no quotas$/m);
});

test("every image of every service is looked for, and the one that is missing is named", async () => {
  const { images, services } = shop;
  const app = services.web!.containers.app!;
  const environment = {
    ...shop,
    images: { ...images, proxy: { ...images.app!, key: "proxy", repository: "proxy", tag: "7" } },
    services: {
      web: {
        ...services.web!,
        containers: { ...services.web!.containers, proxy: { ...app, image: { key: "proxy" } } },
      },
    },
  };
  const asked: string[] = [];
  const BatchGetImage = ({ repositoryName }: { readonly repositoryName: string }) => {
    asked.push(repositoryName);
    const missing = { images: [], failures: [{ failureCode: "ImageNotFound" }] };
    return repositoryName === "proxy" ? missing : { images: [{ imageManifest: manifest }] };
  };
  const found = await checkEnvironment(environment, account({ BatchGetImage }), true);
  expect(new Set(asked)).toEqual(new Set(["acorn-production", "proxy"]));
  const image = found.find(({ name }) => name === "image");
  expect(JSON.stringify(image)).toContain("scripts/build-and-push.sh production proxy=7 APPLICATION_FOLDER");
});

test.each<[string, Answers, string, RegExp]>([
  [
    "zones that the account lacks",
    { DescribeAvailabilityZones: { AvailabilityZones: [there] } },
    "zones",
    /no eu-central-1b and eu-central-1c in eu-central-1.*among eu-central-1a/,
  ],
  [
    "a region that is not enabled",
    { DescribeRegions: { Regions: [{ OptInStatus: "not-opted-in" }] } },
    "region",
    /has not enabled eu-central-1.*aws account enable-region/,
  ],
  [
    "no hosted zone",
    { ListHostedZonesByName: { HostedZones: [zone("other.com")] } },
    "hosted zone",
    /there is no public hosted zone acorn\.example.*create it/,
  ],
  [
    "two hosted zones",
    { ListHostedZonesByName: { HostedZones: [zone("acorn.example"), zone("acorn.example")] } },
    "hosted zone",
    /2 public hosted zones/,
  ],
  [
    "no state bucket",
    { HeadBucket: awsFailure("NotFound", "none", 404) },
    "state bucket",
    /there is no bucket .*\.\/platform bootstrap production/,
  ],
  [
    "a state bucket of others",
    { HeadBucket: awsFailure("Forbidden", "no", 403) },
    "state bucket",
    /belongs to another account/,
  ],
  ["locks", { GetObject: {} }, "locks", /production-foundation\.tfstate\.tflock.* are held/],
  [
    "no image",
    { BatchGetImage: { images: [], failures: [{ failureCode: "ImageNotFound" }] } },
    "image",
    /there is no image production-305.*build-and-push/,
  ],
  [
    "secrets without a value",
    { DescribeSecret: {} },
    "secrets",
    /PAYMENT_KEY.* have no value.*secrets production set NAME/,
  ],
  [
    "secrets that are not deployed",
    { DescribeSecret: awsFailure("ResourceNotFoundException") },
    "secrets",
    /no secret is deployed yet/,
  ],
  [
    "calls that are not allowed",
    { DescribeAvailabilityZones: awsFailure("UnauthorizedOperation") },
    "zones",
    /these credentials are not allowed/,
  ],
])("%s are found, with what to do", async (_, answers, name, text) => {
  const found = (await findings(answers)).find((one) => one.name === name);
  expect(found).toMatchObject({ state: "bad" });
  expect(`${found?.text} ${found?.fix}`).toMatch(text);
});

describe("quotas", () => {
  const quotas = async (ask: AskQuota, answers: Answers = {}) =>
    (await checkEnvironment(shop, account(answers), false, ask)).find(({ name }) => name === "quotas");
  const of =
    (values: Readonly<Record<string, number>>): AskQuota =>
    (_, service, code) =>
      Promise.resolve(values[`${service} ${code}`] ?? 1000);

  test("that suffice are named with what is used and needed", async () => {
    const found = await quotas(of({}));
    expect(found).toMatchObject({ state: "good" });
    expect(found?.text).toMatch(/vCPUs of On-Demand instances \d+ of 1000.*VPCs 2 of 1000.*Load Balancers 2 of 1000/);
  });

  test("that do not suffice beside what runs already are found, each with its page", async () => {
    const found = await quotas(of({ "ec2 L-1216C47A": 5, "vpc L-F678F1CE": 1 }));
    expect(found).toMatchObject({
      state: "bad",
      fix: expect.stringMatching(/services\/ec2\/quotas .*services\/vpc\/quotas/),
    });
    expect(found?.text).toMatch(
      /On-Demand instances: \d+ needed beside 4, and the account may have 5; VPCs: 1 needed beside 1/,
    );
  });

  test("of an environment that is deployed are compared with its own need alone", async () => {
    const answers = { DescribeClusters: { clusters: [{ status: "ACTIVE" }] } };
    expect(await quotas(of({ "vpc L-F678F1CE": 1 }), answers)).toMatchObject({ state: "good" });
    expect(await isDeployed(account(answers), shop)).toBe(true);
    expect(await isDeployed(account({ DescribeClusters: { clusters: [{ status: "INACTIVE" }] } }), shop)).toBe(false);
  });

  test("that cannot be asked are no trouble, and what is needed is named", async () => {
    const found = await quotas(() => Promise.resolve(undefined));
    expect(found).toMatchObject({ state: "skipped", text: expect.stringContaining("1 VPCs") });
  });
});

test("this machine has a Node.js and a Terraform", async () => {
  expect((await checkMachine()).map(({ name, state }) => `${name}: ${state}`)).toEqual([
    "Node.js: good",
    "Terraform: good",
  ]);
});
