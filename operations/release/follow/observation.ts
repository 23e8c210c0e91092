/** What ECS and the load balancer say of a service at one moment. */
export interface Observation {
  /** Tasks that there should be. */
  readonly desired: number;
  /** Newest first. */
  readonly deployments: readonly Deployment[];
  /** Those that run and those that stopped within the hour. */
  readonly tasks: readonly Task[];
  /** Oldest first. */
  readonly events: readonly Event[];
}

export interface Deployment {
  readonly id: string;
  readonly isPrimary: boolean;
  /** ARN of its task definition. */
  readonly taskDefinition: string;
  readonly state: "IN_PROGRESS" | "COMPLETED" | "FAILED";
  /** ECS's words for the state. */
  readonly reason: string;
  readonly desired: number;
  readonly running: number;
  readonly pending: number;
  readonly failed: number;
  /** Milliseconds since 1970. */
  readonly createdAt?: number | undefined;
  /** When its state was set. */
  readonly updatedAt?: number | undefined;
}

export interface Task {
  readonly id: string;
  /** ARN. */
  readonly taskDefinition: string;
  /** "PENDING", "RUNNING", "STOPPED", ... */
  readonly status: string;
  /** By the containers' health checks; UNKNOWN where they have none. */
  readonly health: string;
  /** What the load balancer says of it: "healthy", "initial", "draining", ...; undefined when it is not registered. */
  readonly target: string | undefined;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly pullingAt?: number | undefined;
  readonly startedAt?: number | undefined;
  readonly stoppingAt?: number | undefined;
  readonly stoppedAt: number | undefined;
  /** ARN of the container instance. */
  readonly instance?: string | undefined;
  /** ECS's words for why it stopped. */
  readonly stoppedReason: string | undefined;
  readonly containers: readonly Container[];
}

export interface Container {
  readonly name: string;
  readonly exitCode: number | undefined;
  /** ECS's words for why it ended or never started. */
  readonly reason: string | undefined;
  readonly health: string;
}

export interface Event {
  readonly id: string;
  readonly message: string;
}
