import type { Sample } from "./expression";

/** A fault: what metrics become from minute 0 on, and what happens. */
export interface Fault {
  readonly id: string;
  readonly title: string;
  /** Values by metric, with its namespace where several have it, and minute; the others are those of a healthy system. */
  readonly metrics?: Readonly<Record<string, (minute: number) => Sample>>;
  /** Lines that a container logs each minute. */
  readonly logs?: { readonly queueLatencySeconds: (minute: number) => Sample };
  /** An event that EventBridge gets once. */
  readonly event?: { readonly type: string; readonly detail: Readonly<Record<string, string>> };
  /** Only where a service may run no task. @default false */
  readonly scaledToZero?: boolean;
}

/** A healthy system. A metric that is not here is 0 where much of it is bad, and plenty where little of it is. */
export const healthy: Readonly<Record<string, Sample>> = {
  CapacityProviderReservation: 80,
  DesiredTaskCount: 1,
  // CloudWatch gets no sample where there was no error.
  HTTPCode_ELB_5XX_Count: undefined,
  HTTPCode_Target_5XX_Count: undefined,
  HealthyHostCount: 1,
  RequestCount: 600,
  RunningTaskCount: 1,
};

const always = (value: Sample) => () => value;

export const faults: readonly Fault[] = [
  {
    id: "load-balancer-502",
    title: "the load balancer answers a third of the requests with 502",
    metrics: { HTTPCode_ELB_5XX_Count: always(300) },
  },
  {
    id: "application-errors",
    title: "the application answers a third of the requests with 500",
    metrics: { HTTPCode_Target_5XX_Count: always(200) },
  },
  { id: "slow", title: "95 % of the requests take up to 9 seconds", metrics: { TargetResponseTime: always(9) } },
  {
    id: "crash-loop",
    title: "every task stops a minute after its start",
    metrics: {
      HTTPCode_ELB_5XX_Count: always(600),
      HealthyHostCount: always(undefined),
      RequestCount: always(undefined),
      RunningTaskCount: always(0),
      TaskFailures: always(1),
    },
  },
  {
    id: "five-crashes",
    title: "five tasks crash within one minute, then all is well",
    metrics: { TaskFailures: (minute) => (minute === 0 ? 5 : 0) },
  },
  {
    id: "one-crash",
    title: "one task crashes and is replaced",
    metrics: { TaskFailures: (minute) => (minute === 0 ? 1 : 0) },
  },
  {
    id: "stuck-queue",
    title: "the oldest job waits for an hour",
    logs: { queueLatencySeconds: always(3600) },
  },
  {
    id: "stuck-queue-missing-samples",
    title: "the oldest job waits for an hour, and every fourth minute nothing is logged",
    logs: { queueLatencySeconds: (minute) => (minute % 4 === 3 ? undefined : 3600) },
  },
  {
    id: "no-task-at-night",
    title: "automatic scaling takes the last task away",
    scaledToZero: true,
    metrics: {
      "AWS/ECS CPUUtilization": always(undefined),
      DesiredTaskCount: always(0),
      HealthyHostCount: always(undefined),
      "AWS/ECS MemoryUtilization": always(undefined),
      RequestCount: always(undefined),
      RunningTaskCount: always(0),
    },
  },
  {
    id: "task-stopped",
    title: "a task stops by itself",
    event: {
      type: "ECS Task State Change",
      detail: {
        lastStatus: "STOPPED",
        stopCode: "EssentialContainerExited",
        stoppedReason: "Essential container exited",
      },
    },
  },
  {
    id: "deployment-failed",
    title: "a deployment fails",
    event: { type: "ECS Deployment State Change", detail: { eventName: "SERVICE_DEPLOYMENT_FAILED" } },
  },
  {
    id: "deployment-completed",
    title: "a deployment completes",
    event: { type: "ECS Deployment State Change", detail: { eventName: "SERVICE_DEPLOYMENT_COMPLETED" } },
  },
];
