import { App } from "cdktf";
import { Platform } from "../../../modules/platform";
import { defineEnvironment, EnvironmentError, type EnvironmentInput } from "../../../modules/platform/environment";
import { namesWithinLimits } from "../../../policies/platform/names-within-limits";
import { synthesize } from "../../../packages/jest-terraform";
import { readConfigurations } from "../../../packages/terraform-json";
import { everyAwsvpcInput, everyBridgeInput } from "../../e2e/everything-environments";
import { withLongestKeys, withLongestTexts } from "./longest";

/** What is wrong with the names that an environment's stacks are made of. */
function problemsIn(input: EnvironmentInput): readonly string[] {
  const environment = defineEnvironment(input);
  const app = synthesize((root) => void new Platform(root, environment));
  const stacks = readConfigurations(
    Object.fromEntries(app.stacks.map(({ name, json }) => [name, JSON.stringify(json)])),
  );
  return namesWithinLimits
    .check(stacks)
    .flatMap(({ verdict, subject, message }) => (verdict === "fail" ? [`${subject}: ${message}`] : []));
}

/** Constructs may refuse a text too, with its field; anything else that they throw is a fault. */
function accepts(input: EnvironmentInput): boolean {
  try {
    new Platform(new App(), defineEnvironment(input));
    return true;
  } catch (error) {
    if (error instanceof EnvironmentError) return false;
    throw error;
  }
}

const inputs = { bridge: everyBridgeInput, awsvpc: everyAwsvpcInput } as unknown as Readonly<
  Record<string, EnvironmentInput>
>;

test.each(Object.entries(inputs))(
  "with every text as long as its field takes, no name is too long for its API: %s",
  (_, input) => {
    const { input: longest, grown } = withLongestTexts(input, accepts);
    expect(grown).toBeGreaterThan(40);
    expect(problemsIn(longest)).toEqual([]);
  },
);

test("with keys as long as they may be, no name is too long for its API", () => {
  const input = inputs.bridge as EnvironmentInput;
  const long = (text: string, length: number) => text + "a".repeat(length - text.length);
  const keys = {
    worker: long("worker", 230),
    sidecar: long("sidecar", 255),
    nightly: long("nightly", 64),
    reports: long("reports", 30),
  };
  expect(problemsIn(withLongestKeys(input, keys))).toEqual([]);
});

test("no name by default is too long, however long application, environment, keys and replicas are", () => {
  const key = `database-with-a-name-of-${"x".repeat(6)}`;
  const replicas = { [`replica-with-a-name-of-${"x".repeat(7)}`]: {} };
  const databases = {
    [key]: { engine: "postgres", instanceClass: "db.t4g.medium", replicas },
    [`${key.slice(0, 29)}2`]: { engine: "mysql", instanceClass: "db.t4g.medium", replicas },
    [`${key.slice(0, 29)}3`]: { engine: "aurora-postgresql", minimumCapacity: 1, maximumCapacity: 2 },
  };
  const longest = {
    name: `production-of-${"x".repeat(6)}`,
    application: "abcdefghijklmnop-qrs",
    account: "111122223333",
    region: "eu-central-1",
    images: { app: { tag: "1" } },
    capacity: { instanceTypes: ["t4g.medium"] },
    services: {
      jobs: { containers: { app: { cpu: 512, memoryReservationMiB: 512 } } },
      [`service-with-a-name-of-${"x".repeat(7)}`]: {
        containers: { app: { cpu: 512, memoryReservationMiB: 512 } },
        scheduled: { nightly: { command: ["true"], schedule: "rate(1 day)" } },
        migration: { command: ["true"], notify: true },
      },
    },
    databases,
    secrets: Object.fromEntries(Object.keys(databases).map((one, index) => [`PASSWORD_${index}`, `databases.${one}`])),
    alerts: "nobody",
  } as unknown as EnvironmentInput;
  expect(problemsIn(longest)).toEqual([]);
  const made = Object.values(defineEnvironment(longest).databases);
  expect(made.map(({ identifier }) => identifier.length)).toEqual([62, 62, 61]);
  expect(made.map(({ username }) => username)).toEqual([
    "abcdefghijklmnop_qrs",
    "abcdefghijklmnop",
    "abcdefghijklmnop",
  ]);
});

test("what is too long all together is refused with its field: a task definition, overrides, a name for CodeDeploy", () => {
  const refused = (change: object): string => {
    const web = { ...everyBridgeInput.services.web, ...change };
    try {
      new Platform(
        new App(),
        defineEnvironment({ ...everyBridgeInput, services: { web } } as unknown as EnvironmentInput),
      );
      return "";
    } catch (error) {
      if (!(error instanceof EnvironmentError)) throw error;
      return error.message;
    }
  };
  expect(refused({ environment: { BIG: "x".repeat(66_000) } })).toContain(
    "services.web.containers  must be at most 65536",
  );
  const nightly = { command: ["x".repeat(9000)], schedule: "rate(1 day)" };
  expect(refused({ scheduled: { nightly } })).toContain("services.web.scheduled.nightly.command  must be short enough");
  expect(refused({ migration: { command: ["x".repeat(9000)] } })).toContain(
    "services.web.migration.command  must be at most",
  );
  expect(refused({ name: "x".repeat(101) })).toMatch(
    /services\.web\.name +must be at most \d+ characters with deployment\.strategy blue-green/,
  );
});
