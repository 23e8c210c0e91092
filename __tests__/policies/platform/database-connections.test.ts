import { databaseConnections as policy } from "../../../policies/platform/database-connections";
import { Configuration, readConfiguration, readPlan } from "../../../packages/terraform-json";
import { verdicts, type Resources } from "../../../packages/aws-policies/__tests__/parts";
import { application, web } from "./parts";

const host = { name: "POSTGRES_PROD_HOST", value: "${aws_db_instance.main.address}" };
const rails = { name: "RAILS_ENV", value: "production" };
const worker = { name: "worker", command: ["bundle", "exec", "good_job", "start"], environment: [host] };

interface Case {
  readonly instanceClass?: string;
  readonly variables?: Readonly<Record<string, string>>;
  readonly cpu?: number;
  readonly maximum?: number;
  /** Of a scheduled action. */
  readonly scheduled?: number;
  readonly percent?: number;
  readonly parameter?: string;
  readonly engine?: string;
}

const verdictsOf = ({
  instanceClass = "db.t4g.micro",
  variables = {},
  cpu,
  maximum,
  scheduled,
  percent,
  parameter,
  engine = "postgres",
}: Case) =>
  verdicts(
    policy,
    application({
      containers: [
        {
          ...web,
          cpu,
          environment: [host, rails, ...Object.entries(variables).map(([name, value]) => ({ name, value }))],
        },
        worker,
      ],
      service: { desired_count: 1, deployment_maximum_percent: percent },
      resources: {
        aws_db_instance: {
          main: { engine, instance_class: instanceClass, parameter_group_name: "${aws_db_parameter_group.main.name}" },
        },
        aws_db_parameter_group: {
          main: { parameter: parameter === undefined ? [] : [{ name: "max_connections", value: parameter }] },
        },
        aws_appautoscaling_target: {
          app: { max_capacity: maximum ?? 1, resource_id: "service/cluster/${aws_ecs_service.app.name}" },
        },
        aws_appautoscaling_scheduled_action: {
          morning: {
            resource_id: "${aws_appautoscaling_target.app.resource_id}",
            scalable_target_action: { min_capacity: "1", max_capacity: `${scheduled ?? 1}` },
          },
        },
      },
    }),
  );
const fails = (message: string) => [`fail aws_db_instance.main: ${message}`];

test("Rails' and GoodJob's own pools fit the smallest instance while two tasks run", () => {
  expect(verdictsOf({})).toEqual(["pass aws_db_instance.main"]);
});

test("counts every task of a rolling update at the highest count", () => {
  // 99 connections on 1 GiB, 5 of them reserved; a task takes 5 for requests and 3 + 5 for the worker's jobs.
  expect(verdictsOf({ maximum: 3 })).toEqual(["pass aws_db_instance.main"]);
  expect(verdictsOf({ maximum: 4 })).toEqual(
    fails(
      "104 connections at the peak of a rolling update, 8 tasks of 13 (web 5 + worker 8), but db.t4g.micro has about 94",
    ),
  );
  expect(verdictsOf({ maximum: 4, percent: 150 })).toEqual(["pass aws_db_instance.main"]);
});

test("counts the tasks that a scheduled action allows", () => {
  expect(verdictsOf({ scheduled: 3 })).toEqual(["pass aws_db_instance.main"]);
  expect(verdictsOf({ scheduled: 4 })).toEqual(
    fails(
      "104 connections at the peak of a rolling update, 8 tasks of 13 (web 5 + worker 8), but db.t4g.micro has about 94",
    ),
  );
});

test("takes threads, processes and jobs in Puma from the environment", () => {
  expect(verdictsOf({ variables: { RAILS_MAX_THREADS: "10", WEB_CONCURRENCY: "4" } })).toEqual(
    fails(
      "96 connections at the peak of a rolling update, 2 tasks of 48 (web 10 x 4 processes + worker 8), but db.t4g.micro has about 94",
    ),
  );
  expect(verdictsOf({ variables: { WEB_CONCURRENCY: "auto", RAILS_MAX_THREADS: "20" }, cpu: 2048 })).toEqual(
    fails(
      "96 connections at the peak of a rolling update, 2 tasks of 48 (web 20 x 2 processes + worker 8), but db.t4g.micro has about 94",
    ),
  );
  expect(verdictsOf({ variables: { GOOD_JOB_IN_PUMA: "true", GOOD_JOB_MAX_THREADS: "40" } })).toEqual(
    fails(
      "112 connections at the peak of a rolling update, 2 tasks of 56 (web 48 + worker 8), but db.t4g.micro has about 94",
    ),
  );
  expect(verdictsOf({ variables: { DB_POOL: "60" } })).toEqual(
    fails(
      "136 connections at the peak of a rolling update, 2 tasks of 68 (web 60 + worker 8), but db.t4g.micro has about 94",
    ),
  );
});

test("knows the maximum from the instance class, or from the parameter group", () => {
  const wide = { variables: { DB_POOL: "480" } };
  const needed = "976 connections at the peak of a rolling update, 2 tasks of 488 (web 480 + worker 8)";
  expect(verdictsOf({ ...wide, instanceClass: "db.m7g.large" })).toEqual(
    fails(`${needed}, but db.m7g.large has about 788`),
  );
  expect(verdictsOf({ ...wide, instanceClass: "db.r6g.large" })).toEqual(["pass aws_db_instance.main"]);
  expect(verdictsOf({ ...wide, parameter: "500" })).toEqual(fails(`${needed}, but db.t4g.micro has about 495`));
  expect(verdictsOf({ ...wide, parameter: "LEAST({DBInstanceClassMemory/9531392},5000)" })).toEqual(
    fails(`${needed}, but db.t4g.micro has about 94`),
  );
});

test("a database that is there already may be named by its address as text", () => {
  const address = "main.abc.eu-central-1.rds.amazonaws.com";
  const environment = [{ name: "DATABASE_URL", value: `postgres://app@${address}/app` }];
  const containers = [{ ...web, environment: [...environment, { name: "DB_POOL", value: "50" }] }];
  const main = { engine: "postgres", instance_class: "db.t4g.micro", address };
  expect(verdicts(policy, application({ containers, resources: { aws_db_instance: { main } } }))).toEqual(
    fails("100 connections at the peak of a rolling update, 2 tasks of 50 (web 50), but db.t4g.micro has about 94"),
  );
});

test("in the plan of a service whose database is there already, its containers are known by what was written", () => {
  const container = (address: string) =>
    JSON.stringify([{ ...web, environment: [{ name: "HOST", value: address }, rails] }]);
  const planned = (type: string, values: object, expressions: object) => {
    const resource = { address: `${type}.app`, mode: "managed", type, name: "app" };
    return [
      { ...resource, values },
      { ...resource, expressions },
    ] as const;
  };
  const address = "${data.terraform_remote_state.cross-stack-reference-input-data.outputs.address}";
  const [task, writtenTask] = planned(
    "aws_ecs_task_definition",
    { container_definitions: container("main.abc.eu-central-1.rds.amazonaws.com") },
    { container_definitions: { constant_value: container(address) } },
  );
  const [service, writtenService] = planned(
    "aws_ecs_service",
    { task_definition: "arn", desired_count: 12 },
    { task_definition: { constant_value: "${aws_ecs_task_definition.app.arn}" } },
  );
  const plan = readPlan({
    planned_values: { root_module: { resources: [task, service] } },
    prior_state: {
      values: {
        root_module: {
          resources: [
            {
              address: "data.terraform_remote_state.cross-stack-reference-input-data",
              mode: "data",
              type: "terraform_remote_state",
              name: "cross-stack-reference-input-data",
              values: { backend: "s3", config: { key: "data" } },
            },
          ],
        },
      },
    },
    configuration: { root_module: { resources: [writtenTask, writtenService] } },
  });
  const data = readConfiguration(
    {
      resource: { aws_db_instance: { main: { engine: "postgres", instance_class: "db.t4g.micro" } } },
      output: { address: { value: "${aws_db_instance.main.address}" } },
    },
    "data",
  );
  Configuration.link([data, plan]);
  expect(verdicts(policy, [data, plan])).toEqual(
    fails("120 connections at the peak of a rolling update, 24 tasks of 5 (web 5), but db.t4g.micro has about 94"),
  );
});

const notApplicable = (why: string, type = "aws_db_instance") => [`not applicable ${type}.main: ${why}`];

test("what cannot be known is stated", () => {
  expect(verdictsOf({ instanceClass: "db.x99.large" })).toEqual(notApplicable("the memory of db.x99.large is unknown"));
  expect(verdictsOf({ parameter: "{log(DBInstanceClassMemory/805306368)}" })).toEqual(
    notApplicable('max_connections is "{log(DBInstanceClassMemory/805306368)}"'),
  );
  expect(verdictsOf({ engine: "sqlserver-se" })).toEqual(
    notApplicable("how many connections sqlserver-se has by default is unknown"),
  );
  const alone = { aws_db_instance: { main: { engine: "postgres", instance_class: "db.t4g.micro" } } };
  expect(verdicts(policy, alone)).toEqual(notApplicable("no container of these stacks is given its address"));
});

/** One container of a service that runs 2 tasks at the peak, with a database of 94 connections. */
const clientOf = (container: object) =>
  verdicts(
    policy,
    application({
      containers: [{ ...web, ...container }],
      service: { desired_count: 1 },
      resources: { aws_db_instance: { main: { engine: "postgres", instance_class: "db.t4g.micro" } } },
    }),
  );
const variables = (values: Readonly<Record<string, string>>) => ({
  environment: [host, ...Object.entries(values).map(([name, value]) => ({ name, value }))],
});
const undecided = notApplicable(
  "undecided: nothing states how many connections web opens; set databaseConnections of the container",
);

describe("another kind of application", () => {
  test.each<[string, object, string]>([
    [
      "gunicorn",
      { command: ["gunicorn", "--workers", "12", "--threads=4", "app"], ...variables({}) },
      "4 x 12 processes",
    ],
    [
      "gunicorn by variables",
      { command: ["gunicorn", "app"], ...variables({ WEB_CONCURRENCY: "3", GUNICORN_CMD_ARGS: "--threads 20" }) },
      "20 x 3 processes",
    ],
    ["Celery", { command: ["celery", "-A", "app", "worker", "-c", "48"], ...variables({}) }, "48"],
    [
      "Celery that scales itself",
      { command: ["celery", "-A", "app", "worker", "--autoscale=50,3"], ...variables({}) },
      "50",
    ],
    [
      "Sidekiq",
      { command: ["bundle", "exec", "sidekiq", "-c", "50"], ...variables({ RAILS_ENV: "production" }) },
      "50",
    ],
    ["Sidekiq by variable", { command: ["sidekiq"], ...variables({ RAILS_MAX_THREADS: "60" }) }, "60"],
    [
      "HikariCP",
      { command: ["java", "-jar", "app.jar"], ...variables({ SPRING_DATASOURCE_HIKARI_MAXIMUMPOOLSIZE: "48" }) },
      "48",
    ],
    ["a pool that is set", { command: ["node", "server.js"], ...variables({ DB_POOL: "49" }) }, "49"],
    [
      "a declaration",
      { dockerLabels: { "platform.database-connections": "70" }, ...variables({ RAILS_ENV: "production" }) },
      "70",
    ],
    [
      "a declared kind",
      { dockerLabels: { "platform.application-kinds": "rails" }, ...variables({ WEB_CONCURRENCY: "10" }) },
      "5 x 10 processes",
    ],
  ])("%s counts by what it documents", (_, container, summary) => {
    const [, each = "0", processes = "1"] = /^(\d+)(?: x (\d+) processes)?$/.exec(summary) ?? [];
    const perTask = Number(each) * Number(processes);
    expect(clientOf(container)).toEqual(
      fails(
        `${2 * perTask} connections at the peak of a rolling update, 2 tasks of ${perTask} (web ${summary}), but db.t4g.micro has about 94`,
      ),
    );
  });

  test.each<[string, object]>([
    ["of no known kind", variables({})],
    [
      "of Node.js, whose libraries differ",
      { command: ["node", "server.js"], ...variables({ NODE_ENV: "production" }) },
    ],
    ["of Java without a pool", { command: ["java", "-jar", "app.jar"], ...variables({}) }],
    ["of Celery without a concurrency", { command: ["celery", "-A", "app", "worker"], ...variables({}) }],
    ["of Django whose image decides on the command", variables({ DJANGO_SETTINGS_MODULE: "app.settings" })],
    ["of gunicorn with greenlets", { command: ["gunicorn", "-k", "gevent", "-w", "2", "app"], ...variables({}) }],
    ["of Django behind another server", { command: ["uvicorn", "app"], ...variables({ DJANGO_SETTINGS_MODULE: "a" }) }],
  ])("%s is undecided, and never a pass", (_, container) => {
    expect(clientOf(container)).toEqual(undecided);
  });

  test("a container that declares none needs no other declaration", () => {
    const proxy = { dockerLabels: { "platform.database-connections": "0" }, ...variables({}) };
    expect(clientOf(proxy)).toEqual(notApplicable("no container of these stacks is given its address"));
  });

  test("what is known may be too much already", () => {
    const containers = [
      { ...web, ...variables({}) },
      { name: "worker", command: ["sidekiq", "-c", "50"], ...variables({}) },
    ];
    const resources = { aws_db_instance: { main: { engine: "postgres", instance_class: "db.t4g.micro" } } };
    expect(verdicts(policy, application({ containers, service: { desired_count: 1 }, resources }))).toEqual(
      fails(
        "100 connections at the peak of a rolling update, 2 tasks of 50 (worker 50), but db.t4g.micro has about 94",
      ),
    );
  });
});

test("a daemon runs once on each instance", () => {
  const sidekiq = { command: ["sidekiq", "-c", "5"], ...variables({}) };
  const group = { aws_autoscaling_group: { app: { max_size: 20 } } };
  const ask = (service: Readonly<Record<string, unknown>>) =>
    verdicts(
      policy,
      application({
        containers: [{ ...web, ...sidekiq }],
        service,
        resources: { ...group, aws_db_instance: { main: { engine: "postgres", instance_class: "db.t4g.micro" } } },
      }),
    );
  expect(ask({ desired_count: 1 })).toEqual(["pass aws_db_instance.main"]);
  expect(ask({ scheduling_strategy: "DAEMON" })).toEqual(
    fails("100 connections at the peak of a rolling update, 20 tasks of 5 (web 5), but db.t4g.micro has about 94"),
  );
});

describe("other engines", () => {
  test.each([
    ["mysql", "db.m7g.large", 595],
    ["mariadb", "db.m7g.large", 295],
  ])("%s on %s has about %i connections", (engine, instanceClass, maximum) => {
    expect(verdictsOf({ engine, instanceClass, variables: { DB_POOL: "500" } })).toEqual(
      fails(
        `1016 connections at the peak of a rolling update, 2 tasks of 508 (web 500 + worker 8), but ${instanceClass} has about ${maximum}`,
      ),
    );
  });

  const cluster = (main: Readonly<Record<string, unknown>>, instances: Resources[string] = {}) => {
    const address = { name: "DATABASE_HOST", value: "${aws_rds_cluster.main.endpoint}" };
    const containers = [{ ...web, environment: [address, { name: "DB_POOL", value: "1000" }] }];
    const resources = { aws_rds_cluster: { main }, aws_rds_cluster_instance: instances };
    return verdicts(policy, application({ containers, service: { desired_count: 1 }, resources }));
  };
  const clusterFails = (size: string, maximum: number) => [
    `fail aws_rds_cluster.main: 2000 connections at the peak of a rolling update, 2 tasks of 1000 (web 1000), but ${size} has about ${maximum}`,
  ];

  test("Aurora Serverless v2 has what its highest capacity allows", () => {
    const capacity = { min_capacity: 1, max_capacity: 4 };
    expect(cluster({ engine: "aurora-postgresql", serverlessv2_scaling_configuration: [capacity] })).toEqual(
      clusterFails("4 ACU", 788),
    );
    const paused = { min_capacity: 0, max_capacity: 64 };
    expect(cluster({ engine: "aurora-postgresql", serverlessv2_scaling_configuration: [paused] })).toEqual(
      clusterFails("64 ACU", 1995),
    );
    const large = { min_capacity: 1, max_capacity: 64 };
    expect(cluster({ engine: "aurora-postgresql", serverlessv2_scaling_configuration: [large] })).toEqual([
      "pass aws_rds_cluster.main",
    ]);
  });

  test("an Aurora cluster has what its smallest instance has", () => {
    const instance = (instance_class: string) => ({ cluster_identifier: "${aws_rds_cluster.main.id}", instance_class });
    const instances = { one: instance("db.r6g.xlarge"), two: instance("db.r6g.large") };
    expect(cluster({ engine: "aurora-mysql" }, instances)).toEqual(clusterFails("db.r6g.large", 995));
    expect(cluster({ engine: "aurora-mysql" })).toEqual(
      notApplicable("the class of its instances is unknown", "aws_rds_cluster"),
    );
  });
});
