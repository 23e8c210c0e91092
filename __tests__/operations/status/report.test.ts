import { diagnose } from "../../../operations/status/diagnose";
import { report } from "../../../operations/status/report";
import { crashed, healthy } from "./parts";

test("the answer comes first", () => {
  expect(report(healthy, []).split("\n")[0]).toBe(
    "✔ Service is healthy  production, 111122223333 eu-central-1, 2026-11-23T10:05:00.000Z",
  );
});

test("a healthy service in full", () => {
  expect(report(healthy, [])).toMatchInlineSnapshot(`
   "✔ Service is healthy  production, 111122223333 eu-central-1, 2026-11-23T10:05:00.000Z

   Cluster
     Cluster  1 task running

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

test("a deployment that failed stays at the top after its rollback, with the reason", () => {
  const lastFailure = {
    at: "2026-11-23T10:00:00.000Z",
    id: "ecs-svc/2",
    reasons: ["tasks failed to start.", "app:8  Essential container in task exited: web exit code 1"],
    rolledBack: true,
  };
  expect(
    report({ ...healthy, lastFailure }, [])
      .split("\n")
      .slice(0, 6),
  ).toEqual([
    expect.stringContaining("✔ Service is healthy"),
    "",
    "the last deployment failed 5 min ago and was rolled back: ecs-svc/2",
    "  tasks failed to start.",
    "  app:8  Essential container in task exited: web exit code 1",
    "",
  ]);
});

test("whether one more task could start now is a line, and so is a migration with its time limit", () => {
  const [task] = healthy.tasks;
  const oneOff = [{ ...task!, purpose: "migration", limitMinutes: 30 }];
  const text = report({ ...healthy, oneOff, start: { ready: ["v7 is in app", "room on i-1"], missing: [] } }, []);
  expect(text).toContain("  one more task could start now: v7 is in app and room on i-1\n");
  expect(text).toContain(
    "Single tasks\n  01234567  app:7  RUNNING  i-1  eu-central-1a  up 5 min  migration, is stopped after 30 minutes\n",
  );
  const missing = [{ text: "v7 is not in the repository app", next: "push it" }];
  expect(report({ ...healthy, start: { ready: [], missing } }, [])).toContain(
    "  no task could start now: v7 is not in the repository app\n",
  );
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

test("a rollout that is going on is reported in the first line", () => {
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
