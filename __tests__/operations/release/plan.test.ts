import { compareContainers } from "../../../operations/release/plan/containers";
import { readRelease } from "../../../operations/release/plan/expected";

const image = (tag: string) => `111122223333.dkr.ecr.eu-central-1.amazonaws.com/shop:${tag}`;
const web = { name: "web", image: image("v1"), memoryReservation: 2048, environment: [{ name: "MODE", value: "a" }] };
const definition = (container: object) => ({
  family: "shop",
  revision: 3,
  cpu: "",
  container_definitions: JSON.stringify([container]),
});
const replaced = (after: object) => ({
  address: "aws_ecs_task_definition.task-definition",
  type: "aws_ecs_task_definition",
  change: {
    actions: ["create", "delete"],
    before: definition(web),
    after: { ...definition(after), revision: undefined, cpu: null },
    after_unknown: { revision: true, arn: true },
  },
});
const service = (after: object, unknown: object) => ({
  address: "aws_ecs_service.service",
  type: "aws_ecs_service",
  change: {
    actions: ["update"],
    before: { task_definition: "arn:aws:ecs:::task-definition/shop:3", desired_count: 1, force: null },
    after: { desired_count: 1, ...after },
    after_unknown: unknown,
  },
});
const newTag = replaced({ ...web, image: image("v2") });
const read = (...changes: readonly object[]) => readRelease({ resource_changes: changes });

describe("the plan of a release", () => {
  test("is expected to replace task definitions by another image, and to bring the service to the new revision", () => {
    const plan = read(newTag, service({}, { task_definition: true }));
    expect(plan).toMatchObject({ isEmpty: false, unexpected: [] });
    expect(plan.images).toEqual([{ container: "web", before: image("v1"), after: image("v2") }]);
    expect(plan.containers).toEqual([{ ...web, image: image("v2") }]);
  });

  test("names its services and task definitions, and which of them change, so that one can be planned alone", () => {
    const other = {
      address: "aws_ecs_service.worker_service_1A",
      type: "aws_ecs_service",
      change: { actions: ["no-op"], before: { name: "Worker" }, after: { name: "Worker" }, after_unknown: {} },
    };
    expect(read(newTag, other).parts).toEqual([
      { address: "aws_ecs_task_definition.task-definition", kind: "task definition", name: "shop", isChanged: true },
      { address: "aws_ecs_service.worker_service_1A", kind: "service", name: "Worker", isChanged: false },
    ]);
  });

  test("may bring a service that was rolled back to a revision which is there already", () => {
    const known = service({ task_definition: "arn:aws:ecs:::task-definition/shop:4" }, {});
    expect(read(known).unexpected).toEqual([]);
    const foreign = service({ task_definition: "arn:aws:ecs:::task-definition/other:4" }, {});
    expect(read(foreign).unexpected).toEqual(["aws_ecs_service.service: task_definition changes"]);
  });

  test("may take an old revision out of the state that an apply left there; a deposed object of another kind is not expected", () => {
    const deleted = { actions: ["delete"], before: definition(web), after: null, after_unknown: {} };
    const left = { ...newTag, deposed: "0a1b2c3d", change: deleted };
    const plan = read(left);
    expect(plan).toMatchObject({ isEmpty: false, unexpected: [], parts: [], images: [] });
    expect(read({ ...left, deposed: undefined }).unexpected).toEqual([
      "aws_ecs_task_definition.task-definition: would be destroyed",
    ]);
    const other = { ...left, address: "aws_lb_target_group.web", type: "aws_lb_target_group" };
    expect(read(other).unexpected).toEqual(["aws_lb_target_group.web: would be destroyed"]);
  });

  test("that changes anything else says what: configuration, drift, replacement, deletion", () => {
    const other = replaced({ ...web, image: image("v2"), memoryReservation: 3072, environment: [] });
    const gone = {
      address: "aws_sns_topic.alarms",
      type: "aws_sns_topic",
      change: { actions: ["delete"], before: { name: "alarms" }, after: null, after_unknown: {} },
    };
    const outage = { ...service({}, {}), change: { ...service({}, {}).change, actions: ["delete", "create"] } };
    const counted = service({ desired_count: 4 }, { task_definition: true });
    expect(read(other, gone, outage, counted).unexpected).toEqual([
      "aws_ecs_task_definition.task-definition: container web: memoryReservation 2048 -> 3072",
      "aws_ecs_task_definition.task-definition: container web: environment MODE removed",
      "aws_sns_topic.alarms: would be destroyed",
      "aws_ecs_service.service: would be replaced",
      "aws_ecs_service.service: desired_count changes",
    ]);
  });

  test("may change what follows from the new revision: values that are known only then, however deep", () => {
    const schedule = {
      address: "aws_scheduler_schedule.nightly",
      type: "aws_scheduler_schedule",
      change: {
        actions: ["update"],
        before: {
          target: [{ arn: "cluster", ecs_parameters: [{ task_definition_arn: "shop-task:3", task_count: 1 }] }],
        },
        after: { target: [{ arn: "cluster", ecs_parameters: [{ task_count: 1 }] }] },
        after_unknown: { target: [{ ecs_parameters: [{ task_definition_arn: true }] }] },
      },
    };
    expect(read(schedule).unexpected).toEqual([]);
  });

  test("without changes is empty; data sources that are read change nothing", () => {
    const source = {
      address: "data.x.y",
      type: "x",
      change: { actions: ["read"], before: null, after: {}, after_unknown: {} },
    };
    const same = { ...newTag, change: { ...newTag.change, actions: ["no-op"] } };
    expect(read(source, same)).toMatchObject({ isEmpty: true, unexpected: [] });
    expect(readRelease({ resource_changes: [], output_changes: { x: { actions: ["create"] } } }).isEmpty).toBe(false);
  });
});

describe("container definitions", () => {
  test("that differ in what is empty, or in the order of keys, are the same", () => {
    const written = { cpu: 0, name: "web", mountPoints: [], environment: null };
    expect(compareContainers([written], [{ name: "web", cpu: 0 }])).toEqual({ images: [], others: [] });
    expect(compareContainers([{ name: "web", cpu: 0 }], [{ name: "web", cpu: 256 }]).others).toEqual([
      "container web: cpu 0 -> 256",
    ]);
  });

  test("are reported by name: containers, variables and secrets that come, go and change, and never a value of a variable", () => {
    const one = {
      name: "web",
      environment: [{ name: "TOKEN", value: "hunter2" }],
      secrets: [{ name: "KEY", valueFrom: "a" }],
    };
    const two = {
      name: "web",
      environment: [
        { name: "TOKEN", value: "other" },
        { name: "MORE", value: "hunter3" },
      ],
    };
    const { others } = compareContainers([one, { name: "sidecar" }], [two, { name: "worker" }]);
    expect(others).toEqual([
      "container web: environment MORE added",
      "container web: environment TOKEN changed",
      "container web: secrets KEY removed",
      "container sidecar is gone",
      "container worker is new",
    ]);
    expect(others.join()).not.toMatch(/hunter|other/);
  });
});
