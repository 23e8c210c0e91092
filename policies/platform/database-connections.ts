import {
  blocksOf,
  containersOf,
  leadsTo,
  referrersOf,
  valueLeadsTo,
  type Block,
  type Container,
} from "../../packages/terraform-json";
import { fail, notApplicable, pass, resourcePolicy } from "../../packages/aws-policies/policy";
import { numberOf } from "../../packages/aws-policies/values";
import { connectionsOf, maximumOf } from "./shared/connections";
import { secretsOf, taskDefinitionOf, variablesOf } from "./shared/ecs";

/** The database has connections for all tasks that run at the peak of a rollout. */
export const databaseConnections = resourcePolicy({
  id: "database-connections",
  severity: "error",
  title: "The database has connections for every task of a rolling update at the highest count",
  why: "A rolling update runs old and new tasks side by side, each process with its pool. If they need more connections than PostgreSQL has, the new tasks cannot connect, fail their health checks, and the release is rolled back, at the busiest time.",
  fix: "Lower RAILS_MAX_THREADS, WEB_CONCURRENCY or GOOD_JOB_MAX_THREADS, lower the maximum of tasks or deployment_maximum_percent, take a larger instance class, or put RDS Proxy in between.",
  links: [
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html#RDS_Limits.MaxConnections",
    "https://github.com/bensheldon/good_job#database-connections",
    "https://guides.rubyonrails.org/configuring.html#database-pooling",
  ],
  types: ["aws_db_instance"],
  judge: (database, stacks) => {
    if (!String(database.properties.engine).startsWith("postgres")) return notApplicable("it is not PostgreSQL");
    const services = stacks
      .flatMap((stack) => stack.resourcesOf("aws_ecs_service"))
      .map((service) => demandOf(service, database))
      .filter(({ perTask }) => perTask > 0);
    if (services.length === 0) return notApplicable("no container of these stacks is given its address");
    const maximum = maximumOf(database);
    if (typeof maximum === "string") return notApplicable(maximum);
    const needed = services.reduce((sum, { perTask, tasks }) => sum + perTask * tasks, 0);
    if (needed <= maximum) return pass;
    const summaries = services.map(({ summary: own, tasks, perTask }) => `${tasks} tasks of ${perTask} (${own})`);
    return fail(
      `${needed} connections at the peak of a rolling update, ${summaries.join(" and ")}, but ${String(database.properties.instance_class)} has about ${maximum}`,
    );
  },
});

/** Connections that the tasks of a service need of a database; none when no container gets its address. */
function demandOf(service: Block, database: Block): { perTask: number; tasks: number; summary: string } {
  const task = taskDefinitionOf(service);
  const all = (task === undefined ? [] : clientsOf(task, database)).map(connectionsOf);
  return {
    perTask: all.reduce((sum, { count }) => sum + count, 0),
    tasks: peakTasksOf(service),
    summary: all.map(({ summary }) => summary).join(" + "),
  };
}

/**
 * The containers that get the address of a database. In the plan of a service whose database exists the address is text: then
 * it is known from the database's own plan, else all containers count whose task definition was written with it.
 */
function clientsOf(task: Block, database: Block): readonly Container[] {
  const { address } = database.properties;
  const named = containersOf(task).filter((container) => {
    const values = [...variablesOf(container).values(), ...secretsOf(container).map(({ valueFrom }) => valueFrom)];
    const isText = typeof address === "string" && values.some((value) => value.includes(address));
    return isText || valueLeadsTo(task.configuration, values, "aws_db_instance").includes(database);
  });
  const isWritten = leadsTo(task, "container_definitions", "aws_db_instance").includes(database);
  return named.length === 0 && isWritten ? containersOf(task) : named;
}

/** Tasks that run at once at most: a rolling update of the count that automatic scaling may reach. */
function peakTasksOf(service: Block): number {
  const { desired_count, deployment_maximum_percent } = service.properties;
  const targets = referrersOf(service, "aws_appautoscaling_target", "resource_id");
  const scheduled = targets.flatMap((target) =>
    referrersOf(target, "aws_appautoscaling_scheduled_action", "resource_id").flatMap(({ properties }) =>
      blocksOf(properties.scalable_target_action),
    ),
  );
  const highest = [...targets.map(({ properties }) => properties), ...scheduled].map(
    ({ max_capacity }) => numberOf(max_capacity) ?? 0,
  );
  const count = Math.max(numberOf(desired_count) ?? 1, ...highest);
  return Math.max(count, Math.floor((count * (numberOf(deployment_maximum_percent) ?? 200)) / 100));
}
