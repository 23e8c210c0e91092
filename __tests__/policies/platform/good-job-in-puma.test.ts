import { goodJobInPuma as policy } from "../../../policies/platform/good-job-in-puma";
import { verdicts } from "../../../packages/aws-policies/__tests__/parts";
import { application, web } from "./parts";

const puma = (value: string, ...more: { name: string; value: string }[]) => ({
  ...web,
  environment: [{ name: "GOOD_JOB_IN_PUMA", value }, ...more],
});
const worker = { name: "worker", command: ["bundle", "exec", "good_job", "start"] };
const verdictsOf = (...containers: object[]) =>
  verdicts(policy, application({ containers: containers as Record<string, unknown>[] }));

test("jobs in Puma beside a worker fail, with the threads of each", () => {
  expect(verdictsOf(puma("true"), worker)).toEqual([
    "fail aws_ecs_task_definition.app: container web runs jobs in 5 threads of each Puma process, beside the worker worker (5 threads)",
  ]);
  const tuned = { ...worker, command: ["good_job", "start", "--queues=mail:2;*", "--max-threads=8"] };
  expect(verdictsOf(puma("1", { name: "GOOD_JOB_MAX_THREADS", value: "3" }), tuned)).toEqual([
    "fail aws_ecs_task_definition.app: container web runs jobs in 3 threads of each Puma process, beside the worker worker (10 threads)",
  ]);
});

test("a worker in another task definition counts too", () => {
  const other = { container_definitions: JSON.stringify([worker]) };
  const resources = { aws_ecs_task_definition: { other } };
  expect(verdicts(policy, application({ containers: [puma("true")], resources }))).toEqual([
    "fail aws_ecs_task_definition.app: container web runs jobs in 5 threads of each Puma process, beside the worker worker (5 threads)",
    "not applicable aws_ecs_task_definition.other: no container runs jobs in Puma",
  ]);
});

test("jobs in Puma alone, and a worker alone, are each right", () => {
  expect(verdictsOf(puma("true"))).toEqual([
    "not applicable aws_ecs_task_definition.app: no worker container runs jobs",
  ]);
  expect(verdictsOf(puma("false"), worker)).toEqual([
    "not applicable aws_ecs_task_definition.app: no container runs jobs in Puma",
  ]);
  // The worker container is given the same environment as the web container, and runs no Puma.
  expect(verdictsOf({ ...worker, environment: [{ name: "GOOD_JOB_IN_PUMA", value: "true" }] })).toEqual([
    "not applicable aws_ecs_task_definition.app: no container runs jobs in Puma",
  ]);
});
