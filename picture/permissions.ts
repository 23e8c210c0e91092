import {
  companionsOf,
  leadsTo,
  policiesOf,
  valueLeadsTo,
  type Block,
  type Statement,
} from "../packages/terraform-json";
import { addressOf, blocksBehind, nameOf, unique } from "./block";
import { passage } from "./endpoints";
import type { Box } from "./model";
import type { Found, Placed } from "./placed";

/** What roles, and the policies of the endpoints on the way, allow the services and instances that have them, on resources that are drawn; and what load balancers write. */
export function permissions(placed: readonly Placed[]): Found[] {
  const owners = placed.flatMap((owner) => rolesOf(owner.block).map((role) => ({ owner, role })));
  return [...owners.flatMap(({ owner, role }) => granted(owner, role, placed)), ...accessLogs(placed)];
}

function rolesOf(block: Block): readonly Block[] {
  if (block.type === "aws_ecs_service") {
    const tasks = leadsTo(block, "task_definition", "aws_ecs_task_definition");
    return unique(
      tasks.flatMap((task) =>
        ["task_role_arn", "execution_role_arn"].flatMap((argument) => leadsTo(task, argument, "aws_iam_role")),
      ),
    );
  }
  if (block.type !== "aws_autoscaling_group") return [];
  const templates = unique([
    ...leadsTo(block, "mixed_instances_policy", "aws_launch_template"),
    ...leadsTo(block, "launch_template", "aws_launch_template"),
  ]);
  return templates
    .flatMap((template) => leadsTo(template, "iam_instance_profile", "aws_iam_instance_profile"))
    .flatMap((profile) => leadsTo(profile, "role", "aws_iam_role"));
}

function granted(owner: Placed, role: Block, placed: readonly Placed[]): Found[] {
  const statements = policiesOf(role).statements.filter(({ effect }) => effect === "Allow");
  const byTarget = new Map<
    string,
    { readonly target: Target; readonly statements: Statement[]; readonly passed: string[] }
  >();
  for (const statement of statements) {
    for (const resource of statement.resources) {
      for (const target of targetsOf(role, resource, placed)) {
        const names = (endpoint: Block, text: string) =>
          targetsOf(endpoint, text, placed).some(({ id }) => id === target.id);
        const { actions, resources } = passage(owner, { actions: statement.actions, resource, names }, placed);
        if (actions.length === 0 && statement.actions.length > 0) continue;
        const known = byTarget.get(target.id) ?? { target, statements: [], passed: [] };
        known.statements.push({ ...statement, actions });
        known.passed.push(...resources);
        byTarget.set(target.id, known);
      }
    }
  }
  return [...byTarget.values()].map(({ target, statements: own, passed }) => ({
    arrow: {
      from: owner.box.id,
      to: target.id,
      kind: "permission",
      label: verbs(own.flatMap(({ actions }) => actions)),
      resources: unique([
        ...own.map(({ sid, actions }) => `${addressOf(role)}${sid ? ` ${sid}` : ""} (${actions.join(", ")})`),
        ...passed,
      ]),
    },
    ...(target.foreign && { foreign: [target.foreign] }),
  }));
}

interface Target {
  readonly id: string;
  readonly foreign?: Box;
}

/** Resources that a statement names: by reference, by name, or in another account. */
function targetsOf(role: Block, resource: string, placed: readonly Placed[]): Target[] {
  const referred = unique([
    ...blocksBehind(role.configuration, resource),
    ...valueLeadsTo(role.configuration, resource, ...unique(placed.map(({ block }) => block.type))),
  ]);
  const boxes = placed.filter(({ block }) => referred.includes(block));
  if (boxes.length > 0 || resource.includes("${")) return boxes.map(({ box }) => ({ id: box.id }));
  const [, , service = "", , account = "", ...rest] = resource.split(":");
  const name = rest
    .join(":")
    .replace(/^secret:/, "")
    .replace(/\/\*$/, "");
  const title = Object.hasOwn(elsewhere, service) ? elsewhere[service] : undefined;
  if (title === undefined || name === "" || /[*?]/.test(name)) return [];
  const named = placed.find(({ box, block }) => nameOf(block) === name && box.title.startsWith(title.slice(0, 10)));
  if (named !== undefined) return [{ id: named.box.id }];
  const lines = [name, account === "" ? "managed elsewhere" : `account ${account}`];
  const foreign: Box = { id: resource, kind: "storage", title, lines, parts: [], resources: [], foreign: true };
  return [{ id: `elsewhere ${service} ${name}`, foreign: { ...foreign, id: `elsewhere ${service} ${name}` } }];
}

const elsewhere: Readonly<Record<string, string>> = {
  dynamodb: "Amazon DynamoDB",
  s3: "Amazon S3 bucket",
  secretsmanager: "Secrets Manager",
  sns: "Amazon SNS topic",
  sqs: "Amazon SQS queue",
};

/** Actions that read, by the beginning of their names; all others write. */
const reading = /:(?:Batch(?:Get|Check)|Check|Decrypt|Describe|Get|List|Query|Receive|Scan|Select)/;

function verbs(actions: readonly string[]): string {
  if (actions.every((action) => action.startsWith("ecr:") && reading.test(action))) return "pulls";
  if (actions.every((action) => action.startsWith("kms:")))
    return actions.every((action) => reading.test(action)) ? "decrypts" : "encrypts";
  if (actions.some((action) => action.startsWith("sqs:"))) {
    const sends = actions.some((action) => /:SendMessage|:\*/.test(action));
    const consumes = actions.some((action) => /:ReceiveMessage|:\*/.test(action));
    return [sends && "sends", consumes && "consumes"].filter((word) => word !== false).join(", ") || "reads";
  }
  const reads = actions.some((action) => reading.test(action) && !/:(?:List|Describe|GetBucket)/.test(action));
  const writes = actions.some((action) => !reading.test(action));
  return reads && writes ? "reads, writes" : writes ? "writes" : "reads";
}

function accessLogs(placed: readonly Placed[]): Found[] {
  return placed
    .filter(({ block }) => block.type === "aws_lb")
    .flatMap(({ box, block }) =>
      leadsTo(block, "access_logs", "aws_s3_bucket").flatMap((bucket) => {
        const to = placed.find((other) => other.block === bucket);
        if (to === undefined) return [];
        const policies = companionsOf(bucket, "aws_s3_bucket_policy", "bucket").map(addressOf);
        const resources = [...box.resources, ...policies];
        return [
          { arrow: { from: box.id, to: to.box.id, kind: "permission" as const, label: "access logs", resources } },
        ];
      }),
    );
}
