import { twoServices } from "../../../scripts/output/two-services-environment";
import { shop } from "../../fixtures/shop";
import { adopt as schema } from "../../../modules/platform/environment/schema/adopt";
import { adopt } from "../../../operations/adopt/adopt";
import type { Found } from "../../../operations/adopt/found";
import { propose } from "../../../operations/adopt/propose";
import { freeBlocks } from "../../../operations/adopt/propose-network";
import { found, network, taskDefinition } from "./parts";
import { adoptable } from "../../../operations/adopt/target";

const production = adoptable(shop);

const proposal = (change: Partial<Found> = {}) => propose(production, { ...found, ...change });
const remarks = (change: Partial<Found>) => proposal(change).remarks.join("\n");

test("the whole section is what the schema takes", () => {
  const { securityGroups: _, ...adopt } = proposal().adopt;
  expect(schema.safeParse({ ...adopt, network: undefined }).error).toBeUndefined();
});

test("fields that say something else than what is there are reported, with both values", () => {
  expect(proposal().changes.map(({ path, to }) => [path, to])).toEqual([
    ["network.cidr", "10.0.0.0/16"],
    // NAT is in the second zone, and a single gateway is the first zone's.
    ["network.zones", ["eu-central-1b", "eu-central-1a"]],
    ["network.nat", "one"],
    ["loadBalancer.name", "web"],
    ["domain.certificateArn", found.loadBalancer?.https?.certificateArn],
  ]);
});

test("a database is reported as it is: nothing of it is resized by taking it over", () => {
  const database = { ...found.database!, instanceClass: "db.t4g.large", storageGiB: 800, multiAz: false };
  const changes = proposal({ database }).changes.filter(({ path }) => path.startsWith("database."));
  expect(changes.map(({ path, from, to }) => `${path} ${String(from)} ${String(to)}`)).toEqual([
    "database.instanceClass db.m7g.large db.t4g.large",
    "database.storageGiB 100 800",
    "database.maximumStorageGiB 500 800",
    "database.multiAz true false",
  ]);
});

test("a VPC is taken over with its subnets, and isolated ones get addresses that are free", () => {
  expect(proposal().adopt.network).toEqual({
    vpc: "vpc-0a1b2c3d",
    internetGateway: "igw-0a1b2c3d",
    subnets: {
      public: {
        "eu-central-1b": { id: "subnet-0000000b", cidr: "10.0.16.0/20", routeTable: "rtb-1" },
        "eu-central-1a": { id: "subnet-0000000a", cidr: "10.0.0.0/20", routeTable: "rtb-1" },
      },
      private: {
        "eu-central-1b": { id: "subnet-0000000d", cidr: "10.0.240.0/20", routeTable: "rtb-3" },
        "eu-central-1a": { id: "subnet-0000000c", cidr: "10.0.128.0/20", routeTable: "rtb-2" },
      },
      isolated: { "eu-central-1b": { cidr: "10.0.224.0/20" }, "eu-central-1a": { cidr: "10.0.208.0/20" } },
    },
    natGateways: { "eu-central-1b": { id: "nat-0a1b2c3d", address: "eipalloc-0a1b2c3d" } },
    endpoints: { s3: "vpce-0000000a" },
  });
  expect(proposal().remarks).toContainEqual("VPC endpoints that stay as they are, owned by nobody: sqs.");
});

test("a VPC of another shape is used without being owned", () => {
  const one = { ...network, subnets: network.subnets.filter(({ zone }) => zone === "eu-central-1a") };
  expect(proposal({ network: one }).adopt.network).toBeUndefined();
  expect(remarks({ network: one })).toContain(
    'existing: { vpcId: "vpc-0a1b2c3d", publicSubnetIds: ["subnet-0000000a"]',
  );
});

test("free addresses are found between those that are taken, smaller where there is less room", () => {
  const subnet = (cidr: string) => ({ id: "", zone: "", cidr, egress: "none" as const });
  const free = (cidrs: readonly string[], count: number) =>
    freeBlocks({ cidr: "10.0.0.0/22", subnets: cidrs.map(subnet) }, count);
  expect(free([], 2)).toEqual(["10.0.3.192/26", "10.0.3.128/26"]);
  expect(free(["10.0.0.0/23", "10.0.2.0/24", "10.0.3.0/25", "10.0.3.128/26"], 2)).toEqual([
    "10.0.3.224/27",
    "10.0.3.192/27",
  ]);
  expect(free(["10.0.0.0/22"], 1)).toEqual([]);
});

test("a security group that several share goes to the first, and the others are warned", () => {
  const shared = proposal({ database: { ...found.database!, securityGroups: ["sg-ecs", "sg-default"] } });
  expect(shared.adopt.securityGroups).toMatchObject({ instances: { id: "sg-ecs" } });
  expect(shared.adopt.securityGroups?.database).toBeUndefined();
  expect(shared.remarks.join("\n")).toContain("The database shares the security group sg-ecs with the instances");
  expect(shared.remarks.join("\n")).toContain("The database has the VPC's default security group sg-default");
});

test("a service without capacity providers keeps its launch type", () => {
  expect(proposal({ service: { ...found.service!, capacityProviders: [] } }).adopt.service).toEqual({
    launchType: "EC2",
  });
  expect(proposal().adopt.service).toEqual({});
});

test("a role that is both execution and task role has one owner", () => {
  const role = { name: "both", path: "/service-role/" };
  const { adopt, remarks } = proposal({ roles: { execution: role, task: role } });
  expect(adopt.roles).toEqual({ execution: role });
  expect(remarks).toContainEqual(
    "Execution role and task role are both both: the first takes it, a task role is made.",
  );
});

test("what has no name of its own goes by its Terraform address", () => {
  expect(proposal({ accessLogsBucket: true }).adopt.imports).toEqual({
    "production-data/aws_s3_bucket_policy.storage_private_policy": "acorn-production-files-111122223333",
    "production-foundation/aws_ecr_lifecycle_policy.repository_lifecycle-policy": "acorn-production",
    "production-foundation/aws_s3_bucket.load-balancer_access-logs_bucket": "acorn-production-alb-logs-111122223333",
  });
});

describe("what is not found, or cannot be taken over, is reported", () => {
  test.each<[string, Partial<Found>, string]>([
    ["a cluster", { cluster: false }, "No cluster Acorn-Production-Cluster was found: it is made."],
    ["a service", { service: undefined }, "No service Acorn-Production was found: it is made."],
    ["a load balancer", { loadBalancer: undefined }, "No load balancer was found"],
    ["a VPC", { network: undefined }, "No VPC was found"],
    ["a database", { database: undefined }, "No database acorn-production was found"],
    ["a bucket", { bucket: undefined }, "No bucket acorn-production-files-111122223333 was found"],
    ["capacity", { capacity: undefined }, "The cluster has no capacity provider"],
    ["a record that is no alias", { otherRecord: "CNAME" }, "has a CNAME record that is no alias"],
    [
      "a database of another version",
      { database: { ...found.database!, engineVersion: "16.3" } },
      "has version 16.3 on port 5432, and only 17 on 5432 is taken over",
    ],
    ["no encryption", { database: { ...found.database!, encrypted: false } }, "The database is not encrypted"],
    [
      "targets of another type",
      { loadBalancer: { ...found.loadBalancer!, targetGroup: { arn: "", name: "tg", port: 80, type: "ip" } } },
      "targets of type ip, which networkMode bridge cannot use",
    ],
    [
      "another network mode",
      { taskDefinition: { ...taskDefinition, networkMode: "awsvpc" } },
      "Its network mode is awsvpc, and services.web.networkMode is bridge",
    ],
    [
      "a part of a secret",
      {},
      "PAYMENT_KEY is a part of the secret arn:aws:secretsmanager:eu-central-1:111122223333:secret:all-AbCdEf.",
    ],
    ["a secret in plain text", {}, "SEARCH_KEY is in plain text in the task definition"],
    ["a secret", {}, "FILES_KEY was not found. A secret acorn/production/FILES_KEY is made"],
  ])("%s", (_, change, words) => {
    expect(remarks(change)).toContain(words);
  });

  test("and a value of a secret is never shown", () => {
    expect(JSON.stringify(proposal())).not.toContain("sk-plain-text");
  });
});

test("an environment whose image has a name of its own is refused before the account is read", async () => {
  const environment = twoServices(found.loadBalancer?.https?.certificateArn ?? "");
  const options = { plan: false, env: {}, onNotice: () => {} };
  await expect(adopt(environment, { region: environment.region }, options)).rejects.toThrow(
    "the image of the service must be called app in images to be adopted, got web; call it app in environments/two-services.ts",
  );
});
