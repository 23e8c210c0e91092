import { defineEnvironment, EnvironmentError, type EnvironmentInput } from "../../../../modules/platform/environment";
import { production } from "../../../../environments/production";

type Change = { readonly [key: string]: unknown };

function problems(change: Change): readonly string[] {
  try {
    defineEnvironment({ ...production, ...change } as EnvironmentInput);
    return [];
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    return error.problems.map(
      ({ path, allowed, got, message = `must be ${allowed}; got ${got}` }) => `${path} ${message}`,
    );
  }
}

const existingNetwork = {
  zones: production.network.zones,
  existing: {
    vpcId: "vpc-0a1b2c3d",
    publicSubnetIds: ["subnet-0000000a", "subnet-0000000b"],
    privateSubnetIds: ["subnet-0000000c"],
    isolatedSubnetIds: ["subnet-0000000d", "subnet-0000000e"],
  },
};

test("an environment without adopt takes nothing over", () => {
  expect(production.adopt).toBeUndefined();
});

test("what adopt leaves out has its default: nothing", () => {
  expect(defineEnvironment({ ...production, adopt: {} } as EnvironmentInput).adopt).toEqual({
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
    { network: { vpc: "vpc-0a1b2c3d", subnets: { public: { "us-east-1f": { cidr: "10.20.0.0/20" } } } } },
    'adopt.network.subnets.public must be by zone of network.zones: us-east-1a, us-east-1b, us-east-1c; got "us-east-1f"',
  ],
  [
    "a capacity provider without its group",
    { capacity: { capacityProvider: "cp" } },
    "adopt.capacity.autoScalingGroup must be given with capacityProvider, which cannot move to another group; got nothing",
  ],
  [
    "a secret that the application does not read",
    { secrets: { OTHER: { arn: "arn:aws:secretsmanager:us-east-1:760042596542:secret:other-AbCdEf", name: "other" } } },
    'adopt.secrets must be names of secrets.sources: POSTGRES_PROD_PASSWORD, RAILS_MASTER_KEY, SECRET_KEY_BASE, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, S3_STORAGE_KEY, S3_STORAGE_SECRET, SENDGRID_API_KEY, OPENAI_API_KEY; got "OTHER"',
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
  expect(problems({ network: existingNetwork, adopt: { network: { vpc: "vpc-0a1b2c3d" } } })).toEqual([
    expect.stringContaining("adopt.network must be left out, since network.existing is not owned"),
  ]);
});

test("an existing network, load balancer or database is checked field by field, like one that is made", () => {
  expect(
    problems({
      network: { ...existingNetwork, existing: { ...existingNetwork.existing, publicSubnetIds: ["subnet-0000000a"] } },
      loadBalancer: { name: "web", existing: { arn: "web", httpsListenerArn: "web", securityGroupId: "sg-0a1b2c3d" } },
      database: { identifier: "db", name: "db", username: "app", existing: { host: "db.example.com", storageGiB: 20 } },
    }),
  ).toEqual([
    'network.existing.publicSubnetIds must be at least 2 subnets, in different zones; got ["subnet-0000000a"]',
    'loadBalancer.existing.arn must be the ARN of a load balancer of an Application Load Balancer; got "web"',
    'loadBalancer.existing.httpsListenerArn must be the ARN of a listener of an Application Load Balancer; got "web"',
    "database.existing.securityGroupId must be given (string); got nothing",
    "database.existing.passwordSecretArn must be given (string); got nothing",
    'database.existing.storageGiB unknown field "storageGiB"; the fields here are host, port, securityGroupId, passwordSecretArn and passwordKeyArn',
  ]);
});
