import { Platform } from "../../modules/platform";
import { defineEnvironment, type EnvironmentInput } from "../../modules/platform/environment";
import { evaluateEnvironments, failing, policies } from "../../policies";
import { readConfigurations } from "../../packages/terraform-json";
import { synthesize } from "../../packages/jest-terraform";

/** Little more than what has no default, of an application that is none of ours. */
const smallest: EnvironmentInput = {
  name: "production",
  application: "acorn",
  account: "111122223333",
  region: "eu-central-1",
  images: { app: { tag: "1.0.0" } },
  capacity: { instanceTypes: ["t3.medium"] },
  services: {
    web: {
      containers: { app: { cpu: 512, memoryReservationMiB: 512, port: 3000 } },
      environment: { DATABASE_HOST: { from: "database.host" } },
      secrets: ["DATABASE_PASSWORD"],
      web: { host: "shop.acorn.example", healthCheck: "/health" },
    },
  },
  database: { version: "17", instanceClass: "db.t4g.medium", storageGiB: 20 },
  secrets: { DATABASE_PASSWORD: "database" },
  alerts: { emails: ["ops@acorn.example"] },
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
