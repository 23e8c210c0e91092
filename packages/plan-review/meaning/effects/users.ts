import { blocksOf, leadsTo, stringsOf, type Block } from "../../../terraform-json";
import type { Context, PlannedChange } from "../../model";
import type { ChangeDetails } from "../details";
import { remains, valuesOf, type ResourceIndex } from "../resource-index";

/** What keeps an apply from coming to its end, in words, and how to get there all the same. */
export interface Stop {
  readonly text: string;
  readonly remedy: string;
}

/** A resource that uses another: as its plan says, or as it is written where its stack has no plan in this review. */
interface User {
  readonly stack: string;
  readonly address: string;
  readonly noun: string;
}

interface Use {
  readonly type: string;
  /** The argument in which the used one is named, as `leadsTo` takes it. */
  readonly argument: string;
  readonly noun: string;
  /** What the argument names, in a plan. */
  readonly named: (values: PlannedChange["before"] & object) => readonly string[];
}

/** Who uses what cannot be taken away from under its users. */
const uses: Readonly<Record<string, readonly Use[]>> = {
  aws_ecs_capacity_provider: [
    {
      type: "aws_ecs_service",
      argument: "capacity_provider_strategy",
      noun: "service",
      named: ({ capacity_provider_strategy }) =>
        blocksOf(capacity_provider_strategy).flatMap(({ capacity_provider }) => stringsOf(capacity_provider)),
    },
  ],
  aws_lb_target_group: [
    {
      type: "aws_lb_listener",
      argument: "default_action",
      noun: "listener",
      named: ({ default_action }) => blocksOf(default_action).flatMap(targetGroupsIn),
    },
    {
      type: "aws_lb_listener_rule",
      argument: "action",
      noun: "listener rule",
      named: ({ action }) => blocksOf(action).flatMap(targetGroupsIn),
    },
  ],
};

function targetGroupsIn({ target_group_arn, forward }: Readonly<Record<string, unknown>>): string[] {
  const weighted = blocksOf(forward)
    .flatMap(({ target_group }) => blocksOf(target_group))
    .flatMap(({ arn }) => stringsOf(arn));
  return [...stringsOf(target_group_arn), ...weighted];
}

/** Types of which AWS has one of a name, with the argument that is the name. */
const uniqueNames: Readonly<Record<string, string>> = {
  aws_alb: "name",
  aws_autoscaling_group: "name",
  aws_cloudwatch_log_group: "name",
  aws_db_instance: "identifier",
  aws_db_parameter_group: "name",
  aws_db_subnet_group: "name",
  aws_dynamodb_table: "name",
  aws_ecr_repository: "name",
  aws_ecs_capacity_provider: "name",
  aws_ecs_service: "name",
  aws_elasticache_replication_group: "replication_group_id",
  aws_iam_group: "name",
  aws_iam_instance_profile: "name",
  aws_iam_policy: "name",
  aws_iam_role: "name",
  aws_iam_user: "name",
  aws_kms_alias: "name",
  aws_lambda_function: "function_name",
  aws_launch_template: "name",
  aws_lb: "name",
  aws_lb_target_group: "name",
  aws_rds_cluster: "cluster_identifier",
  aws_s3_bucket: "bucket",
  aws_secretsmanager_secret: "name",
  aws_sqs_queue: "name",
};

/** Why an apply would stop half-way at this change; undefined where nothing is known to stop it. */
export function stopOf({ change, name, resourceIndex }: ChangeDetails): Stop | undefined {
  const { type, action, stack } = change;
  if (action !== "replace" && action !== "destroy") return undefined;
  const users = usersOf(change, resourceIndex);
  const noun = type.replace(/^aws_/, "").replaceAll("_", " ");
  // Within one stack, what uses a target group takes the new one before the old one goes.
  const inTheWay =
    type === "aws_lb_target_group" && change.createBeforeDestroy ? users.filter((user) => user.stack !== stack) : users;
  if (inTheWay.length > 0) {
    const who = listed(inTheWay.map((user) => `${user.noun} ${user.stack}/${user.address}`));
    const verb = action === "replace" ? "replaced" : "destroyed";
    return {
      text: `${noun} ${name} is ${verb} while ${who} ${inTheWay.length === 1 ? "uses" : "use"} it: AWS refuses, and the apply stops half-way`,
      remedy: `two steps: first add a new ${noun} under another name beside this one, let ${who} use it, and apply; then remove this one`,
    };
  }
  return isNameTaken(change)
    ? {
        text: `${noun} ${name} is replaced, the new one is created first, under the same name: AWS has one of a name, and the apply stops there`,
        remedy: "give the new one another name, or a name_prefix; or remove create_before_destroy, and accept the gap",
      }
    : undefined;
}

function isNameTaken({ type, createBeforeDestroy, before, after }: PlannedChange): boolean {
  const argument = Object.hasOwn(uniqueNames, type) ? uniqueNames[type] : undefined;
  if (argument === undefined || !createBeforeDestroy) return false;
  const [was, becomes] = [before?.[argument], after?.[argument]];
  return typeof was === "string" && was !== "" && was === becomes;
}

/** Whatever still uses a resource after the apply, in every stack that this review knows. */
export function usersOf(change: PlannedChange, resourceIndex: ResourceIndex): readonly User[] {
  const own = Object.hasOwn(uses, change.type) ? (uses[change.type] ?? []) : [];
  const planned = own.flatMap(({ type, named, noun }) =>
    resourceIndex
      .ofType(type)
      .filter(remains)
      // What is replaced first lets go of it by itself.
      .filter(({ action, createBeforeDestroy }) => action !== "create" && (action !== "replace" || createBeforeDestroy))
      .filter(({ before, after, stack }) =>
        // What is destroyed is in the way only of those that do not let go of it.
        (change.action === "destroy" ? [after] : [before, after]).some((values) =>
          named(values ?? {}).some((value) => resourceIndex.resolve(value, stack, change.type) === change),
        ),
      )
      .map(({ stack, address }) => ({ stack, address, noun })),
  );
  return [...planned, ...own.flatMap((use) => writtenUsers(change, use, resourceIndex.context))];
}

/** Users in stacks without a plan here: as their configuration says. */
function writtenUsers(change: PlannedChange, { type, argument, noun }: Use, context: Context): User[] {
  const { configurations = [], changes } = context;
  const planned = new Set(changes.map(({ stack }) => stack));
  const block = configurations.find(({ name }) => name === change.stack)?.find(change.address);
  if (block === undefined) return [];
  const isUser = (other: Block) => leadsTo(other, argument, change.type).includes(block);
  return configurations
    .filter(({ name }) => !planned.has(name))
    .flatMap((configuration) => configuration.resourcesOf(type).filter(isUser))
    .map((other) => ({ stack: other.configuration.name, address: other.address, noun }));
}

/** Resources that name a role as whom they trust: its ARN, which represents the role that is gone. */
export function trustingOf(role: PlannedChange, resourceIndex: ResourceIndex): readonly string[] {
  const arn = role.before?.arn;
  if (typeof arn !== "string" || arn === "") return [];
  return resourceIndex.context.changes
    .filter((other) => other !== role && other.mode === "managed" && remains(other))
    .filter((other) =>
      Object.values(valuesOf(other)).some(
        (value) => typeof value === "string" && value.includes('"Principal"') && value.includes(arn),
      ),
    )
    .map(({ address }) => address);
}

function listed(all: readonly string[]): string {
  return all.length > 3 ? `${all.slice(0, 3).join(", ")} and ${all.length - 3} more` : all.join(" and ");
}
