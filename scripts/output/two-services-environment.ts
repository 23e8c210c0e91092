import { defineEnvironment, type EnvironmentInput } from "../../modules/platform/environment";

/**
 * Two services on one kind of instances, each with an image of its own; they share a cache, and one works off the other's queue and calls
 * it through Service Connect. The load balancer is internal and has a firewall; DNS is elsewhere; people log in; the worker logs through a router.
 */
export const twoServices = (certificateArn: string, changes: Partial<EnvironmentInput> = {}) =>
  defineEnvironment({
    name: "two-services",
    application: "acorn",
    account: "111122223333",
    region: "eu-central-1",
    deletionProtection: false,
    domain: { records: "by-hand", certificateArn },
    loadBalancer: { internal: true, firewall: {} },
    capacity: { instanceTypes: ["m7g.large"], minimum: 1, maximum: 6 },
    images: { web: { tag: "v1" }, jobs: { tag: "v1" } },
    services: {
      web: {
        memoryMiB: 512,
        connect: { services: { http: { clientAlias: { port: 80 } } } },
        containers: {
          app: {
            image: "web",
            cpu: 256,
            memoryReservationMiB: 256,
            ports: [{ container: 3000, name: "http", appProtocol: "http" }],
            environment: { QUEUE_URL: { from: "queue.url" } },
            secrets: ["CACHE_URL"],
          },
        },
        web: {
          host: "shop.acorn.example",
          healthCheck: "/health",
          login: {
            userPoolArn: "arn:aws:cognito-idp:eu-central-1:111122223333:userpool/eu-central-1_AbCdEfGhI",
            clientId: "1example23456789",
            domain: "acorn",
          },
        },
        permissions: { queues: { default: "send" } },
        migration: { command: ["migrate"] },
      },
      jobs: {
        memoryMiB: 576,
        connect: {},
        containers: {
          worker: {
            image: "jobs",
            cpu: 256,
            memoryReservationMiB: 256,
            environment: { QUEUE_URL: { from: "queue.url" }, WEB: { from: "services.web.endpoint" } },
            secrets: ["CACHE_URL"],
            logs: { driver: "awsfirelens", options: { Name: "stdout" }, secretOptions: { token: "LOG_TOKEN" } },
          },
          router: {
            image: "registry.example.com/fluent-bit:3.1",
            repositoryCredentials: "REGISTRY",
            cpu: 64,
            memoryReservationMiB: 64,
            firelens: { type: "fluentbit" },
          },
        },
        scaling: { minimum: 1, maximum: 2, queueBacklog: { queue: "default", messagesPerTask: 10 } },
        permissions: { queues: { default: "consume" } },
      },
    },
    cache: { nodeType: "cache.t4g.small" },
    queue: {},
    secrets: { CACHE_URL: "cache.url", LOG_TOKEN: "by-hand", REGISTRY: "by-hand" },
    alerts: "nobody",
    ...changes,
  });
