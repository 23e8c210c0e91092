import type { ApplicationKind } from "./kind";

/** What is known of each kind of process that containers run. A container may be several: Rails with GoodJob inside Puma is two. */
export const applicationKinds = {
  rails: {
    title: "Rails with Puma",
    command: /\b(?:puma|rackup|thrust)\b|\brails\s+(?:s|server)\b/,
    variables: ["RAILS_ENV", "RAILS_MASTER_KEY", "RAILS_MAX_THREADS"],
    processes: { options: ["-w", "--workers"], variables: ["WEB_CONCURRENCY"], otherwise: 1, unseen: 1 },
    // `pool` of database.yml in the template of Rails.
    connections: { variables: ["RAILS_MAX_THREADS"], otherwise: 5, unseen: 5 },
    lessConnections: ["RAILS_MAX_THREADS"],
    port: 3000,
    shutdown: { setting: "force_shutdown_after in config/puma.rb" },
    sources: ["https://guides.rubyonrails.org/configuring.html#database-pooling", "https://puma.io/puma/Puma/DSL.html"],
  },
  "good-job": {
    title: "GoodJob",
    command: /\bgood_job\b/,
    // Threads of all queues: `shared/good-job.ts` of the policies adds those of GOOD_JOB_QUEUES.
    connections: { options: ["--max-threads"], variables: ["GOOD_JOB_MAX_THREADS", "RAILS_MAX_THREADS"], otherwise: 5 },
    // One listens, two schedule and run cron.
    connectionsBeside: 3,
    lessConnections: ["GOOD_JOB_MAX_THREADS"],
    moreJobs: ["GOOD_JOB_MAX_THREADS"],
    shutdown: { setting: "GOOD_JOB_SHUTDOWN_TIMEOUT" },
    sources: [
      "https://github.com/bensheldon/good_job#configuration-options",
      "https://github.com/bensheldon/good_job#database-connections",
    ],
  },
  sidekiq: {
    title: "Sidekiq",
    command: /\bsidekiq(?:swarm)?\b/,
    processes: { variables: ["SIDEKIQ_COUNT"], otherwise: 1 },
    connections: {
      options: ["-c", "--concurrency"],
      variables: ["SIDEKIQ_CONCURRENCY", "RAILS_MAX_THREADS"],
      otherwise: 5,
    },
    lessConnections: ["Sidekiq's --concurrency (RAILS_MAX_THREADS)"],
    moreJobs: ["Sidekiq's --concurrency (RAILS_MAX_THREADS)"],
    shutdown: { setting: "--timeout", defaultSeconds: 25 },
    sources: [
      "https://github.com/sidekiq/sidekiq/wiki/Advanced-Options",
      "https://github.com/sidekiq/sidekiq/wiki/Concurrency",
      "https://github.com/sidekiq/sidekiq/wiki/Ent-Multi-Process",
    ],
  },
  django: {
    title: "Django with gunicorn",
    command: /\bgunicorn\b/,
    variables: ["DJANGO_SETTINGS_MODULE", "GUNICORN_CMD_ARGS"],
    processes: { options: ["-w", "--workers"], variables: ["WEB_CONCURRENCY"], otherwise: 1 },
    // Django keeps a connection for each thread.
    connections: { options: ["--threads"], otherwise: 1 },
    // Workers of greenlets and coroutines open as many as there are requests.
    undecided: /(?:-k|--worker-class)[\s=]+["']?(?!sync\b|gthread\b)\w/,
    lessConnections: ["gunicorn's --workers (WEB_CONCURRENCY) and --threads"],
    port: 8000,
    shutdown: { setting: "--graceful-timeout", defaultSeconds: 30 },
    sources: [
      "https://docs.djangoproject.com/en/stable/ref/databases/#persistent-connections",
      "https://docs.gunicorn.org/en/stable/settings.html",
    ],
  },
  celery: {
    title: "Celery",
    command: /\bcelery\b.*\bworker\b/,
    // Without these it is the number of processors of the instance.
    connections: { options: ["--autoscale", "-c", "--concurrency"] },
    lessConnections: ["Celery's --concurrency"],
    moreJobs: ["Celery's --concurrency"],
    shutdown: { setting: "worker_soft_shutdown_timeout" },
    sources: [
      "https://docs.celeryq.dev/en/stable/reference/cli.html#celery-worker",
      "https://docs.celeryq.dev/en/stable/userguide/workers.html#stopping-the-worker",
    ],
  },
  node: {
    title: "Node.js",
    command: /\b(?:node|npm|npx|pnpm|yarn|next|bun|deno)\b/,
    variables: ["NODE_ENV", "NODE_OPTIONS"],
    // Each library has a pool with a default of its own: node-postgres 10, Sequelize 5, Prisma one that depends on the processors.
    lessConnections: ["the maximum of the connection pools"],
    moreJobs: ["the worker's concurrency"],
    port: 3000,
    sources: [
      "https://node-postgres.com/apis/pool",
      "https://sequelize.org/docs/v6/other-topics/connection-pool/",
      "https://www.prisma.io/docs/orm/prisma-client/setup-and-configuration/databases-connections/connection-pool",
    ],
  },
  java: {
    title: "Java with HikariCP",
    command: /\bjava\b/,
    variables: ["JAVA_OPTS", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "SPRING_PROFILES_ACTIVE"],
    connections: {
      options: ["--spring.datasource.hikari.maximum-pool-size", "-Dspring.datasource.hikari.maximum-pool-size"],
      variables: ["SPRING_DATASOURCE_HIKARI_MAXIMUMPOOLSIZE", "SPRING_DATASOURCE_HIKARI_MAXIMUM_POOL_SIZE"],
    },
    lessConnections: ["HikariCP's maximumPoolSize (SPRING_DATASOURCE_HIKARI_MAXIMUMPOOLSIZE)"],
    moreJobs: ["the number of listener threads"],
    port: 8080,
    shutdown: { setting: "SPRING_LIFECYCLE_TIMEOUTPERSHUTDOWNPHASE", defaultSeconds: 30 },
    sources: [
      "https://github.com/brettwooldridge/HikariCP#gear-configuration-knobs-baby",
      "https://docs.spring.io/spring-boot/reference/features/external-config.html#features.external-config.typesafe-configuration-properties.relaxed-binding.environment-variables",
      "https://docs.spring.io/spring-boot/reference/web/graceful-shutdown.html",
    ],
  },
  other: {
    title: "another application",
    lessConnections: ["the size of the connection pools"],
    moreJobs: ["the worker's concurrency"],
    sources: [],
  },
} as const satisfies Readonly<Record<string, ApplicationKind>>;

export type ApplicationKindName = keyof typeof applicationKinds;

/** Names of the kinds, as an environment has them. */
export const applicationKindNames = Object.keys(applicationKinds) as readonly ApplicationKindName[];

/** A kind by its name; undefined where there is none of that name. */
export function applicationKind(name: string): ApplicationKind | undefined {
  return Object.hasOwn(applicationKinds, name) ? applicationKinds[name as ApplicationKindName] : undefined;
}
