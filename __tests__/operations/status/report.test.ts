import { diagnose } from "../../../operations/status/diagnose";
import { report } from "../../../operations/status/report";
import { crashed, healthy } from "./parts";

test("the answer stands first", () => {
  expect(report(healthy, []).split("\n")[0]).toBe(
    "✔ Service is healthy  production, 111122223333 eu-central-1, 2026-11-23T10:05:00.000Z",
  );
});

test("a healthy service in full", () => {
  expect(report(healthy, [])).toMatchInlineSnapshot(`
   "✔ Service is healthy  production, 111122223333 eu-central-1, 2026-11-23T10:05:00.000Z

   Cluster
     Cluster  ACTIVE, 1 task running

   Instances
     i-1  m7i.large  eu-central-1a  ACTIVE  free cpu 512 of 2048  memory 4710 of 7782 MiB  1 task  agent 1.98.0

   Service
     Service  ACTIVE, 1 of 1 task, app:7, rolling
     PRIMARY  app:7  COMPLETED  1 of 1  5 min ago  ECS deployment ecs-svc/1 completed.

   Tasks
     01234567  app:7  RUNNING  i-1  eu-central-1a  up 5 min
       web  app:v7  RUNNING

   Targets
     i-1:4000  healthy

   Events
     5 min ago  has reached a steady state.

   Log of web, task 01234567
     5 min ago  Listening on 4000

   Alarms
     1 OK, 0 without data, none fires"
  `);
});

test("a diagnosis has its evidence and its next step", () => {
  const sick = { ...healthy, stopped: [crashed("a"), crashed("b")] };
  const [head, , ...rest] = report(sick, diagnose(sick)).split("\n");
  expect(head).toMatch(/^✖ Service is degraded: restart loop/);
  expect(rest.slice(0, 4)).toEqual([
    "restart loop",
    "  2 tasks of app:7 stopped by themselves",
    "  Essential container in task exited: web exit code 1",
    "  → the container exits: read its last log lines below; until it is mended: ./platform rollback production",
  ]);
  expect(rest).toContain("  1 min ago  app:7  Essential container in task exited: web exit code 1");
});

test("a rollout that is going on is told in the first line", () => {
  const deployments = healthy.service.deployments.map((deployment) => ({ ...deployment, state: "IN_PROGRESS" }));
  expect(report({ ...healthy, service: { ...healthy.service, deployments } }, [])).toMatch(
    /^✔ Service is healthy, a deployment is in progress/,
  );
});

test("an alarm that fires is named with what to do, the others are counted", () => {
  const alarms = [
    ...healthy.alarms,
    { name: "app-production-errors", state: "ALARM", description: "Look at the log." },
  ];
  expect(report({ ...healthy, alarms }, [])).toContain(
    "  ALARM  app-production-errors  Look at the log.\n  1 OK, 0 without data",
  );
});
