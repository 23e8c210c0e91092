import type { ApplicationKind } from "./kind";

/** What is known of each kind of process that containers run. A container may be several: Rails with GoodJob inside Puma is two. */
export const applicationKinds = {
  rails: {
    title: "Rails with Puma",
    lessConnections: ["RAILS_MAX_THREADS"],
    port: 3000,
    sources: [
      "https://guides.rubyonrails.org/configuring.html#database-pooling",
      "https://github.com/puma/puma/blob/master/lib/puma/dsl.rb",
    ],
  },
  "good-job": {
    title: "GoodJob",
    lessConnections: ["GOOD_JOB_MAX_THREADS"],
    moreJobs: ["GOOD_JOB_MAX_THREADS"],
    shutdown: { setting: "GOOD_JOB_SHUTDOWN_TIMEOUT", unit: "seconds" },
    sources: ["https://github.com/bensheldon/good_job#configuration-options"],
  },
  sidekiq: {
    title: "Sidekiq",
    lessConnections: ["RAILS_MAX_THREADS of Sidekiq (its --concurrency)"],
    moreJobs: ["RAILS_MAX_THREADS of Sidekiq (its --concurrency)"],
    shutdown: { setting: "--timeout", unit: "seconds" },
    sources: [
      "https://github.com/sidekiq/sidekiq/wiki/Advanced-Options",
      "https://github.com/sidekiq/sidekiq/wiki/Signals",
    ],
  },
  django: {
    title: "Django with gunicorn",
    lessConnections: ["WEB_CONCURRENCY (gunicorn's --workers)", "gunicorn's --threads"],
    port: 8000,
    shutdown: { setting: "--graceful-timeout", unit: "seconds" },
    sources: [
      "https://docs.djangoproject.com/en/stable/ref/databases/#connection-management",
      "https://docs.gunicorn.org/en/stable/settings.html",
    ],
  },
  celery: {
    title: "Celery",
    lessConnections: ["Celery's --concurrency"],
    moreJobs: ["Celery's --concurrency"],
    shutdown: { setting: "--soft-shutdown-timeout", unit: "seconds" },
    sources: ["https://docs.celeryq.dev/en/stable/userguide/workers.html"],
  },
  node: {
    title: "Node.js",
    lessConnections: ["the maximum of the connection pools"],
    moreJobs: ["the worker's concurrency"],
    port: 3000,
    sources: ["https://node-postgres.com/apis/pool"],
  },
  java: {
    title: "Java with HikariCP",
    lessConnections: ["HikariCP's maximumPoolSize (SPRING_DATASOURCE_HIKARI_MAXIMUM_POOL_SIZE)"],
    moreJobs: ["the number of listener threads"],
    port: 8080,
    sources: ["https://github.com/brettwooldridge/HikariCP#gear-configuration-knobs-baby"],
  },
  other: {
    title: "another application",
    lessConnections: ["the size of the connection pools"],
    moreJobs: ["the worker's concurrency"],
    sources: [],
  },
} as const satisfies Readonly<Record<string, ApplicationKind>>;

export type ApplicationKindName = keyof typeof applicationKinds;
