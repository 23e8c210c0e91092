import type { Snapshot, Task } from "../../../operations/status/snapshot";

/** Five minutes before the snapshot. */
const earlier = "2026-11-23T10:00:00.000Z";

const container = {
  name: "web",
  image: "111122223333.dkr.ecr.eu-central-1.amazonaws.com/app:v7",
  status: "RUNNING",
  health: "UNKNOWN",
};

export const task: Task = {
  id: "0123456789abcdef0123456789abcdef",
  taskDefinition: "app:7",
  status: "RUNNING",
  health: "UNKNOWN",
  instance: "i-1",
  zone: "eu-central-1a",
  startedAt: earlier,
  containers: [container],
};

/** A task of the same revision that stopped by itself. */
export const crashed = (id: string, exitCode = 1): Task => ({
  ...task,
  id,
  status: "STOPPED",
  stoppedAt: "2026-11-23T10:04:00.000Z",
  stopCode: "EssentialContainerExited",
  stoppedReason: "Essential container in task exited",
  containers: [{ ...container, status: "STOPPED", exitCode }],
});

/** A service that has all it wants. */
export const healthy: Snapshot = {
  at: "2026-11-23T10:05:00.000Z",
  environment: "production",
  account: "111122223333",
  region: "eu-central-1",
  cluster: { name: "Cluster", runningTasks: 1, pendingTasks: 0 },
  instances: [
    {
      id: "i-1",
      type: "m7i.large",
      zone: "eu-central-1a",
      status: "ACTIVE",
      agentConnected: true,
      agentVersion: "1.98.0",
      freeCpu: 512,
      totalCpu: 2048,
      freeMemoryMiB: 4710,
      totalMemoryMiB: 7782,
      tasks: 1,
    },
  ],
  service: {
    name: "Service",
    status: "ACTIVE",
    controller: "ECS",
    desired: 1,
    running: 1,
    pending: 0,
    taskDefinition: "app:7",
    deployments: [
      {
        id: "ecs-svc/1",
        status: "PRIMARY",
        taskDefinition: "app:7",
        state: "COMPLETED",
        reason: "ECS deployment ecs-svc/1 completed.",
        desired: 1,
        running: 1,
        pending: 0,
        failedTasks: 0,
        since: earlier,
      },
    ],
  },
  tasks: [task],
  stopped: [],
  oneOff: [],
  targets: [{ targetGroup: "web-1", id: "i-1", port: 4000, state: "healthy" }],
  events: [{ at: earlier, message: "(service Service) has reached a steady state." }],
  logs: [{ container: "web", task: task.id, lines: [{ at: earlier, text: "Listening on 4000" }] }],
  alarms: [{ name: "app-production-cpu-high", state: "OK" }],
  scaling: [],
  unread: [],
};
