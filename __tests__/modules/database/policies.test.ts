import type { TerraformStack } from "cdktf";
import { securityHub } from "../../../packages/aws-policies/security-hub";
import { statefulProtection } from "../../../packages/aws-policies/stateful-protection";
import { testStack } from "../../../packages/jest-terraform";
import { readConfigurations } from "../../../packages/terraform-json";
import { auroraIn, databaseIn } from "./parts";

/** Decisions that an environment makes or waives: a backup plan, and who connects with a token. */
const decisions = ["rds-backup-plan", "rds-iam-authentication"];

const databases: Readonly<Record<string, (scope: TerraformStack) => void>> = {
  PostgreSQL: (scope) => void databaseIn(scope),
  "PostgreSQL 13": (scope) => void databaseIn(scope, { engineVersion: "13" }),
  "PostgreSQL with replicas": (scope) => void databaseIn(scope, { replicas: { reports: {}, search: {} } }),
  "MySQL with a replica": (scope) =>
    void databaseIn(scope, { engine: "mysql", engineVersion: "8.0", replicas: { reports: {} } }),
  Aurora: (scope) => void auroraIn(scope),
};

test.each(Object.entries(databases))("%s meets every policy that is an error by default", (_, fill) => {
  const stacks = readConfigurations({ test: testStack(fill).json });
  const failed = [...securityHub.filter(({ severity }) => severity === "error"), statefulProtection]
    .filter(({ id }) => id.startsWith("rds-") || id === statefulProtection.id)
    .flatMap((policy) => policy.check(stacks))
    .filter(({ verdict, policy }) => verdict === "fail" && !decisions.includes(policy));
  expect(failed.map(({ policy, address, message }) => `${policy} ${address}: ${message}`)).toEqual([]);
});
