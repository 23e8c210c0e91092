import { diagnose } from "../../../operations/status/diagnose";
import type { Snapshot } from "../../../operations/status/snapshot";
import { crashed, healthy } from "./parts";

const troubles = (snapshot: Snapshot) => diagnose(snapshot).map(({ trouble }) => trouble);
const [primary] = healthy.service.deployments;
if (primary === undefined) throw new Error("the healthy service has a deployment");
const event = (message: string) => ({ at: healthy.at, message: `(service Service) ${message}` });

test("a healthy service has no diagnosis", () => {
  expect(diagnose(healthy)).toEqual([]);
});

test("a rollout that is going on is no trouble", () => {
  const deployments = [
    { ...primary, state: "IN_PROGRESS" },
    { ...primary, id: "ecs-svc/0", status: "ACTIVE" },
  ];
  expect(troubles({ ...healthy, service: { ...healthy.service, deployments } })).toEqual([]);
});

describe("a restart loop", () => {
  test("is two or more tasks of the present revision that stopped by themselves", () => {
    const [found] = diagnose({ ...healthy, stopped: [crashed("a"), crashed("b")] });
    expect(found).toEqual({
      trouble: "restart loop",
      evidence: ["2 tasks of app:7 stopped by themselves", "Essential container in task exited: web exit code 1"],
      next: "the container exits: read its last log lines below; until it is mended: ./platform rollback production",
    });
  });

  test("is not one task that stopped, nor tasks of a revision that is gone", () => {
    expect(troubles({ ...healthy, stopped: [crashed("a")] })).toEqual([]);
    const old = { taskDefinition: "app:6" };
    expect(
      troubles({
        ...healthy,
        stopped: [
          { ...crashed("a"), ...old },
          { ...crashed("b"), ...old },
        ],
      }),
    ).toEqual([]);
  });

  test("is not tasks that scaling took away", () => {
    const scaledIn = {
      stopCode: "ServiceSchedulerInitiated",
      stoppedReason: "Scaling activity initiated by (deployment ecs-svc/1)",
    };
    expect(
      troubles({
        ...healthy,
        stopped: [
          { ...crashed("a"), ...scaledIn },
          { ...crashed("b"), ...scaledIn },
        ],
      }),
    ).toEqual([]);
  });

  test("by SIGKILL is memory pressure only where ECS says so", () => {
    const killed = (reason?: string) =>
      ["a", "b"].map((id) => {
        const { containers, ...rest } = crashed(id, 137);
        return { ...rest, containers: containers.map((one) => ({ ...one, ...(reason !== undefined && { reason }) })) };
      });
    expect(diagnose({ ...healthy, stopped: killed() })[0]?.next).toContain(
      "ECS does not report that its memory was exceeded",
    );
    const unhealthy = killed().map((one) => ({
      ...one,
      stopCode: "ServiceSchedulerInitiated",
      stoppedReason: "Task failed ELB health checks in (target-group web)",
    }));
    expect(diagnose({ ...healthy, stopped: unhealthy })[0]?.next).toContain("does not answer its health check");
    const [found] = diagnose({
      ...healthy,
      stopped: killed("OutOfMemoryError: Container killed due to memory usage"),
    });
    expect(found?.next).toMatch(/^a container needs more memory/);
  });

  test("by failed health checks points at the health check", () => {
    const unhealthy = {
      stopCode: "ServiceSchedulerInitiated",
      stoppedReason: "Task failed ELB health checks in (target-group web)",
    };
    const [found] = diagnose({
      ...healthy,
      stopped: [
        { ...crashed("a"), ...unhealthy },
        { ...crashed("b"), ...unhealthy },
      ],
    });
    expect(found?.trouble).toBe("restart loop");
    expect(found?.next).toMatch(/^the application does not answer its health check/);
  });
});

describe("a failed deployment", () => {
  test("is one that ECS gave up", () => {
    const deployments = [
      primary,
      { ...primary, taskDefinition: "app:8", state: "FAILED", reason: "tasks failed to start." },
    ];
    const [found] = diagnose({ ...healthy, service: { ...healthy.service, deployments } });
    expect(found).toMatchObject({
      trouble: "failed deployment",
      evidence: ["deployment of app:8 FAILED: tasks failed to start."],
    });
  });

  test("of an image that is missing says to push it", () => {
    const stopped = {
      ...crashed("a"),
      stopCode: "TaskFailedToStart",
      stoppedReason: "CannotPullContainerError: manifest for app:v7 not found",
    };
    const [found] = diagnose({ ...healthy, stopped: [stopped] });
    expect(found?.trouble).toBe("failed deployment");
    expect(found?.evidence).toEqual(["task could not start: CannotPullContainerError: manifest for app:v7 not found"]);
    expect(found?.next).toMatch(/push it \(scripts\/build-and-push.sh\)/);
  });

  test("that was rolled back is reported until the service is steady again", () => {
    const rolledBack = event("rolling back to deployment ecs-svc/1.");
    const steady = event("has reached a steady state.");
    expect(troubles({ ...healthy, events: [rolledBack, steady] })).toEqual(["failed deployment"]);
    expect(troubles({ ...healthy, events: [steady, rolledBack] })).toEqual([]);
  });
});

describe("resource exhaustion", () => {
  const noRoom = event("was unable to place a task because no container instance met all of its requirements.");

  test("is a task without room, with what the instances have left", () => {
    const starved = { ...healthy, events: [noRoom], service: { ...healthy.service, desired: 2 } };
    expect(diagnose(starved)[0]).toMatchObject({
      trouble: "resource exhaustion",
      evidence: [noRoom.message, "i-1 has 512 CPU units and 4710 MiB left"],
    });
    expect(troubles(starved)).toEqual(["resource exhaustion", "too few tasks"]);
  });

  test.each([
    ["m7i.large", "raise capacity.maximum (one more m7i.large costs $88 a month On-Demand) or take"],
    ["m9z.large", "raise capacity.maximum or take"],
  ])("has a price where it advises to add a %s, as far as one is known", (type, advice) => {
    const instances = healthy.instances.map((instance) => ({ ...instance, type }));
    const starved = { ...healthy, instances, events: [noRoom], service: { ...healthy.service, desired: 2 } };
    expect(diagnose(starved)[0]?.next).toContain(advice);
  });

  test("is an alarm on the use of resources, but not the database's", () => {
    const alarm = (name: string) => [{ name, state: "ALARM" }];
    expect(troubles({ ...healthy, alarms: alarm("app-production-memory-high") })).toEqual([
      "resource exhaustion",
      "alarm",
    ]);
    expect(diagnose({ ...healthy, alarms: alarm("app-production-memory-high") })[0]?.next).toContain(
      `(./platform right-size ${healthy.environment} says what they use`,
    );
    expect(troubles({ ...healthy, alarms: alarm("app-production-database-cpu-high") })).toEqual(["alarm"]);
  });
});

test("an instance whose agent is gone is named", () => {
  const instances = healthy.instances.map((instance) => ({ ...instance, agentConnected: false }));
  expect(diagnose({ ...healthy, instances })).toEqual([
    {
      trouble: "instance impaired",
      evidence: ["the ECS agent on i-1 (m7i.large, eu-central-1a) is not connected"],
      next: "terminate i-1: the Auto Scaling group replaces it; its tasks run until then, and cannot be managed",
    },
  ]);
});

test("an unhealthy target is trouble, a draining one is not", () => {
  const [target] = healthy.targets;
  if (target === undefined) throw new Error("there is a target");
  expect(troubles({ ...healthy, targets: [{ ...target, state: "draining" }] })).toEqual([]);
  expect(
    diagnose({ ...healthy, targets: [{ ...target, state: "unhealthy", reason: "Request timed out" }] })[0],
  ).toMatchObject({
    trouble: "unhealthy targets",
    evidence: ["i-1:4000 is unhealthy: Request timed out"],
  });
});

test.each([
  ["301", "with a redirect (301), to HTTPS most often"],
  ["302", "with a redirect (302)"],
  ["403", "refuses the health check (403): the load balancer calls it by the task's address"],
  ["401", "asks for a login"],
  ["404", "does not know healthCheck.path (404)"],
  ["503", "fails at its health check (503)"],
])("a target that answers %s says what to change in the application", (code, next) => {
  const targets = healthy.targets.map((target) => ({
    ...target,
    state: "unhealthy",
    reason: `Health checks failed with these codes: [${code}]`,
  }));
  expect(diagnose({ ...healthy, targets })[0]?.next).toContain(next);
});

test("what one more task lacks is trouble, even while all tasks run", () => {
  const missing = [{ text: "v7 is not in the repository app", next: "push it" }];
  expect(diagnose({ ...healthy, start: { ready: [], missing } })).toEqual([
    { trouble: "no task could start", evidence: ["v7 is not in the repository app"], next: "push it" },
  ]);
  expect(diagnose({ ...healthy, start: { ready: ["v7 is in app"], missing: [] } })).toEqual([]);
});

test("an alarm's own description is the next step", () => {
  const alarms = [{ name: "app-production-errors", state: "ALARM", since: healthy.at, description: "look at the log" }];
  expect(diagnose({ ...healthy, alarms })).toEqual([
    { trouble: "alarm", evidence: [`app-production-errors since ${healthy.at}`], next: "look at the log" },
  ]);
});
