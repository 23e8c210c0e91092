import { readFileSync } from "node:fs";
import { join } from "node:path";
import { EcsService } from "@cdktf/provider-aws/lib/ecs-service";
import { EcsTaskDefinition } from "@cdktf/provider-aws/lib/ecs-task-definition";
import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { projectRoot } from "../../../lib/root";
import { Platform } from "../../../modules/platform";
import { defineEnvironment, type Environment } from "../../../modules/platform/environment";
import { synthesize } from "../../../packages/jest-terraform";
import { readConfigurations } from "../../../packages/terraform-json";
import { evaluateEnvironments, failing, policies } from "../../../policies";
import { proveRollout, rolloutFacts } from "../../../rollout";
import { production as smallest } from "../../fixtures/smallest";

const synthesized = (environment: Environment) => synthesize((scope) => void new Platform(scope, environment));
const app = synthesized(smallest);
const textOf = (one: typeof app) => JSON.stringify(one.stacks.map(({ json }) => json));

test("the smallest environment is a file of at most 25 lines, which needs nothing but defineEnvironment", () => {
  const source = readFileSync(join(projectRoot(), "__tests__/fixtures/smallest.ts"), "utf8");
  expect(source.trimEnd().split("\n").length).toBeLessThanOrEqual(25);
  expect(source.match(/^import .*$/gm)).toEqual([
    'import { defineEnvironment } from "../../modules/platform/environment";',
  ]);
});

test("it satisfies every policy without a waiver; nothing warns, and no waiver is left over", () => {
  const texts = Object.fromEntries(app.stacks.map(({ name, json }) => [name, JSON.stringify(json)]));
  const [evaluation] = evaluateEnvironments(policies, readConfigurations(texts), [smallest]);
  expect(evaluation?.findings.filter(({ verdict }) => verdict === "pass").length).toBeGreaterThan(50);
  expect(failing(evaluation?.findings ?? [], "error")).toEqual([]);
  expect(failing(evaluation?.findings ?? [], "warning")).toEqual([]);
  expect({ problems: evaluation?.problems, notices: evaluation?.notices }).toEqual({ problems: [], notices: [] });
});

test("its rollouts are proven", () => {
  expect(proveRollout(rolloutFacts(smallest)).verdict).toBe("proven");
});

test("architecture, names and receivers follow from what it has", () => {
  const service = app.stack("production-service");
  expect(service).toHaveResource(EcsService, { name: "acorn-production-web" });
  expect(service).toHaveResource(EcsTaskDefinition, { family: "acorn-production-web" });
  expect(service).toHaveResource(SnsTopicSubscription, { protocol: "email", endpoint: "ops@acorn.example" });
  expect(app.stack("production-foundation")).toHaveResourceCount(LaunchTemplate, 1);
  expect(smallest.images.app?.repository).toBe("acorn-production-app");
  expect(smallest.capacities.default?.architecture).toBe("arm64");
});

test("an environment that is called like its application has the name once", () => {
  const acorn = defineEnvironment({
    name: "acorn",
    application: "acorn",
    account: "111122223333",
    region: "eu-central-1",
    images: { app: { tag: "1.0.0" } },
    capacity: { instanceTypes: ["t4g.medium"] },
    services: {
      web: {
        containers: { app: { cpu: 512, memoryReservationMiB: 512, port: 3000 } },
        web: { host: "shop.acorn.example", healthCheck: "/health" },
      },
    },
    alerts: { emails: ["ops@acorn.example"] },
  });
  expect(acorn.services.web?.name).toBe("acorn-web");
  expect(textOf(synthesized(acorn))).not.toContain("acorn-acorn");
});
