import type { PlannedChange, Values } from "../../../model";
import { change, effects, replaced, there } from "../changes";

const web = {
  name: "web",
  image: "app:production-305",
  cpu: 1024,
  memoryReservation: 2048,
  portMappings: [{ containerPort: 4000, hostPort: 4000 }],
};
const definition = (container: object = web, more: Values = {}): Values => ({
  family: "ma",
  network_mode: "bridge",
  skip_destroy: true,
  container_definitions: JSON.stringify([container]),
  ...more,
});
const service: Values = {
  name: "Acorn-Production",
  desired_count: 1,
  deployment_maximum_percent: 200,
  deployment_minimum_healthy_percent: 100,
  task_definition: "arn:aws:ecs:eu-central-1:1:task-definition/ma:3",
  capacity_provider_strategy: [{ capacity_provider: "instances", weight: 1 }],
};
const group = (more: Values = {}): PlannedChange =>
  there(
    "aws_autoscaling_group.instances",
    {
      name: "instances",
      max_size: 4,
      mixed_instances_policy: [
        { launch_template: [{ override: [{ instance_type: "m7i.large" }, { instance_type: "m6i.large" }] }] },
      ],
      ...more,
    },
    { stack: "production-foundation" },
  );

/** The update of the service when its task definition gets a new revision. */
function release(container: object, more: Values = {}, ...others: readonly PlannedChange[]): string[] {
  const task = replaced("aws_ecs_task_definition.task", definition(), definition({ ...web, ...container }), {
    replacePaths: ["container_definitions"],
  });
  const before = { ...service, ...more };
  const after = { ...before, task_definition: "<aws_ecs_task_definition.task.arn>" };
  const update = change("aws_ecs_service.service", before, after, { unknown: ["task_definition"] });
  return effects(update, task, ...(others.length > 0 ? others : [group()]));
}

describe("a service", () => {
  test("with a new image is deployed in a rolling way, and says what it needs at its peak and why", () => {
    expect(release({ image: "app:production-306" })).toEqual([
      "low: service Acorn-Production: rolling deployment, 1 task, needs a second instance at its peak; image production-305 -> production-306",
    ]);
  });

  test("says whether size, secrets or configuration are the reason", () => {
    const [text] = release({
      memoryReservation: 3072,
      secrets: [{ name: "A", valueFrom: "arn" }],
      environment: [{ name: "B", value: "1" }],
    });
    expect(text).toContain("; task size, secrets, configuration");
  });

  test("needs no other instance where two tasks fit on one", () => {
    const dynamic = {
      image: "app:2",
      portMappings: [{ containerPort: 4000, hostPort: 0 }],
      cpu: 256,
      memoryReservation: 512,
    };
    expect(release(dynamic)).toEqual([
      "low: service Acorn-Production: rolling deployment, 1 task; image production-305 -> 2, task size, configuration",
    ]);
  });

  test("waits where the Auto Scaling group may not grow", () => {
    expect(release({ image: "app:2" }, {}, group({ max_size: 1 }))).toEqual([
      "high: service Acorn-Production: rolling deployment, 1 task, needs a second instance at its peak, but the Auto Scaling group's maximum is 1: the deployment waits; image production-305 -> 2",
    ]);
  });

  test("whose percents leave no way is an outage, or does not go on", () => {
    const [outage] = release(
      { image: "app:2" },
      { deployment_maximum_percent: 100, deployment_minimum_healthy_percent: 0 },
    );
    expect(outage).toMatch(/^high: .*all stop before new ones start: outage/);
    const [stuck] = release({ image: "app:2" }, { deployment_maximum_percent: 100 });
    expect(stuck).toMatch(/^high: .*cannot proceed/);
    const [fewer] = release(
      { image: "app:2" },
      { desired_count: 4, deployment_maximum_percent: 100, deployment_minimum_healthy_percent: 50 },
    );
    expect(fewer).toContain("4 tasks, runs on 2 tasks meanwhile");
  });

  test("that is replaced is an outage, unless the new one comes first", () => {
    expect(effects(replaced("aws_ecs_service.service", service, service))).toEqual([
      "high: service Acorn-Production replaced: all its tasks stop before new ones start: outage",
    ]);
    expect(effects(replaced("aws_ecs_service.service", service, service, { createBeforeDestroy: true }))).toEqual([
      "medium: service Acorn-Production replaced: a second service runs beside it, then the old one is removed",
    ]);
    expect(effects(change("aws_ecs_service.service", service, undefined))).toEqual([
      "high: service Acorn-Production is stopped and removed: outage",
    ]);
  });

  test("under CodeDeploy is not deployed by apply", () => {
    const before = { ...service, deployment_controller: [{ type: "CODE_DEPLOY" }] };
    const after = { ...before, health_check_grace_period_seconds: 60 };
    expect(effects(change("aws_ecs_service.service", before, after))).toEqual([
      "low: service Acorn-Production: blue/green, apply does not deploy; the release does",
    ]);
    expect(effects(change("aws_ecs_service.service", before, { ...before, task_definition: "ma:4" }))).toEqual([
      "medium: service Acorn-Production: apply fails, because only CodeDeploy may change task_definition",
    ]);
  });

  test("is scaled without a deployment, and fought over where autoscaling has a say", () => {
    const target = there("aws_appautoscaling_target.target", { resource_id: "service/cluster/Acorn-Production" });
    const update = change("aws_ecs_service.service", service, { ...service, desired_count: 3 });
    expect(effects(update)).toEqual(["low: service Acorn-Production: from 1 to 3 tasks"]);
    expect(effects(update, target)).toEqual([
      "low: service Acorn-Production: from 1 to 3 tasks",
      "medium: service Acorn-Production: Terraform and autoscaling both set desired_count; add it to ignore_changes",
    ]);
    expect(effects({ ...update, ignoreChanges: ["desired_count"] }, target)).toHaveLength(1);
    expect(effects(change("aws_ecs_service.service", service, { ...service, desired_count: 0 }))).toEqual([
      "high: service Acorn-Production: from 1 to 0 tasks: outage",
    ]);
  });

  test("with force_new_deployment is deployed by any change but that of tags", () => {
    const before = { ...service, force_new_deployment: true };
    expect(effects(change("aws_ecs_service.service", before, { ...before, tags: { A: "b" } }))).toEqual([]);
    const [text] = effects(change("aws_ecs_service.service", before, { ...before, enable_execute_command: true }));
    expect(text).toBe("low: service Acorn-Production: rolling deployment, 1 task");
  });
});

describe("a task definition", () => {
  test("that is replaced is a new revision; the old one is kept where Terraform does not deregister it", () => {
    const after = definition({ ...web, image: "app:2" });
    const task = replaced("aws_ecs_task_definition.task", definition(), after, {
      replacePaths: ["container_definitions"],
    });
    expect(effects(task)).toEqual([
      "low: task definition ma replaced because container_definitions changed: a new revision, the old one is kept",
    ]);
    expect(effects({ ...task, after: { ...after, skip_destroy: false } })[0]).toContain(
      "deregistered, so there is no way back",
    );
  });

  test("that grows says what still fits on an instance", () => {
    const dynamic = { ...web, portMappings: [{ containerPort: 4000 }], cpu: 256, memoryReservation: 1024 };
    const grown = (memoryReservation: number) =>
      effects(
        replaced("aws_ecs_task_definition.task", definition(dynamic), definition({ ...dynamic, memoryReservation })),
        group(),
      );
    expect(grown(3072)).toContain("low: task definition ma: 2 tasks fit on an instance, not 7");
    expect(grown(9000)).toContain(
      "high: task definition ma: a task of 256 CPU units and 9000 MiB fits on no instance of m7i.large, m6i.large",
    );
  });
});
