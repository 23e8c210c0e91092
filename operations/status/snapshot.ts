/** All that status knows of an environment's service at one moment. Times are ISO 8601 in UTC. */
export interface Snapshot {
  readonly at: string;
  readonly environment: string;
  readonly account: string;
  readonly region: string;
  readonly cluster: Cluster;
  readonly instances: readonly Instance[];
  readonly service: Service;
  /** Running and pending tasks of the service, newest first. */
  readonly tasks: readonly Task[];
  /** Tasks that stopped lately (ECS keeps them for about an hour), newest first. */
  readonly stopped: readonly Task[];
  /** Migrations, scheduled tasks and other single tasks of the environment that run, newest first. */
  readonly oneOff: readonly OneOffTask[];
  /** Whether one more task could start now. @default - not known */
  readonly start?: Start;
  /** The newest deployment, where it failed and nothing was deployed after it but the rollback. @default - it did not fail */
  readonly lastFailure?: FailedDeployment;
  readonly targets: readonly Target[];
  /** Newest first. */
  readonly events: readonly ServiceEvent[];
  readonly logs: readonly ContainerLog[];
  readonly alarms: readonly Alarm[];
  /** Newest first. */
  readonly scaling: readonly ScalingActivity[];
  /** What could not be read, each with the reason: the rest is still true. */
  readonly unread: readonly string[];
}

export interface Cluster {
  readonly name: string;
  readonly runningTasks: number;
  readonly pendingTasks: number;
}

/** A container instance. */
export interface Instance {
  /** EC2 instance id. */
  readonly id: string;
  readonly type: string;
  readonly zone: string;
  /** "ACTIVE", "DRAINING", ... */
  readonly status: string;
  readonly agentConnected: boolean;
  /** Version of the ECS agent. */
  readonly agentVersion: string;
  /** CPU units, of which 1024 are one vCPU. */
  readonly freeCpu: number;
  readonly totalCpu: number;
  readonly freeMemoryMiB: number;
  readonly totalMemoryMiB: number;
  readonly tasks: number;
}

export interface Service {
  readonly name: string;
  /** "ACTIVE", "DRAINING" or "INACTIVE". */
  readonly status: string;
  /** ECS's word for who deploys: "ECS" is a rolling update, "CODE_DEPLOY" is blue/green. */
  readonly controller: string;
  readonly desired: number;
  readonly running: number;
  readonly pending: number;
  /** Share of the desired tasks that runs during a deployment; 0 where the old task stops before the new one starts. */
  readonly minimumHealthyPercent?: number;
  /** `family:revision`. */
  readonly taskDefinition: string;
  /** Rolling deployments or, blue/green, task sets; the newest first. */
  readonly deployments: readonly Deployment[];
}

export interface Deployment {
  readonly id: string;
  /** "PRIMARY", "ACTIVE", "INACTIVE". */
  readonly status: string;
  readonly taskDefinition: string;
  /** "COMPLETED", "IN_PROGRESS" or "FAILED"; of a task set "STEADY_STATE" or "STABILIZING". */
  readonly state: string;
  readonly reason?: string;
  readonly desired: number;
  readonly running: number;
  readonly pending: number;
  readonly failedTasks: number;
  readonly since: string;
}

export interface Task {
  /** The last part of its ARN. */
  readonly id: string;
  /** `family:revision`. */
  readonly taskDefinition: string;
  /** "RUNNING", "PENDING", "STOPPED", ... */
  readonly status: string;
  /** "HEALTHY", "UNHEALTHY" or, without a container health check, "UNKNOWN". */
  readonly health: string;
  /** EC2 instance id; undefined while it is placed. */
  readonly instance?: string;
  readonly zone?: string;
  readonly startedAt?: string;
  readonly stoppedAt?: string;
  readonly stoppedReason?: string;
  /** ECS's word, such as "EssentialContainerExited". */
  readonly stopCode?: string;
  readonly containers: readonly Container[];
}

/** A task that runs one command. */
export interface OneOffTask extends Task {
  /** "migration" of a release, else what started it. */
  readonly purpose: string;
  /** Time after which the release that started it stops it. @default - nobody does */
  readonly limitMinutes?: number;
}

/** What one more task needs. */
export interface Start {
  /** What is there, such as "v7 is in app". */
  readonly ready: readonly string[];
  readonly missing: readonly { readonly text: string; readonly next: string }[];
}

export interface FailedDeployment {
  readonly at: string;
  /** ECS's id of it. */
  readonly id: string;
  /** ECS's reason, and those of its tasks. */
  readonly reasons: readonly string[];
  /** Whether ECS went back to the deployment before. */
  readonly rolledBack: boolean;
}

export interface Container {
  readonly name: string;
  readonly image: string;
  readonly status: string;
  readonly health: string;
  readonly exitCode?: number;
  /** Why it stopped, such as "OutOfMemoryError: Container killed due to memory usage". */
  readonly reason?: string;
}

/** One target of a target group of the service. */
export interface Target {
  readonly targetGroup: string;
  /** Instance id or IP address. */
  readonly id: string;
  readonly port: number;
  /** "healthy", "unhealthy", "initial", "draining", "unused", "unavailable". */
  readonly state: string;
  readonly reason?: string;
}

export interface ServiceEvent {
  readonly at: string;
  readonly message: string;
}

/** The newest lines of one container of one task. */
export interface ContainerLog {
  readonly container: string;
  readonly task: string;
  readonly lines: readonly { readonly at: string; readonly text: string }[];
}

export interface Alarm {
  readonly name: string;
  /** "OK", "ALARM" or "INSUFFICIENT_DATA". */
  readonly state: string;
  readonly since?: string;
  /** What to do, as the alarm's description says. */
  readonly description?: string;
}

export interface ScalingActivity {
  readonly at: string;
  /** Such as "Successful". */
  readonly status: string;
  readonly description: string;
  readonly cause: string;
}
