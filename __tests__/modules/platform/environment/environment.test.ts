import { environments } from "../../../helpers/environments";
import { changed, container, problems, shop, shopInput, web, type Change } from "../../../fixtures/shop";
import { defineEnvironment } from "../../../../modules/platform/environment";

test("the environments of the project are right, and have different names", () => {
  const names = environments.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

test("what an environment leaves out has the documented default", () => {
  const { web: service } = shop.services;
  expect(service?.deployment).toEqual({
    strategy: "rolling",
    minimumHealthyPercent: 100,
    maximumPercent: 200,
    rollback: true,
  });
  expect(service?.scheduled).toEqual({});
  expect(service?.taskProtection).toBe(true);
  expect(service?.routes.web?.deregistrationDelaySeconds).toBe(60);
  expect(shop.deletionProtection).toBe(true);
});

test("zero is a number, not a missing value", () => {
  const { services } = defineEnvironment(changed(web({ scaling: { minimum: 0, desired: 0 } })));
  expect(services.web?.scaling.desired).toBe(0);
});

test("an instance type that is newer than the bundled table is taken when it is marked as such", () => {
  const { capacities } = defineEnvironment(
    changed({ capacity: { instanceTypes: ["m7i.large", { unlisted: "m99i.large" }] } }),
  );
  expect(capacities.default?.instanceTypes).toEqual(["m7i.large", "m99i.large"]);
});

test("all problems are reported at once, aligned, and the environment is named", () => {
  const changes = { account: 111122223333, images: { app: { tag: "latest" } }, capacity: { minimum: 9 } };
  expect(() => defineEnvironment(changed(changes))).toThrow(
    [
      'environment "production" has 3 problems; nothing was written',
      "",
      "  account          must be 12 digits in quotes; got 111122223333",
      '  images.app.tag   must be 1 to 128 letters, digits and _ . -, and not latest; got "latest"',
      "  capacity.minimum must be at most capacity.maximum 4; got 9",
      "",
    ]
      .join("\n")
      .replace("capacity.minimum must", "capacity.minimum  must")
      .replace("account          ", "account           ")
      .replace("images.app.tag   ", "images.app.tag    "),
  );
});

describe("refused", () => {
  test.each<[string, Change, string]>([
    [
      "a field that does not exist",
      { colour: "red" },
      expect.stringMatching(/^colour unknown field "colour"; the fields here are name, application, /),
    ],
    ["a missing section", { services: undefined }, "services must be given (record); got nothing"],
    [
      "a missing field",
      { database: { instanceClass: undefined } },
      'database.instanceClass must be an RDS instance class such as db.m7g.large, or { unlisted: "..." }; got nothing',
    ],
    ["a value of another type", { database: { multiAz: "yes" } }, 'database.multiAz must be a boolean; got "yes"'],
    ["an unknown kind of state", { state: { kind: "gcs" } }, 'state.kind must be s3, hcp or local; got "gcs"'],
    [
      "a region that is none",
      { region: "eu-central-9" },
      'region must be a region of AWS, such as eu-central-1, us-gov-west-1 or cn-north-1; got "eu-central-9"; did you mean "eu-central-1"?',
    ],
    [
      "an unknown instance type",
      { capacity: { instanceTypes: ["m7i.huge"] } },
      'capacity.instanceTypes.0 must be an EC2 instance type, such as m7i.large, m7i.xlarge, m7i.2xlarge, m7i.4xlarge; or { unlisted: "..." } for one newer than 2026-05-20; got "m7i.huge"',
    ],
    [
      "an instance type of another architecture than the image",
      { capacity: { instanceTypes: ["m7i.large", "m7g.large"] } },
      "capacity.instanceTypes must be of one architecture (x86_64), since an image of one does not start on the other; got m7g.large (arm64)",
    ],
    [
      "an on-demand base above the maximum",
      { capacity: { onDemandBase: 5 } },
      "capacity.onDemandBase must be at most capacity.maximum 4; got 5",
    ],
    [
      "an Application Load Balancer name past 32 characters",
      { loadBalancer: { name: "acorn-production-load-balancer-of-all" } },
      'loadBalancer.name must be 1 to 32 letters, digits and hyphens, no hyphen at either end and not beginning with internal-; got "acorn-production-load-balancer-of-all"',
    ],
    [
      "a retention that CloudWatch does not offer",
      { logRetentionDays: 31 },
      "logRetentionDays must be days that CloudWatch Logs offers: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653; got 31",
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
      { network: { zones: ["eu-central-1a"] } },
      'network.zones must be two or three availability zones; got ["eu-central-1a"]',
    ],
    [
      "a zone of another region",
      { network: { zones: ["eu-central-1a", "eu-west-1a"] } },
      'network.zones.1 must be a zone of eu-central-1: eu-central-1a, eu-central-1b, eu-central-1c; got "eu-west-1a"',
    ],
    [
      "a zone that the region does not have",
      { network: { zones: ["eu-central-1a", "eu-central-1z"] } },
      'network.zones.1 must be a zone of eu-central-1: eu-central-1a, eu-central-1b, eu-central-1c; got "eu-central-1z"',
    ],
    [
      "an ARN of another partition",
      {
        domain: {
          certificateArn: "arn:aws-cn:acm:cn-north-1:111122223333:certificate/00000000-0000-0000-0000-000000000000",
        },
      },
      'domain.certificateArn must be an ARN of the partition aws, which has eu-central-1; got "arn:aws-cn:acm:cn-north-1:111122223333:certificate/00000000-0000-0000-0000-000000000000"',
    ],
    [
      "what the region does not offer",
      {
        region: "us-gov-west-1",
        network: { zones: ["us-gov-west-1a", "us-gov-west-1b"] },
        domain: { zone: undefined, records: "by-hand" },
        alerts: { slack: { workspaceId: "T07EA123LEP", channelId: "C07EZ1ABC23" } },
        database: { instanceClass: "db.m6i.large" },
      },
      'alerts.slack must be left out, because us-gov-west-1 does not offer Amazon Q Developer in chat applications; emails and webhooks work there; got {"workspaceId":"T07EA123LEP","channelId":"C07EZ1ABC23"}',
    ],
    [
      "public host names where there are no public zones",
      {
        region: "us-gov-west-1",
        network: { zones: ["us-gov-west-1a", "us-gov-west-1b"] },
        database: { instanceClass: "db.m6i.large" },
      },
      'domain.records must be "by-hand", because us-gov-west-1 does not offer public hosted zones of Route 53 (docs/guides/dns-elsewhere.md); got "route53"',
    ],
    [
      "alerts that reach nobody",
      { alerts: { emails: [] } },
      'alerts must be { emails, webhooks, slack } with at least one receiver, or "nobody" until somebody is to be alerted; got {"emails":[]}',
    ],
    [
      "no decision on who is alerted",
      { alerts: undefined },
      'alerts must be { emails, webhooks, slack } with at least one receiver, or "nobody" until somebody is to be alerted; got nothing',
    ],
    [
      "alerts to what is no address",
      { alerts: { emails: ["ops"] } },
      'alerts.emails.0 must be an e-mail address; got "ops"',
    ],
    [
      "a zone given twice",
      { network: { zones: ["eu-central-1a", "eu-central-1a"] } },
      "network.zones must be different zones; got eu-central-1a twice",
    ],
    [
      "a host name outside the zone",
      web({ web: { host: "shop.example.com" } }),
      'services.web.web.hosts must be within domain.zone acorn.example; got "shop.example.com"',
    ],
    [
      "an image without a tag",
      container("worker", { image: "public.ecr.aws/nginx/nginx" }),
      `services.web.containers.worker.image must be an image with a tag other than latest, or with a digest; got "public.ecr.aws/nginx/nginx"`,
    ],
    [
      "an image with the tag latest",
      container("worker", { image: "public.ecr.aws/nginx/nginx:latest" }),
      `services.web.containers.worker.image must be an image with a tag other than latest, or with a digest; got "public.ecr.aws/nginx/nginx:latest"`,
    ],
    [
      "a port that is none",
      container("app", { ports: [{ container: 4000, host: 70000 }] }),
      `services.web.containers.app.ports.0.host must be a whole number from 0 to 65535; got 70000`,
    ],
    [
      "a host port used twice",
      {
        ...container("worker", { ports: [{ container: 9394, host: 4000 }] }),
        ...web({ containers: { worker: { ports: [{ container: 9394, host: 4000 }] } }, web: { container: "app" } }),
      },
      "services.web.containers must be free of host ports used twice, since the containers share an instance; got host port 4000 twice",
    ],
    [
      "a host port that awsvpc cannot map",
      web({ networkMode: "awsvpc", containers: { app: { ports: [{ container: 4000, host: 80 }] } } }),
      `services.web.containers.app.ports.0.host must be the container port 4000 in network mode awsvpc; got 80`,
    ],
    [
      "a memory limit below the reservation",
      container("app", { memoryMiB: 1024 }),
      `services.web.containers.app.memoryMiB must be at least memoryReservationMiB 2048; got 1024`,
    ],
    [
      "no essential container",
      web({ containers: { app: { essential: false }, worker: { essential: false } } }),
      "services.web.containers must be with at least one essential container; got none",
    ],
    [
      "two containers with one log group",
      container("worker", { logGroup: "/ecs/acorn-production" }),
      'services.web.containers.worker.logGroup must be a name of its own; services.web.containers.app has it; got "/ecs/acorn-production"',
    ],
    [
      "a container name that ECS refuses",
      container("the worker", shopInput.services.web.containers.worker),
      'services.web.containers.the worker must be named with 1 to 255 letters, digits, underscores and hyphens; got "the worker"',
    ],
    [
      "a web container that is not in the task",
      web({ web: { container: "server" } }),
      'services.web.web.container must be one of the containers of the service: app, worker; got "server"',
    ],
    [
      "a web port that the container does not have",
      web({ web: { port: 3000 } }),
      "services.web.web.port must be a container port of app: 4000; got 3000",
    ],
    [
      "more desired tasks than the maximum",
      web({ scaling: { desired: 3 } }),
      "services.web.scaling.desired must be from scaling.minimum 1 to scaling.maximum 2; got 3",
    ],
    [
      "a health check that overlaps itself",
      web({ web: { healthCheck: { path: "/", timeoutSeconds: 15 } } }),
      "services.web.web.healthCheck.timeoutSeconds must be less than intervalSeconds 15; got 15",
    ],
    [
      "a secret without a source",
      web({ secrets: ["STRIPE_KEY"] }),
      'services.web.secrets.0 must be one of the names in secrets: DATABASE_PASSWORD, SESSION_KEY, PAYMENT_KEY, MAIL_KEY, SEARCH_KEY, FILES_KEY; got "STRIPE_KEY"',
    ],
    [
      "a secret of one container without a source",
      container("worker", { secrets: ["STRIPE_KEY"] }),
      'services.web.containers.worker.secrets.0 must be one of the names in secrets: DATABASE_PASSWORD, SESSION_KEY, PAYMENT_KEY, MAIL_KEY, SEARCH_KEY, FILES_KEY; got "STRIPE_KEY"',
    ],
    [
      "a variable that is a secret too",
      web({ environment: { PAYMENT_KEY: "x" } }),
      'services.web.environment must be free of names in secrets; got "PAYMENT_KEY"',
    ],
    [
      "a value of the platform that does not exist",
      web({ environment: { CACHE: { from: "database.hots" } } }),
      'services.web.environment.CACHE.from must be one of the values that exist: region, url, database.host, database.port, database.name, database.username, bucket.name; got "database.hots"; did you mean "database.host"?',
    ],
    [
      "two names for the database's password",
      { secrets: { PAYMENT_KEY: "database" } },
      'secrets must be given exactly one name for the password of database, such as { DATABASE_PASSWORD: "database" }; got DATABASE_PASSWORD, PAYMENT_KEY',
    ],
    [
      "the password of a database that does not exist",
      { secrets: { PAYMENT_KEY: "databases.reports" } },
      'secrets.PAYMENT_KEY must be one of the sources that exist: by-hand, generated, database; got "databases.reports"',
    ],
    [
      "storage that may not grow to its own size",
      { database: { maximumStorageGiB: 50 } },
      "database.maximumStorageGiB must be database.storageGiB 100, or at least a tenth more; got 50",
    ],
    [
      "a version that PostgreSQL does not have",
      { database: { version: "12.4" } },
      'database.version must be 13, 14, 15, 16, 17 or 18, or one of their minor versions; got "12.4"',
    ],
    [
      "one bucket for two purposes",
      { bucket: { name: "acorn-production-state-111122223333" } },
      'bucket.name must be a name of its own; state.bucket has it; got "acorn-production-state-111122223333"',
    ],
  ])("%s", (_, change, problem) => {
    expect(problems(change)).toEqual([problem]);
  });
});

test("that nobody is alerted can be decided", () => {
  expect(defineEnvironment({ ...shopInput, alerts: "nobody" }).alerts).toEqual({ emails: [], webhooks: [] });
});

test.each([
  [["services", "web"], "healtCheckGraceSeconds", "healthCheckGraceSeconds"],
  [["services", "web", "web"], "healtCheck", "healthCheck"],
  [["services", "web", "containers", "app"], "enviroment", "environment"],
  [["capacity"], "instanceType", "instanceTypes"],
  [["network"], "Zones", "zones"],
  [["monitoring"], "error_pattern", "errorPattern"],
  [["alerts"], "email", "emails"],
])("a mistyped field of %j, %s, suggests %s", (path, mistyped, meant) => {
  const change = path.toReversed().reduce<unknown>((inner, key) => ({ [key]: inner }), { [mistyped]: 1 });
  expect(problems(change as Change)).toEqual([
    `${[...path, mistyped].join(".")} unknown field "${mistyped}"; did you mean "${meant}"?`,
  ]);
});
