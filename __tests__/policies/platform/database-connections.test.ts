import { databaseConnections as policy } from "../../../policies/platform/database-connections";
import { Configuration, readConfiguration, readPlan } from "../../../packages/terraform-json";
import { verdicts } from "../../../packages/aws-policies/__tests__/parts";
import { application, web } from "./parts";

const host = { name: "POSTGRES_PROD_HOST", value: "${aws_db_instance.main.address}" };
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

const said = ({
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
        { ...web, cpu, environment: [host, ...Object.entries(variables).map(([name, value]) => ({ name, value }))] },
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
  expect(said({})).toEqual(["pass aws_db_instance.main"]);
});

test("counts every task of a rolling update at the highest count", () => {
  // 99 connections on 1 GiB, 5 of them reserved; a task takes 5 for requests and 3 + 5 for the worker's jobs.
  expect(said({ maximum: 3 })).toEqual(["pass aws_db_instance.main"]);
  expect(said({ maximum: 4 })).toEqual(
    fails(
      "104 connections at the peak of a rolling update, 8 tasks of 13 (web 5 + worker 8), but db.t4g.micro has about 94",
    ),
  );
  expect(said({ maximum: 4, percent: 150 })).toEqual(["pass aws_db_instance.main"]);
});

test("counts the tasks that a scheduled action allows", () => {
  expect(said({ scheduled: 3 })).toEqual(["pass aws_db_instance.main"]);
  expect(said({ scheduled: 4 })).toEqual(
    fails(
      "104 connections at the peak of a rolling update, 8 tasks of 13 (web 5 + worker 8), but db.t4g.micro has about 94",
    ),
  );
});

test("takes threads, processes and jobs in Puma from the environment", () => {
  expect(said({ variables: { RAILS_MAX_THREADS: "10", WEB_CONCURRENCY: "4" } })).toEqual(
    fails(
      "96 connections at the peak of a rolling update, 2 tasks of 48 (web 10 x 4 processes + worker 8), but db.t4g.micro has about 94",
    ),
  );
  expect(said({ variables: { WEB_CONCURRENCY: "auto", RAILS_MAX_THREADS: "20" }, cpu: 2048 })).toEqual(
    fails(
      "96 connections at the peak of a rolling update, 2 tasks of 48 (web 20 x 2 processes + worker 8), but db.t4g.micro has about 94",
    ),
  );
  expect(said({ variables: { GOOD_JOB_IN_PUMA: "true", GOOD_JOB_MAX_THREADS: "40" } })).toEqual(
    fails(
      "112 connections at the peak of a rolling update, 2 tasks of 56 (web 48 + worker 8), but db.t4g.micro has about 94",
    ),
  );
  expect(said({ variables: { DB_POOL: "60" } })).toEqual(
    fails(
      "136 connections at the peak of a rolling update, 2 tasks of 68 (web 60 + worker 8), but db.t4g.micro has about 94",
    ),
  );
});

test("knows the maximum from the instance class, or from the parameter group", () => {
  const wide = { variables: { DB_POOL: "480" } };
  const needed = "976 connections at the peak of a rolling update, 2 tasks of 488 (web 480 + worker 8)";
  expect(said({ ...wide, instanceClass: "db.m7g.large" })).toEqual(fails(`${needed}, but db.m7g.large has about 788`));
  expect(said({ ...wide, instanceClass: "db.r6g.large" })).toEqual(["pass aws_db_instance.main"]);
  expect(said({ ...wide, parameter: "500" })).toEqual(fails(`${needed}, but db.t4g.micro has about 495`));
  expect(said({ ...wide, parameter: "LEAST({DBInstanceClassMemory/9531392},5000)" })).toEqual(
    fails(`${needed}, but db.t4g.micro has about 94`),
  );
});

test("a database that is there already may be named by its address as text", () => {
  const address = "main.abc.us-east-1.rds.amazonaws.com";
  const environment = [{ name: "DATABASE_URL", value: `postgres://app@${address}/app` }];
  const containers = [{ ...web, environment: [...environment, { name: "DB_POOL", value: "50" }] }];
  const main = { engine: "postgres", instance_class: "db.t4g.micro", address };
  expect(verdicts(policy, application({ containers, resources: { aws_db_instance: { main } } }))).toEqual(
    fails("100 connections at the peak of a rolling update, 2 tasks of 50 (web 50), but db.t4g.micro has about 94"),
  );
});

test("in the plan of a service whose database is there already, its containers are known by what was written", () => {
  const container = (address: string) => JSON.stringify([{ ...web, environment: [{ name: "HOST", value: address }] }]);
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
    { container_definitions: container("main.abc.us-east-1.rds.amazonaws.com") },
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

test("what cannot be told is said", () => {
  const notApplicable = (why: string) => [`not applicable aws_db_instance.main: ${why}`];
  expect(said({ instanceClass: "db.x1e.xlarge" })).toEqual(notApplicable("the memory of db.x1e.xlarge is unknown"));
  expect(said({ parameter: "{log(DBInstanceClassMemory/805306368)}" })).toEqual(
    notApplicable('max_connections is "{log(DBInstanceClassMemory/805306368)}"'),
  );
  expect(said({ engine: "mysql" })).toEqual(notApplicable("it is not PostgreSQL"));
  const alone = { aws_db_instance: { main: { engine: "postgres", instance_class: "db.t4g.micro" } } };
  expect(verdicts(policy, alone)).toEqual(notApplicable("no container of these stacks is given its address"));
});
