import { beforeDeploy, beforeDestroy, ProgressReader, type StackProgress } from "../../../lib/cdktf/progress";

const stacks = [
  { name: "production-foundation", dependencies: [], resources: 3 },
  { name: "production-data", dependencies: ["production-foundation"], resources: 1 },
];

/** Reads what cdktf wrote; a line takes a second. */
function read(output: string, before: readonly StackProgress[] = beforeDeploy(stacks)): readonly StackProgress[] {
  let seconds = 0;
  const reader = new ProgressReader(before, () => (seconds += 1) * 1000);
  for (const line of output.split("\n")) reader.read(line);
  return reader.stacks;
}

// Copied from runs of cdktf-cli 0.21 with CI=1; lines that nothing is read from are left out.
const initialized = `production-data  Initializing the backend...
production-data  Initializing provider plugins...
                 - Using previously-installed hashicorp/aws v5.100.0

                 Terraform has been successfully initialized!
production-foundation  Initializing the backend...
production-foundation  - Using previously-installed hashicorp/aws v5.100.0

                       Terraform has been successfully initialized!`;

const planned = `${initialized}
production-foundation  Terraform used the selected providers to generate the following execution plan.
                         # aws_ecs_cluster.cluster (cluster) will be created
                       Plan: 3 to add, 0 to change, 0 to destroy.`;

const applying = `${planned}
production-foundation  aws_cloudwatch_log_group.exec-logs (exec-logs): Creating...
                       aws_ecs_cluster.cluster (cluster): Creating...
production-foundation  aws_cloudwatch_log_group.exec-logs (exec-logs): Creation complete after 0s [id=/ecs/exec]
production-foundation  aws_ecs_cluster.cluster (cluster): Still creating... [10s elapsed]`;

const applied = `${applying}
production-foundation  aws_ecs_cluster.cluster (cluster): Creation complete after 11s [id=arn:aws:ecs:eu-central-1:1:cluster/c]
production-foundation  Apply complete! Resources: 3 added, 0 changed, 0 destroyed.

                       Outputs:`;

test("nothing has begun before anything was read", () => {
  expect(read("").map(({ phase }) => phase)).toEqual(["waiting", "waiting"]);
});

test("a stack plans once all are initialized and those before it are done", () => {
  expect(read(initialized.replace(/\n.*$/, "")).map(({ phase }) => phase)).toEqual(["initializing", "initialized"]);
  expect(read(initialized).map(({ phase }) => phase)).toEqual(["planning", "initialized"]);
  expect(read(applied).map(({ phase }) => phase)).toEqual(["done", "planning"]);
});

test("while it applies, a stack tells how many operations are done and which are under way since when", () => {
  const [foundation] = read(applying);
  expect(foundation).toMatchObject({ phase: "applying", planned: 3, finished: 1 });
  expect([...(foundation?.working.keys() ?? [])]).toEqual(["aws_ecs_cluster.cluster (cluster)"]);
});

test("a finished stack has Terraform's own count, and the time it took", () => {
  const [foundation] = read(applied);
  expect(foundation?.changes).toEqual({ added: 3, changed: 0, destroyed: 0 });
  expect((foundation?.endedAt ?? 0) - (foundation?.startedAt ?? 0)).toBeGreaterThan(0);
});

test("a replacement counts as two operations", () => {
  const [foundation] = read(`${initialized}
production-foundation  Plan: 1 to add, 2 to change, 1 to destroy.
production-foundation  aws_ecs_task_definition.task (task): Destroying... [id=web]
production-foundation  aws_ecs_task_definition.task (task): Destruction complete after 0s
production-foundation  aws_ecs_task_definition.task (task): Creating...
production-foundation  aws_ecs_task_definition.task (task): Creation complete after 0s [id=web]
production-foundation  aws_ecs_service.service (service): Modifying... [id=web]
production-foundation  aws_ecs_service.service (service): Modifications complete after 3s [id=web]`);
  expect(foundation).toMatchObject({ planned: 4, finished: 3 });
});

test("what Terraform says of an error is kept, and nothing else", () => {
  const [foundation] = read(`${applying}
production-foundation
production-foundation  Error: creating ECS Capacity Provider (web): operation error ECS: CreateCapacityProvider, StatusCode: 400

                         with aws_ecs_capacity_provider.web (capacity/web),
                         on cdk.tf.json line 425
production-foundation  aws_ecs_cluster.cluster (cluster): Creation complete after 11s [id=c]


0 Stacks deploying     1 Stack done     1 Stack waiting
Invoking Terraform CLI failed with exit code 1`);
  expect(foundation?.phase).toBe("failed");
  expect(foundation?.errors.join("\n").trim()).toBe(
    `Error: creating ECS Capacity Provider (web): operation error ECS: CreateCapacityProvider, StatusCode: 400

  with aws_ecs_capacity_provider.web (capacity/web),
  on cdk.tf.json line 425`,
  );
});

test("what cdktf itself says belongs to no stack", () => {
  const reader = new ProgressReader(beforeDeploy(stacks));
  expect(reader.read("Usage Error: Found no stack 'production-dat'")).toBe(false);
  expect(reader.read("production-data  Initializing the backend...")).toBe(true);
  expect(reader.read("                 - Installing hashicorp/aws v5.100.0...")).toBe(true);
});

test("a stack's name is not taken for one that it begins with", () => {
  const both = beforeDeploy([
    { name: "production", dependencies: [], resources: 1 },
    { name: "production-data", dependencies: [], resources: 1 },
  ]);
  expect(read("production-data  Initializing the backend...", both).map(({ phase }) => phase)).toEqual([
    "waiting",
    "initializing",
  ]);
});

test("destroying goes the other way round", () => {
  const before = beforeDestroy(stacks);
  expect(before.map(({ name, after }) => [name, ...after])).toEqual([
    ["production-data"],
    ["production-foundation", "production-data"],
  ]);
  const [data, foundation] = read(
    `${initialized}
production-data  Plan: 0 to add, 0 to change, 1 to destroy.
production-data  aws_db_instance.database (database): Destroying... [id=db]
production-data  aws_db_instance.database (database): Destruction complete after 30s
production-data  Destroy complete! Resources: 1 destroyed.`,
    before,
  );
  expect(data).toMatchObject({ phase: "done", changes: { added: 0, changed: 0, destroyed: 1 } });
  expect(foundation?.phase).toBe("planning");
});
