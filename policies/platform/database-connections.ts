import { fail, notApplicable, pass, resourcePolicy } from "../../packages/aws-policies/policy";
import { numberOf } from "../../packages/aws-policies/values";
import { list } from "../../packages/common/text";
import { containersOf, leadsTo, valueLeadsTo, type Block, type Container } from "../../packages/terraform-json";
import { connectionsOf, type Connections } from "./shared/connections";
import { maximumOf, sizeInWords } from "./shared/database";
import { instancesOf, peakOf, secretsOf, taskDefinitionOf, variablesOf } from "./shared/ecs";

/** A database has connections for all tasks that run at the peak of a rollout. */
export const databaseConnections = resourcePolicy({
  id: "database-connections",
  severity: "error",
  title: "The database has connections for every task of a rolling update at the highest count",
  why: "A rolling update runs old and new tasks side by side, each process with its pool. If they need more connections than the database has, the new tasks cannot connect, fail their health checks, and the release is rolled back, at the busiest time.",
  fix: "Lower the pools, threads or processes of the containers (applications/kinds.ts lists the settings of each kind), lower the maximum of tasks or deployment_maximum_percent, take a larger instance class, or put RDS Proxy in between. A container that opens fewer states it in databaseConnections.",
  links: [
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html#RDS_Limits.MaxConnections",
    "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraMySQL.Managing.Performance.html#AuroraMySQL.Managing.MaxConnections",
  ],
  types: ["aws_db_instance", "aws_rds_cluster"],
  check: (database, stacks) => {
    const services = stacks
      .flatMap((stack) => stack.resourcesOf("aws_ecs_service"))
      .map((service) => demandOf(service, database))
      .filter(({ clients }) => clients.length > 0);
    if (services.length === 0) return notApplicable("no container of these stacks is given its address");
    const maximum = maximumOf(database);
    if (typeof maximum === "string") return notApplicable(maximum);
    const needed = services.reduce((sum, { perTask, tasks }) => sum + perTask * tasks, 0);
    const undeclared = services.flatMap(({ clients }) => clients.filter(({ count }) => count === undefined));
    if (needed > maximum) {
      const summaries = services.filter(({ perTask }) => perTask > 0).map(inWords);
      return fail(
        `${needed} connections at the peak of a rolling update, ${summaries.join(" and ")}, but ${sizeInWords(database)} has about ${maximum}`,
      );
    }
    if (undeclared.length === 0) return pass;
    const names = undeclared.map(({ summary }) => summary);
    return notApplicable(
      `undecided: nothing states how many connections ${list(names)} ${names.length === 1 ? "opens" : "open"}; set databaseConnections of the container`,
    );
  },
});

interface Demand {
  /** Every container that gets the address of the database. */
  readonly clients: readonly Connections[];
  /** Connections of one task, as far as they are known. */
  readonly perTask: number;
  readonly tasks: number;
}

function demandOf(service: Block, database: Block): Demand {
  const task = taskDefinitionOf(service);
  const clients = (task === undefined ? [] : clientsOf(task, database)).map(connectionsOf);
  return {
    // What declares that it opens none is no client.
    clients: clients.filter(({ count }) => count !== 0),
    perTask: clients.reduce((sum, { count = 0 }) => sum + count, 0),
    tasks: peakTasksOf(service),
  };
}

function inWords({ clients, perTask, tasks }: Demand): string {
  const known = clients.filter(({ count }) => count !== undefined).map(({ summary }) => summary);
  return `${tasks} tasks of ${perTask} (${known.join(" + ")})`;
}

/**
 * The containers that get the address of a database. In the plan of a service whose database exists the address is text: then
 * it is known from the database's own plan, else all containers count whose task definition was written with it.
 */
function clientsOf(task: Block, database: Block): readonly Container[] {
  const { address, endpoint, reader_endpoint } = database.properties;
  const hosts = (database.type === "aws_db_instance" ? [address] : [endpoint, reader_endpoint]).filter(
    (host) => typeof host === "string",
  );
  const named = containersOf(task).filter((container) => {
    const values = [...variablesOf(container).values(), ...secretsOf(container).map(({ valueFrom }) => valueFrom)];
    const isText = hosts.some((host) => values.some((value) => value.includes(host)));
    return isText || valueLeadsTo(task.configuration, values, database.type).includes(database);
  });
  const isWritten = leadsTo(task, "container_definitions", database.type).includes(database);
  return named.length === 0 && isWritten ? containersOf(task) : named;
}

/** Tasks that run at once at most: a rolling update of the count that automatic scaling may reach, or one on each instance. */
function peakTasksOf(service: Block): number {
  const { deployment_maximum_percent, scheduling_strategy } = service.properties;
  const percent = numberOf(deployment_maximum_percent);
  if (scheduling_strategy === "DAEMON") {
    const instances = instancesOf(service).reduce((sum, group) => sum + (numberOf(group.properties.max_size) ?? 1), 0);
    return atPeak(Math.max(1, instances), percent ?? 100);
  }
  return atPeak(peakOf(service), percent ?? 200);
}

const atPeak = (count: number, percent: number): number => Math.max(count, Math.floor((count * percent) / 100));
