import { environments } from "../../../helpers/environments";
import { defineEnvironment, EnvironmentError, type EnvironmentInput } from "../../../../modules/platform/environment";
import { production } from "../../../../environments/production";
import { staging } from "../../../../environments/staging";

type Change = { readonly [key: string]: unknown };

/** Production with some fields changed; `undefined` takes a field away. */
function changed(changes: Change): EnvironmentInput {
  const merge = (value: unknown, change: unknown): unknown =>
    isPlain(value) && isPlain(change)
      ? Object.fromEntries(
          [...new Set([...Object.keys(value), ...Object.keys(change)])].map((key) => [
            key,
            key in change ? merge(value[key], change[key]) : value[key],
          ]),
        )
      : change;
  return merge(production, changes) as EnvironmentInput;
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function problems(changes: Change): readonly string[] {
  try {
    defineEnvironment(changed(changes));
    return [];
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    return error.problems.map(
      ({ path, allowed, got, message = `must be ${allowed}; got ${got}` }) => `${path} ${message}`,
    );
  }
}

const web = "ma-mangoops-production";
const worker = "ma-mangoops-production-worker";

test("both environments of the project are right, and have different names", () => {
  expect(environments.map(({ name }) => name)).toEqual(["production", "staging"]);
});

test("staging differs from production by values only", () => {
  const fields = (environment: typeof production) =>
    Object.entries(environment)
      .flatMap(([section, value]) =>
        isPlain(value) && section !== "task" ? Object.keys(value).map((field) => `${section}.${field}`) : [section],
      )
      .sort();
  expect(fields(staging)).toEqual(fields(production));
});

test("what an environment leaves out has the documented default", () => {
  expect(production.service.deployment).toEqual({
    strategy: "rolling",
    minimumHealthyPercent: 100,
    maximumPercent: 200,
    rollback: true,
  });
  expect(production.task.scheduled).toEqual({});
  expect(production.service.taskProtection).toBe(true);
  expect(production.service.deregistrationDelaySeconds).toBe(60);
  expect(production.deletionProtection).toBe(true);
});

test("zero is a number, not a missing value", () => {
  expect(defineEnvironment(changed({ service: { minimum: 0, desired: 0 } })).service.desired).toBe(0);
});

test("an instance type that is newer than the bundled table is taken when it is marked as such", () => {
  const { capacity } = defineEnvironment(
    changed({ capacity: { instanceTypes: ["m7i.large", { unlisted: "m99i.large" }] } }),
  );
  expect(capacity.instanceTypes).toEqual(["m7i.large", "m99i.large"]);
});

test("all problems are reported at once, aligned, and the environment is named", () => {
  const define = () =>
    defineEnvironment(changed({ account: 760042596542, service: { imageTag: "latest" }, capacity: { minimum: 9 } }));
  expect(define).toThrow(
    [
      'environment "production" has 3 problems; nothing was written',
      "",
      "  account           must be 12 digits in quotes; got 760042596542",
      '  service.imageTag  must be 1 to 128 letters, digits and _ . -, and not latest; got "latest"',
      "  capacity.minimum  must be at most capacity.maximum 4; got 9",
      "",
    ].join("\n"),
  );
});

describe("refused", () => {
  test.each<[string, Change, string]>([
    [
      "a field that does not exist",
      { colour: "red" },
      expect.stringMatching(/^colour unknown field "colour"; the fields here are name, application, /),
    ],
    ["a missing section", { domain: undefined }, "domain must be given (object); got nothing"],
    ["a missing field", { database: { multiAz: undefined } }, "database.multiAz must be given (boolean); got nothing"],
    ["a value of another type", { database: { multiAz: "yes" } }, 'database.multiAz must be a boolean; got "yes"'],
    ["an unknown kind of state", { state: { kind: "gcs" } }, 'state.kind must be s3, hcp or local; got "gcs"'],
    [
      "a region that is none",
      { region: "eu-central-9" },
      'region must be a region of AWS, such as us-east-1, us-gov-west-1 or cn-north-1; got "eu-central-9"',
    ],
    [
      "an unknown instance type",
      { capacity: { instanceTypes: ["m7i.huge"] } },
      'capacity.instanceTypes.0 must be an EC2 instance type, such as m7i.large, m7i.xlarge, m7i.2xlarge, m7i.4xlarge; or { unlisted: "..." } for one newer than 2026-05-20; got "m7i.huge"',
    ],
    [
      "an instance type of another architecture than the image",
      { capacity: { instanceTypes: ["m7i.large", "m7g.large"] } },
      "capacity.instanceTypes must be of task.architecture x86_64, since an image of one does not start on the other; got m7g.large (arm64)",
    ],
    [
      "an on-demand base above the maximum",
      { capacity: { onDemandBase: 5 } },
      "capacity.onDemandBase must be at most capacity.maximum 4; got 5",
    ],
    [
      "an Application Load Balancer name past 32 characters",
      { loadBalancer: { name: "mangoapps-production-load-balancer" } },
      'loadBalancer.name must be 1 to 32 letters, digits and hyphens, no hyphen at either end and not beginning with internal-; got "mangoapps-production-load-balancer"',
    ],
    [
      "a retention that CloudWatch does not offer",
      { task: { logRetentionDays: 31 } },
      "task.logRetentionDays must be days that CloudWatch Logs offers: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653; got 31",
    ],
    [
      "host bits in the network",
      { network: { cidr: "10.20.0.1/16" } },
      `network.cidr must be a private IPv4 network with a prefix of /16 to /22 and no host bits, such as 10.0.0.0/16, outside Docker's 172.17.0.0/16; got "10.20.0.1/16"`,
    ],
    [
      "a connected network that overlaps",
      { network: { connectedCidrs: ["10.0.0.0/8"] } },
      'network.connectedCidrs.0 must be apart from network.cidr 10.20.0.0/16; got "10.0.0.0/8", which overlaps it',
    ],
    [
      "one zone",
      { network: { zones: ["us-east-1a"] } },
      'network.zones must be two or three availability zones; got ["us-east-1a"]',
    ],
    [
      "a zone of another region",
      { network: { zones: ["us-east-1a", "eu-west-1a"] } },
      'network.zones.1 must be a zone of us-east-1: us-east-1a, us-east-1b, us-east-1c, us-east-1d, us-east-1e, us-east-1f; got "eu-west-1a"',
    ],
    [
      "a zone that the region does not have",
      { region: "eu-central-1", network: { zones: ["eu-central-1a", "eu-central-1z"] } },
      'network.zones.1 must be a zone of eu-central-1: eu-central-1a, eu-central-1b, eu-central-1c; got "eu-central-1z"',
    ],
    [
      "an ARN of another partition",
      {
        domain: {
          certificateArn: "arn:aws-cn:acm:cn-north-1:111122223333:certificate/00000000-0000-0000-0000-000000000000",
        },
      },
      'domain.certificateArn must be an ARN of the partition aws, which has us-east-1; got "arn:aws-cn:acm:cn-north-1:111122223333:certificate/00000000-0000-0000-0000-000000000000"',
    ],
    [
      "what the region does not offer",
      {
        region: "us-gov-west-1",
        network: { zones: ["us-gov-west-1a", "us-gov-west-1b"] },
        monitoring: { slack: { workspaceId: "T07EA123LEP", channelId: "C07EZ1ABC23" } },
      },
      'monitoring.slack must be left out, because us-gov-west-1 does not offer Amazon Q Developer in chat applications; alarmEmails and alarmWebhooks work there; got {"workspaceId":"T07EA123LEP","channelId":"C07EZ1ABC23"}',
    ],
    [
      "a zone given twice",
      { network: { zones: ["us-east-1a", "us-east-1a"] } },
      "network.zones must be different zones; got us-east-1a twice",
    ],
    [
      "a host name outside the zone",
      { domain: { hostname: "workforce.example.com" } },
      'domain.hostname must be within domain.zone mangoapps.com; got "workforce.example.com"',
    ],
    [
      "an image without a tag",
      { task: { containers: { [worker]: { image: "public.ecr.aws/nginx/nginx" } } } },
      `task.containers.${worker}.image must be an image with a tag other than latest, or with a digest; got "public.ecr.aws/nginx/nginx"`,
    ],
    [
      "an image with the tag latest",
      { task: { containers: { [worker]: { image: "public.ecr.aws/nginx/nginx:latest" } } } },
      `task.containers.${worker}.image must be an image with a tag other than latest, or with a digest; got "public.ecr.aws/nginx/nginx:latest"`,
    ],
    [
      "a port that is none",
      { task: { containers: { [web]: { ports: [{ container: 4000, host: 70000 }] } } } },
      `task.containers.${web}.ports.0.host must be a whole number from 0 to 65535; got 70000`,
    ],
    [
      "a host port used twice",
      { task: { containers: { [worker]: { ports: [{ container: 9394, host: 4000 }] } } } },
      "task.containers must be free of host ports used twice, since the containers share an instance; got host port 4000 twice",
    ],
    [
      "a host port that awsvpc cannot map",
      { task: { networkMode: "awsvpc", containers: { [web]: { ports: [{ container: 4000, host: 80 }] } } } },
      `task.containers.${web}.ports.0.host must be the container port 4000 in network mode awsvpc; got 80`,
    ],
    [
      "a memory limit below the reservation",
      { task: { containers: { [web]: { memoryMiB: 1024 } } } },
      `task.containers.${web}.memoryMiB must be at least memoryReservationMiB 2048; got 1024`,
    ],
    [
      "no essential container",
      { task: { containers: { [web]: { essential: false }, [worker]: { essential: false } } } },
      "task.containers must be with at least one essential container; got none",
    ],
    [
      "two containers with one log group",
      { task: { containers: { [worker]: { logGroup: "/ecs/ma-mangoops-production" } } } },
      'task.containers must be with a log group for each container; got "/ecs/ma-mangoops-production" twice',
    ],
    [
      "a container name that ECS refuses",
      { task: { containers: { "the worker": production.task.containers[worker] } } },
      'task.containers.the worker must be named with 1 to 255 letters, digits, underscores and hyphens; got "the worker"',
    ],
    [
      "a web container that is not in the task",
      { service: { web: { container: "puma" } } },
      `service.web.container must be one of task.containers: ${web}, ${worker}; got "puma"`,
    ],
    [
      "a web port that the container does not have",
      { service: { web: { port: 3000 } } },
      `service.web.port must be a container port of ${web}: 4000; got 3000`,
    ],
    [
      "more desired tasks than the maximum",
      { service: { desired: 3 } },
      "service.desired must be from service.minimum 1 to service.maximum 2; got 3",
    ],
    [
      "a health check that overlaps itself",
      { service: { healthCheck: { timeoutSeconds: 15 } } },
      "service.healthCheck.timeoutSeconds must be less than intervalSeconds 15; got 15",
    ],
    [
      "a secret without a source",
      { task: { secrets: ["STRIPE_KEY"] } },
      'task.secrets.0 must be a name in secrets.sources: POSTGRES_PROD_PASSWORD, RAILS_MASTER_KEY, SECRET_KEY_BASE, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, S3_STORAGE_KEY, S3_STORAGE_SECRET, SENDGRID_API_KEY, OPENAI_API_KEY; got "STRIPE_KEY"',
    ],
    [
      "a variable that is a secret too",
      { task: { environment: { OPENAI_API_KEY: "x" } } },
      'task.environment must be free of names in task.secrets; got "OPENAI_API_KEY"',
    ],
    [
      "a value of the platform that does not exist",
      { task: { environment: { REDIS: { from: "redis.host" } } } },
      'task.environment.REDIS must be a string, or { from: "..." } with one of database.host, database.port, database.name, database.username, storage.bucket; got {"from":"redis.host"}',
    ],
    [
      "two names for the database's password",
      { secrets: { sources: { OPENAI_API_KEY: "database" } } },
      "secrets.sources must be with exactly one name whose source is database; got POSTGRES_PROD_PASSWORD, OPENAI_API_KEY",
    ],
    [
      "storage that may not grow to its own size",
      { database: { maximumStorageGiB: 50 } },
      "database.maximumStorageGiB must be database.storageGiB 100, or at least a tenth more; got 50",
    ],
    [
      "PostgreSQL of another major version",
      { database: { engineVersion: "16.4" } },
      'database.engineVersion must be 17, or a minor version such as 17.5; got "16.4"',
    ],
    [
      "one bucket for two purposes",
      { storage: { bucket: "mangoapps-production-state-760042596542" } },
      'storage.bucket must be a bucket of its own, apart from state.bucket and loadBalancer.accessLogsBucket; got "mangoapps-production-state-760042596542"',
    ],
  ])("%s", (_, change, problem) => {
    expect(problems(change)).toEqual([problem]);
  });
});

test.each([
  ["service", "healtCheck", "healthCheck"],
  ["capacity", "instanceType", "instanceTypes"],
  ["network", "Zones", "zones"],
  ["monitoring", "alarm_emails", "alarmEmails"],
])("a mistyped field of %s, %s, suggests %s", (section, mistyped, meant) => {
  const input = {
    ...production,
    [section]: { ...(production as unknown as Record<string, object>)[section], [mistyped]: 1 },
  };
  expect(() => defineEnvironment(input as unknown as EnvironmentInput)).toThrow(
    `${section}.${mistyped}  unknown field "${mistyped}"; did you mean "${meant}"?`,
  );
});
