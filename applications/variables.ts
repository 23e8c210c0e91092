/** Variables and options that programs read by themselves, and that must agree with the infrastructure around them. */
export interface WellKnown {
  /** Environment variables, of which one is enough. @default - none */
  readonly variables?: readonly string[];
  /** Options of a command that `command` matches. @default - none */
  readonly options?: readonly string[];
  /** Commands that know the options. @default - every command */
  readonly command?: RegExp;
  /** Seconds for one unit of the value. @default 1 */
  readonly seconds?: number;
  /** What the program does where it is not set, for commands that match. @default - unknown, so only what is set is checked */
  readonly otherwise?: number;
  /** Who reads it. */
  readonly program: string;
  readonly source: string;
}

/** Ports that a container listens on: those that the load balancer sends requests to. */
export const listeningPorts: readonly WellKnown[] = [
  {
    variables: ["PORT"],
    program: "Puma, Node.js frameworks, twelve-factor apps",
    source: "https://12factor.net/port-binding",
  },
  {
    variables: ["SERVER_PORT"],
    program: "Spring Boot",
    source:
      "https://docs.spring.io/spring-boot/appendix/application-properties/index.html#application-properties.server.server.port",
  },
  {
    variables: ["UVICORN_PORT"],
    options: ["--port"],
    command: /\buvicorn\b/,
    program: "Uvicorn",
    source: "https://www.uvicorn.org/settings/",
  },
  {
    options: ["-p", "--port"],
    command: /\bpuma\b/,
    program: "Puma",
    source: "https://puma.io/puma/#command-line-flags",
  },
  {
    options: ["-p", "--port"],
    command: /\brails (?:s|server)\b/,
    program: "Rails",
    source: "https://guides.rubyonrails.org/command_line.html#bin-rails-server",
  },
  {
    variables: ["FLASK_RUN_PORT"],
    options: ["-p", "--port"],
    command: /\bflask run\b/,
    program: "Flask",
    source: "https://flask.palletsprojects.com/en/stable/cli/#run-the-development-server",
  },
  {
    options: ["-p", "--port"],
    command: /\bnext start\b/,
    program: "Next.js",
    source: "https://nextjs.org/docs/app/api-reference/cli/next#next-start-options",
  },
];

/** Ports of outside services: the network must let tasks out to them. */
export const outsidePorts: readonly WellKnown[] = [
  {
    variables: ["SMTP_PORT"],
    program: "Action Mailer and most mailers, by convention",
    source: "https://guides.rubyonrails.org/action_mailer_basics.html#action-mailer-configuration",
  },
  {
    variables: ["EMAIL_PORT"],
    program: "Django",
    source: "https://docs.djangoproject.com/en/stable/ref/settings/#email-port",
  },
  { variables: ["MAIL_PORT"], program: "Laravel", source: "https://laravel.com/docs/mail#configuration" },
];

/** Addresses of outside services: the port in the URL, or that of its scheme. */
export const outsideUrls: readonly WellKnown[] = [
  {
    variables: ["REDIS_URL", "REDIS_TLS_URL"],
    program: "redis-rb, Sidekiq, Action Cable, node-redis",
    source: "https://github.com/sidekiq/sidekiq/wiki/Using-Redis#using-an-env-variable",
  },
  {
    variables: ["CELERY_BROKER_URL", "CELERY_RESULT_BACKEND"],
    program: "Celery",
    source: "https://docs.celeryq.dev/en/stable/userguide/configuration.html#broker-url",
  },
  {
    variables: ["DATABASE_URL"],
    program: "Rails, Prisma, dj-database-url",
    source: "https://guides.rubyonrails.org/configuring.html#configuring-a-database",
  },
  {
    variables: ["AMQP_URL", "RABBITMQ_URL", "CLOUDAMQP_URL"],
    program: "Bunny, amqplib",
    source: "http://rubybunny.info/articles/connecting.html",
  },
  { variables: ["SMTP_URL"], program: "Nodemailer, by convention", source: "https://nodemailer.com/smtp/" },
];

/** How long a program finishes its work after SIGTERM: no longer than the container has until SIGKILL. */
export const shutdownTimes: readonly WellKnown[] = [
  {
    variables: ["GOOD_JOB_SHUTDOWN_TIMEOUT"],
    options: ["--shutdown-timeout"],
    command: /\bgood_job\b/,
    program: "GoodJob",
    source: "https://github.com/bensheldon/good_job#configuration-options",
  },
  {
    options: ["-t", "--timeout"],
    command: /\bsidekiq(?:swarm)?\b/,
    otherwise: 25,
    program: "Sidekiq",
    source: "https://github.com/sidekiq/sidekiq/wiki/Deployment#overview",
  },
  {
    variables: ["CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT"],
    program: "Celery",
    source: "https://docs.celeryq.dev/en/stable/userguide/configuration.html#worker-soft-shutdown-timeout",
  },
  {
    options: ["--graceful-timeout"],
    command: /\bgunicorn\b/,
    otherwise: 30,
    program: "Gunicorn",
    source: "https://docs.gunicorn.org/en/stable/settings.html#graceful-timeout",
  },
  {
    variables: ["SPRING_LIFECYCLE_TIMEOUT_PER_SHUTDOWN_PHASE"],
    program: "Spring Boot",
    source: "https://docs.spring.io/spring-boot/reference/web/graceful-shutdown.html",
  },
];

/**
 * How long a server keeps an idle connection: longer than the load balancer, which else sends a request into one that was just closed, and
 * answers 502. Source: Elastic Load Balancing User Guide, "Troubleshoot your Application Load Balancers", HTTP 502.
 */
export const keepAliveTimes: readonly WellKnown[] = [
  {
    variables: ["KEEP_ALIVE_TIMEOUT"],
    seconds: 0.001,
    program: "Next.js",
    source: "https://nextjs.org/docs/app/api-reference/cli/next#configuring-a-timeout-for-downstream-proxies",
  },
  {
    options: ["--timeout-keep-alive"],
    command: /\buvicorn\b/,
    program: "Uvicorn",
    source: "https://www.uvicorn.org/settings/#timeouts",
  },
  {
    options: ["--keep-alive"],
    command: /\bgunicorn\b/,
    program: "Gunicorn",
    source: "https://docs.gunicorn.org/en/stable/settings.html#keepalive",
  },
  {
    variables: ["SERVER_TOMCAT_KEEP_ALIVE_TIMEOUT", "SERVER_TOMCAT_KEEPALIVETIMEOUT"],
    program: "Spring Boot with Tomcat",
    source:
      "https://docs.spring.io/spring-boot/appendix/application-properties/index.html#application-properties.server.server.tomcat.keep-alive-timeout",
  },
];

/** What shows that connections go through a pooler that gives each transaction another one. */
export const transactionPoolers = {
  /** Values of variables. PgBouncer listens on 6432; hosted poolers have it in their names. */
  value: /:6432\b|[?&]pgbouncer=true\b|\bpooler\.|\bpgbouncer\b/,
  /** A pooler in a container of the task, with this mode. */
  mode: { variables: ["POOL_MODE", "PGBOUNCER_POOL_MODE"], value: "transaction" },
  source: "https://www.pgbouncer.org/features.html",
} as const;

/** Kinds of applications that take advisory locks or listen, which hold for a session and not for a transaction. */
export const sessionLocks = {
  "good-job": "https://github.com/bensheldon/good_job#pgbouncer-compatibility",
  rails: "https://guides.rubyonrails.org/configuring.html#configuring-a-postgresql-database",
} as const;

/** Ports of the schemes of URLs where they have none. Source: IANA, "Service Name and Port Number Registry"; the schemes' documentation. */
export const schemePorts: Readonly<Record<string, number>> = {
  amqp: 5672,
  amqps: 5671,
  http: 80,
  https: 443,
  kafka: 9092,
  memcached: 11_211,
  mongodb: 27_017,
  mysql: 3306,
  mysql2: 3306,
  nats: 4222,
  postgres: 5432,
  postgresql: 5432,
  redis: 6379,
  rediss: 6379,
  smtp: 587,
  smtps: 465,
};

const url = /^([a-z][a-z0-9+.-]*):\/\/(?:[^@/\s]*@)?([A-Za-z0-9.-]+)(?::(\d+))?(?:[/?#]|$)/;

/** Host and port of a URL; undefined for other texts, and for schemes whose port is not known. */
export function addressOf(text: string): { readonly host: string; readonly port: number } | undefined {
  const [, scheme = "", host, given] = url.exec(text) ?? [];
  const port = given === undefined ? schemePorts[scheme] : Number(given);
  return host === undefined || port === undefined ? undefined : { host, port };
}

/** The last `--name 4`, `--name=4` or `-n4` of a command; of `--autoscale=10,3` the first number, which is the highest. */
export function optionOf(command: string, option: string): string | undefined {
  const name = option.replace(/[.]/g, "\\.");
  const separator = option.startsWith("--") || option.length > 2 ? "[\\s=]+" : "\\s*";
  return [...command.matchAll(new RegExp(`(?:^|\\s)${name}${separator}["']?(\\d+)`, "g"))].at(-1)?.[1];
}
