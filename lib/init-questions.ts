/** What has no default: each is a decision, asked for on a terminal or given as an option. */
export interface Question {
  /** Name of the option, without the hyphens. */
  readonly option: string;
  /** What the option's value is called in the help. */
  readonly value: string;
  /** Field of the environment that it becomes. */
  readonly field: string;
  /** For the help: what it is. */
  readonly description: string;
  /** What the terminal asks. */
  readonly ask: string;
  /** Offered on a terminal, where a person sees it. @default - none */
  readonly suggestion?: string;
  /** Only of a service behind a load balancer. @default false */
  readonly isWeb?: boolean;
}

export const questions: readonly Question[] = [
  {
    option: "application",
    value: "name",
    field: "application",
    description: "name of the application, such as acorn; most names begin with it",
    ask: "Application (most names begin with it)",
  },
  {
    option: "account",
    value: "id",
    field: "account",
    description: "AWS account, 12 digits; every plan is refused in another one",
    ask: "AWS account (12 digits)",
  },
  { option: "region", value: "region", field: "region", description: "AWS region", ask: "AWS region" },
  {
    option: "host",
    value: "host name",
    field: "services.web.web.host",
    description:
      "host name that answers requests, in a Route 53 zone of the account; none for a service without a load balancer",
    ask: "Host name (in a Route 53 zone of the account), or none for a service without a load balancer",
  },
  {
    option: "port",
    value: "number",
    field: "services.web.containers.app.port",
    description: "port that the container listens on; not with --host none",
    ask: "Port that the container listens on",
    isWeb: true,
  },
  {
    option: "health-check",
    value: "path",
    field: "services.web.web.healthCheck",
    description: "path that answers 200 when the container can serve, such as /health; not with --host none",
    ask: "Path that answers 200 when the container can serve",
    suggestion: "/",
    isWeb: true,
  },
  {
    option: "image-tag",
    value: "tag",
    field: "images.app.tag",
    description: "tag of the image at the first deployment",
    ask: "Tag of the image at the first deployment",
  },
  {
    option: "instance-type",
    value: "type",
    field: "capacity.instanceTypes",
    description: "EC2 instance type; images must be built for its architecture",
    ask: "EC2 instance type (its architecture is that of the image)",
    suggestion: "t4g.medium",
  },
  {
    option: "cpu",
    value: "units",
    field: "services.web.containers.app.cpu",
    description: "CPU units of the container; 1024 are a vCPU",
    ask: "CPU units of the container (1024 are a vCPU)",
    suggestion: "512",
  },
  {
    option: "memory",
    value: "MiB",
    field: "services.web.containers.app.memoryReservationMiB",
    description: "memory that is reserved for the container",
    ask: "MiB of memory that are reserved for the container",
    suggestion: "512",
  },
  {
    option: "email",
    value: "address",
    field: "alerts",
    description: "who alarms are mailed to, or nobody",
    ask: "Address that alarms are mailed to, or nobody",
  },
];
