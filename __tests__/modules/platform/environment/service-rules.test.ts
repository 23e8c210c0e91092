import { changed, container, problems, shopInput, web } from "../../../fixtures/shop";
import { defineEnvironment, EnvironmentError } from "../../../../modules/platform/environment";

const healthCheck = (...command: string[]) => ({
  command,
  intervalSeconds: 30,
  timeoutSeconds: 5,
  retries: 3,
  startPeriodSeconds: 0,
});

test("what only AWS or a construct would refuse is one report, by field", () => {
  expect(
    problems({
      network: { cidr: "172.17.0.0/16" },
      database: { username: "admin", maintenanceWindow: "sun:03:30-sun:04:30" },
      ...container("app", { healthCheck: healthCheck("curl", "localhost") }),
    }),
  ).toEqual([
    expect.stringMatching(/^network\.cidr must be a private IPv4 network .* got "172\.17\.0\.0\/16"$/),
    'database.username must be a name RDS does not reserve; got "admin"',
    'database.maintenanceWindow must be apart from backupWindow 03:00-04:00; got "sun:03:30-sun:04:30"',
    `services.web.containers.app.healthCheck.command must be ["CMD", ...arguments] or ["CMD-SHELL", line]; got ["curl","localhost"]`,
  ]);
});

describe("tags", () => {
  test.each<[string, Record<string, string>, string]>([
    [
      "a key that differs from a default one by case",
      { environment: "prod" },
      "tags.environment must be different from",
    ],
    ["keys that differ by case", { Team: "a", team: "b" }, "tags.Team must be different from the tag team"],
    ["characters that IAM refuses", { CostCenter: "R&D (EU), web" }, "tags.CostCenter must be at most 256 characters"],
    ["AWS's own prefix", { "aws:owner": "me" }, "tags.aws:owner must be named without the prefix aws:"],
    ["a long key", { ["k".repeat(129)]: "v" }, "must be named with 1 to 128 characters"],
    ["a long value", { key: "v".repeat(257) }, "tags.key must be at most 256 characters"],
    ["a control character", { key: "a\u0000b" }, "tags.key must be at most 256 characters"],
    [
      "47 beside the default 4",
      Object.fromEntries(Array.from({ length: 47 }, (_, index) => [`key${index}`, "v"])),
      "tags must be at most 46 tags",
    ],
  ])("%s", (_why, tags, message) => {
    expect(problems({ tags }).join("\n")).toContain(message);
  });

  test("the longest key and value, in any script, are accepted, and so are 46", () => {
    expect(problems({ tags: { ["é".repeat(128)]: "名".repeat(256) } })).toEqual([]);
    expect(problems({ tags: Object.fromEntries(Array.from({ length: 46 }, (_, at) => [`k${at}`, "v"])) })).toEqual([]);
    expect(problems({ tags: { Environment: "live" } })).toEqual([]);
  });
});

test("users and log groups that AWS reserves are refused", () => {
  for (const username of ["rdsadmin", "pg_app", "PG_APP", "admin"])
    expect(problems({ database: { username: username } })).toHaveLength(1);
  expect(problems({ database: { username: "pgapp" } })).toEqual([]);
  expect(problems(container("app", { logGroup: "aws/x" })).join("\n")).toContain("not beginning with aws/");
});

test("a tenth more storage is a tenth more, and the CPU minimum is the container's, not the task's", () => {
  expect(problems({ database: { storageGiB: 100, maximumStorageGiB: 110 } })).toEqual([]);
  expect(problems({ database: { storageGiB: 100, maximumStorageGiB: 109 } })).toHaveLength(1);
  expect(problems(container("worker", { cpu: 64 }))).toEqual([]);
});

test("host ports of the instance itself, and more than ten containers, are refused", () => {
  const port = { container: 4000, host: 22 };
  expect(problems(container("app", { ports: [port] })).join("\n")).toContain("must be none of 22, 2375");
  const one = shopInput.services.web.containers.worker;
  const many = Object.fromEntries(
    Array.from({ length: 9 }, (_, at) => [`extra${at}`, { ...one, logGroup: `/e/${at}` }]),
  );
  expect(problems(web({ containers: many }))).toContain("services.web.containers must be 1 to 10 containers; got 11");
});

describe("well-known variables agree with the infrastructure", () => {
  const at = (name: string, environment: Record<string, string>) => problems(container(name, { environment }));

  test("PORT is the web port", () => {
    expect(at("app", { PORT: "3000" })).toEqual([
      'services.web.containers.app.environment.PORT must be 4000, where the load balancer sends requests; got "3000"',
    ]);
    expect(at("app", { PORT: "4000" })).toEqual([]);
    expect(at("worker", { PORT: "3000" })).toEqual([]);
  });

  test("SMTP_PORT is among the egress ports", () => {
    const change = web({ environment: { SMTP_PORT: "587" } });
    expect(problems({ ...change, network: { egressPorts: [443] } }).join("\n")).toContain(
      "services.web.environment.SMTP_PORT must be one of network.egressPorts 443",
    );
    expect(problems(change)).toEqual([]);
  });

  test("URLs and mailers of outside services have ports that the network opens", () => {
    const outside = (environment: Record<string, string>) => problems(web({ environment }));
    expect(outside({ REDIS_URL: "rediss://cache.other.example:6380/0" })).toEqual([
      "services.web.environment.REDIS_URL must be with a port that is one of network.egressPorts 443, 587, or added to them; got port 6380",
    ]);
    expect(outside({ CELERY_BROKER_URL: "amqps://mq.example" }).join("\n")).toContain("got port 5671");
    expect(outside({ EMAIL_PORT: "2525" }).join("\n")).toContain(
      "environment.EMAIL_PORT must be one of network.egressPorts",
    );
    expect(outside({ REDIS_URL: "redis://localhost:6379", DATABASE_URL: "https://db.example" })).toEqual([]);
  });

  test("what a command sets is within the stop timeout, and so is what it does unless set", () => {
    const sidekiq = (more: string[], stopTimeoutSeconds: number) =>
      problems(container("worker", { command: ["bundle", "exec", "sidekiq", ...more], stopTimeoutSeconds }));
    expect(sidekiq(["-t", "200"], 120).join("\n")).toMatch(
      /^services\.web\.containers\.worker\.command must be at most stopTimeoutSeconds 120 of worker, .+: Sidekiq waits/,
    );
    expect(sidekiq(["-t", "110"], 120)).toEqual([]);
    expect(sidekiq([], 20)).toHaveLength(1);
    expect(sidekiq([], 30)).toEqual([]);
  });

  test("keep-alive outlasts the load balancer's idle timeout", () => {
    const uvicorn = (seconds: string) =>
      problems(container("app", { command: ["uvicorn", "shop:app", "--timeout-keep-alive", seconds] }));
    expect(uvicorn("5").join("\n")).toContain("must be more than loadBalancer.idleTimeoutSeconds 60");
    expect(uvicorn("75")).toEqual([]);
    const puma = (port: string) => problems(container("app", { command: ["bundle", "exec", "puma", "-p", port] }));
    expect(puma("3999").join("\n")).toContain("where the load balancer sends requests");
    expect(puma("4000")).toEqual([]);
    expect(at("app", { KEEP_ALIVE_TIMEOUT: "5000" })).toHaveLength(1);
    expect(at("app", { KEEP_ALIVE_TIMEOUT: "70000" })).toEqual([]);
    expect(at("worker", { KEEP_ALIVE_TIMEOUT: "5000" })).toEqual([]);
  });

  test("a pooler in transaction mode does not go with advisory locks", () => {
    const pooled = (kinds: string[], environment: Record<string, string>) => problems(web({ kinds, environment }));
    const url = { DATABASE_URL: "postgres://shop@localhost:6432/shop" };
    expect(pooled(["rails", "good-job"], url)).toEqual([
      expect.stringMatching(
        /^services\.web\.environment\.DATABASE_URL must be no pooler in transaction mode: rails and good-job/,
      ),
    ]);
    expect(pooled(["rails"], { POOL_MODE: "transaction" })).toHaveLength(1);
    expect(pooled(["rails"], { POOL_MODE: "session" })).toEqual([]);
    expect(pooled(["node"], url)).toEqual([]);
  });

  test("GOOD_JOB_SHUTDOWN_TIMEOUT is within the stop timeout", () => {
    expect(at("worker", { GOOD_JOB_SHUTDOWN_TIMEOUT: "600" }).join("\n")).toContain("at most stopTimeoutSeconds 120");
    expect(at("worker", { GOOD_JOB_SHUTDOWN_TIMEOUT: "120" })).toEqual([]);
  });
});

describe("what AWS would refuse in the middle of an apply", () => {
  const schedule = (text: string) => problems(web({ scheduled: { nightly: { command: ["x"], schedule: text } } }));

  test("schedules with values that do not exist", () => {
    for (const text of ["cron(99 45 * * ? *)", "cron(0 3 ? * MON-FRY *)", "rate(1 hours)"]) {
      expect(schedule(text).join("\n")).toContain("services.web.scheduled.nightly.schedule must be cron(");
    }
    expect(schedule("cron(0 3 ? * MON-FRI *)")).toEqual([]);
  });

  test("half a filter pattern", () => {
    expect(problems({ monitoring: { errorPattern: "{ $.x = " } }).join("\n")).toMatch(
      /^monitoring\.errorPattern must be a filter pattern .+; got "\{ \$\.x = "$/,
    );
  });

  test("node types and versions that ElastiCache does not have; others can be given", () => {
    expect(problems({ cache: { nodeType: "cache.m3.nano", version: "8.9" } })).toEqual([
      expect.stringContaining("cache.nodeType must be a node type such as"),
    ]);
    expect(problems({ caches: { a: { nodeType: "cache.t4g.small", version: "8.9" } } })).toEqual([
      expect.stringContaining("caches.a.version must be 7.2, 8.0, 8.1, 8.2, 9.0; or { unlisted:"),
    ]);
    const unlisted = { nodeType: { unlisted: "cache.m8g.large" }, version: { unlisted: "9.1" } };
    expect(problems({ cache: unlisted })).toEqual([]);
  });

  test("NUL characters and halves of characters, wherever they are", () => {
    expect(problems(web({ environment: { A: "a\u0000b", B: "\ud83d", C: "😀" } }))).toEqual([
      'services.web.environment.A must be free of NUL characters; got "a\\u0000b"',
      'services.web.environment.B must be free of halves of characters; got "\\ud83d"',
    ]);
    expect(problems(container("app", { dockerLabels: { "a\u0000": "b" } }))).toEqual([
      'services.web.containers.app.dockerLabels.a\u0000 must be free of NUL characters; got "a\\u0000"',
    ]);
  });

  test("a name with control characters is shown with them escaped", () => {
    const { message } = new EnvironmentError("x", [{ path: "tags.a\u001b[2J\u009b\n", allowed: "b", got: "c" }]);
    expect(message).toContain("  tags.a\\u001b[2J\\u009b\\n  must be b; got c");
  });

  test("databases that the engine reserves", () => {
    for (const name of ["template0", "user"])
      expect(problems({ database: { name } })).toEqual([
        `database.name must be a name the engine does not reserve; got "${name}"`,
      ]);
  });

  test("versions and types of another form, in words", () => {
    expect(problems({ database: { version: "17.2-rds.1" } }).join("\n")).toContain(
      'database.version must be a version such as 17 or 17.5, or { unlisted: "..." }',
    );
    expect(problems({ capacity: { instanceTypes: [{ unlisted: "large" }] } }).join("\n")).toContain(
      "must be a type such as m9i.large",
    );
  });

  test("a first host name that no certificate can be called by", () => {
    const host = `${"a".repeat(60)}.acorn.example`;
    expect(problems(web({ web: { host } })).join("\n")).toContain("services.web.web.hosts must be with at most 64");
    expect(problems(web({ web: { host: "shop.acorn.example", hosts: [host] } }))).toEqual([]);
  });
});

describe("the capacities of a daemon", () => {
  const size = { cpu: 64, memoryReservationMiB: 64 };
  const image = "public.ecr.aws/acorn/agent:1.2.3";
  const system = (capacity: unknown, more: object = {}) => ({
    capacity: undefined,
    capacities: {
      main: { instanceTypes: ["m7i.large"], maximum: 4 },
      spot: { instanceTypes: ["c7i.xlarge"], maximum: 4 },
      arm: { instanceTypes: ["m7g.large"], maximum: 4 },
    },
    services: {
      web: { capacity: "main" },
      agent: { scheduling: "daemon", containers: { agent: { ...size, image } }, capacity, ...more },
    },
  });

  test("are all that there are, or all of the architecture of its image", () => {
    const { arm: _, ...alike } = system(undefined).capacities;
    const { services } = defineEnvironment(changed({ ...system(undefined), capacities: alike }));
    expect(services["agent"]?.capacities.map(({ capacity }) => capacity)).toEqual(["main", "spot"]);
    expect(problems(system([{ capacity: "main" }, { capacity: "spot" }]))).toEqual([]);
    expect(problems(system("arm"))).toEqual([]);
  });

  test("are refused where ECS would run it on others as well", () => {
    expect(problems(system(undefined))).toEqual([
      "services.agent.capacity must be capacities of one architecture, since they run the same images; got x86_64 and arm64",
    ]);
    expect(problems(system("main"))).toEqual([
      'services.agent.capacity must be left out, or with spot as well: a daemon has a task on each instance of its architecture; got "main"',
    ]);
    const placement = { constraints: [{ type: "memberOf", expression: "attribute:ecs.instance-type =~ m7i.*" }] };
    expect(problems(system("main", { placement }))).toEqual([]);
  });
});
