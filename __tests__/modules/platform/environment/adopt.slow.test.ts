import { defineEnvironment } from "../../../../modules/platform/environment";
import { changed, problems, shop, shopInput, type Change } from "../../../fixtures/shop";

const existingNetwork = {
  zones: shopInput.network.zones,
  existing: {
    vpcId: "vpc-0a1b2c3d",
    publicSubnetIds: ["subnet-0000000a", "subnet-0000000b"],
    privateSubnetIds: ["subnet-0000000c"],
    isolatedSubnetIds: ["subnet-0000000d", "subnet-0000000e"],
  },
};

/** The network of the shop replaced by one that others own. */
const otherNetwork = {
  network: { cidr: undefined, nat: undefined, endpoints: undefined, egressPorts: [443], ...existingNetwork },
};

test("an environment without adopt takes nothing over", () => {
  expect(shop.adopt).toBeUndefined();
});

test("what adopt leaves out has its default: nothing", () => {
  expect(defineEnvironment(changed({ adopt: {} })).adopt).toEqual({
    cluster: false,
    capacity: {},
    logGroups: [],
    roles: {},
    secrets: {},
    securityGroups: {},
    imports: {},
  });
});

test.each<[string, Change, string]>([
  [
    "an id of another kind",
    { network: { vpc: "subnet-0a1b2c3d" } },
    'adopt.network.vpc must be an id such as vpc-0a1b2c3d4e5f60718; got "subnet-0a1b2c3d"',
  ],
  [
    "a zone that the network does not have",
    { network: { vpc: "vpc-0a1b2c3d", subnets: { public: { "eu-central-1f": { cidr: "10.20.0.0/20" } } } } },
    'adopt.network.subnets.public.eu-central-1f must be one of network.zones: eu-central-1a, eu-central-1b, eu-central-1c; got "eu-central-1f"; did you mean "eu-central-1a"?',
  ],
  [
    "a capacity provider without its group",
    { capacity: { capacityProvider: "cp" } },
    "adopt.capacity.autoScalingGroup must be given with capacityProvider, which cannot move to another group; got nothing",
  ],
  [
    "a secret that the application does not read",
    {
      secrets: {
        OTHER: { arn: "arn:aws:secretsmanager:eu-central-1:111122223333:secret:other-AbCdEf", name: "other" },
      },
    },
    'adopt.secrets.OTHER must be one of the names in secrets: DATABASE_PASSWORD, SESSION_KEY, PAYMENT_KEY, MAIL_KEY, SEARCH_KEY, FILES_KEY; got "OTHER"',
  ],
  [
    "an address without its stack",
    { imports: { "aws_s3_bucket.files": "files" } },
    'adopt.imports.aws_s3_bucket.files must be named with <stack>/<type>.<name>; got "aws_s3_bucket.files"',
  ],
])("adopt refuses %s", (_, adopt, problem) => {
  expect(problems({ adopt })).toEqual([problem]);
});

test("what is used without being owned cannot be taken over", () => {
  expect(problems({ ...otherNetwork, adopt: { network: { vpc: "vpc-0a1b2c3d" } } })).toEqual([
    expect.stringContaining("adopt.network must be left out, since network.existing is not owned"),
  ]);
});

test("an existing network, load balancer or database is checked field by field, like one that is made", () => {
  expect(
    problems({
      network: {
        ...otherNetwork.network,
        existing: { ...existingNetwork.existing, publicSubnetIds: ["subnet-0000000a"] },
      },
      loadBalancer: {
        name: "web",
        accessLogsBucket: undefined,
        existing: { arn: "web", httpsListenerArn: "web", securityGroupId: "sg-0a1b2c3d" },
      },
      database: {
        version: undefined,
        instanceClass: undefined,
        storageGiB: undefined,
        maximumStorageGiB: undefined,
        multiAz: undefined,
        existing: { host: "db.example.com", storageGiB: 20 },
      },
    }),
  ).toEqual([
    'network.existing.publicSubnetIds must be at least 2 subnets, in different zones; got ["subnet-0000000a"]',
    'loadBalancer.existing.arn must be the ARN of a load balancer of an Application Load Balancer; got "web"',
    'loadBalancer.existing.httpsListenerArn must be the ARN of a listener of an Application Load Balancer; got "web"',
    "database.existing.securityGroupId must be given (string); got nothing",
    "database.existing.passwordSecretArn must be given (string); got nothing",
    'database.existing.storageGiB unknown field "storageGiB"; the fields here are engine, host, port, securityGroupId, passwordSecretArn and passwordKeyArn',
  ]);
});
