import { Platform } from "../../modules/platform";
import { defineEnvironment, type EnvironmentInput } from "../../modules/platform/environment";
import { evaluateEnvironments, failing, policies } from "../../policies";
import { readConfigurations } from "../../packages/terraform-json";
import { synthesize } from "../../packages/jest-terraform";

/** Only what has no default, of an application that is none of ours. */
const smallest: EnvironmentInput = {
  name: "production",
  application: "acorn",
  account: "111122223333",
  region: "eu-central-1",
  state: { kind: "s3", bucket: "acorn-production-state", keyAlias: "acorn-production-state" },
  domain: { hostname: "shop.acorn.example", zone: "acorn.example" },
  network: { cidr: "10.40.0.0/16", zones: ["eu-central-1a", "eu-central-1b"], nat: "one" },
  cluster: { name: "acorn-production" },
  capacity: { name: "acorn-production", instanceTypes: ["t3.medium"], minimum: 1, maximum: 3 },
  loadBalancer: { name: "acorn-production", accessLogsBucket: "acorn-production-access-logs" },
  repository: { name: "acorn-production" },
  task: {
    family: "acorn-production",
    networkMode: "bridge",
    containers: {
      app: {
        cpu: 512,
        memoryReservationMiB: 512,
        ports: [{ container: 3000, host: 0 }],
        // As long as the target drains.
        stopTimeoutSeconds: 60,
        logGroup: "/ecs/acorn-production",
      },
    },
    environment: { DATABASE_HOST: { from: "database.host" } },
    secrets: ["DATABASE_PASSWORD"],
  },
  service: {
    name: "acorn-production",
    imageTag: "1.0.0",
    desired: 1,
    minimum: 1,
    maximum: 2,
    web: { container: "app", port: 3000 },
    healthCheck: { path: "/health" },
    autoscaling: { cpuPercent: 60 },
  },
  database: {
    identifier: "acorn-production",
    name: "acorn",
    username: "acorn",
    engineVersion: "17",
    instanceClass: "db.t4g.medium",
    storageGiB: 20,
    maximumStorageGiB: 100,
    multiAz: true,
  },
  storage: { bucket: "acorn-production-uploads" },
  secrets: { prefix: "acorn/production", sources: { DATABASE_PASSWORD: "database" } },
  monitoring: { alarmEmails: ["ops@acorn.example"] },
};

function evaluationOf(input: EnvironmentInput) {
  const environment = defineEnvironment(input);
  const app = synthesize((scope) => void new Platform(scope, environment));
  const texts = Object.fromEntries(app.stacks.map(({ name, json }) => [name, JSON.stringify(json)]));
  const [evaluation] = evaluateEnvironments(policies, readConfigurations(texts), [environment]);
  if (evaluation === undefined) throw new Error("there is no evaluation");
  return evaluation;
}

const shown = ({ policy, subject, message }: { policy: string; subject: string; message: string }) =>
  `${policy} ${subject}: ${message}`;

test("the smallest environment satisfies every policy without a waiver, and nothing warns", () => {
  const { findings, problems, notices } = evaluationOf(smallest);
  expect(failing(findings, "error").map(shown)).toEqual([]);
  expect(failing(findings, "warning").map(shown)).toEqual([]);
  expect([...problems, ...notices]).toEqual([]);
});

test("an environment in which nothing has to survive needs neither backups of a week nor a second zone", () => {
  const database = { ...smallest.database, multiAz: false, backupRetentionDays: 1 } as EnvironmentInput["database"];
  const bare = { ...smallest, database };
  expect(failing(evaluationOf({ ...bare, deletionProtection: false }).findings, "error").map(shown)).toEqual([]);
  expect(failing(evaluationOf(bare).findings, "error").map(({ policy }) => policy)).toEqual([
    "rds-backups",
    "rds-multiple-zones",
  ]);
});
