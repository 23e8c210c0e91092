import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { shop } from "../../fixtures/shop";
import {
  compareSecrets,
  describeComparison,
  describeSecrets,
  generateSecret,
  readersOf,
  readSecrets,
  setSecret,
} from "../../../operations/secrets/secrets";
import { awsFailure, fakeClient } from "../task/fake-client";

const now = new Date("2026-11-27T12:00:00Z");
const described: Readonly<Record<string, unknown>> = {
  "acorn/production/PAYMENT_KEY": {
    LastChangedDate: new Date("2026-11-17T12:00:00Z"),
    VersionIdsToStages: { a: ["AWSCURRENT"] },
  },
  "acorn/production/MAIL_KEY": {
    LastChangedDate: new Date("2026-11-27T11:00:00Z"),
    VersionIdsToStages: { a: ["AWSPREVIOUS"], b: ["AWSCURRENT"] },
  },
  "acorn/production/SEARCH_KEY": {},
  "acorn/production/FILES_KEY": { DeletedDate: now },
};

function client() {
  const put: unknown[] = [];
  const { client: secrets, asked } = fakeClient<SecretsManagerClient>({
    DescribeSecret: ({ SecretId }: { SecretId: string }) =>
      described[SecretId] ?? awsFailure("ResourceNotFoundException"),
    GetRandomPassword: ({ PasswordLength }: { PasswordLength: number }) => ({
      RandomPassword: "x".repeat(PasswordLength),
    }),
    PutSecretValue: (input: unknown) => {
      put.push(input);
      return {};
    },
  });
  return { secrets, asked, put };
}

test("each secret has its age, its readers, and what is missing; no value is read", async () => {
  const { secrets, asked } = client();
  const states = await readSecrets(secrets, shop);
  expect(new Set(asked)).toEqual(new Set(["DescribeSecret"]));
  const text = describeSecrets(states, new Date("2026-11-27T10:00:00Z"), now);
  expect(text).toMatch(/^PAYMENT_KEY +by-hand +set 10 days ago +read by app and worker$/m);
  expect(text).toMatch(/^MAIL_KEY .* set today .*; changed since the tasks started: they need a new deployment$/m);
  // The first value of a secret is one that no task was started without.
  expect(describeSecrets(states, new Date("2026-11-01T10:00:00Z"), now)).toMatch(
    /^PAYMENT_KEY .* read by app and worker$/m,
  );
  expect(text).toMatch(/^SEARCH_KEY .* no value /m);
  expect(text).toMatch(/^FILES_KEY .* being deleted /m);
  expect(text).toMatch(/^SESSION_KEY .* not deployed /m);
});

test("what reads a secret besides variables: a log router's options, and the registry", () => {
  const { web, ...services } = shop.services;
  const { app } = web!.containers;
  const logs = { driver: "awsfirelens", secretOptions: { token: "MAIL_KEY", key: { secret: "SEARCH_KEY" } } } as const;
  const containers = { app: { ...app!, secrets: {}, logs, repositoryCredentials: "FILES_KEY" } };
  const environment = { ...shop, services: { ...services, web: { ...web!, containers } } };
  for (const name of ["MAIL_KEY", "SEARCH_KEY", "FILES_KEY"])
    expect(readersOf(environment, name)).toEqual([{ service: web!.name, container: "app" }]);
});

test("a value is put as it is given, and a generated one is as long as asked", async () => {
  const { secrets, put } = client();
  await setSecret(secrets, shop, "MAIL_KEY", "SG.ab${c}\"'");
  await generateSecret(secrets, shop, "SEARCH_KEY", 64);
  expect(put).toEqual([
    { SecretId: "acorn/production/MAIL_KEY", SecretString: "SG.ab${c}\"'" },
    { SecretId: "acorn/production/SEARCH_KEY", SecretString: "x".repeat(64) },
  ]);
});

test.each([
  ["DATABASE_PASSWORD", "value", "raise database.passwordVersion in environments/production.ts"],
  ["POST_KEY", "value", 'got "POST_KEY"'],
  ["MAIL_KEY", "", "must not be empty; nothing was changed"],
])("%s = %j is refused, and nothing is put", async (name, value, message) => {
  const { secrets, put } = client();
  await expect(setSecret(secrets, shop, name, value)).rejects.toThrow(message);
  expect(put).toEqual([]);
});

test.each([8, 5000, 20.5])("a length of %d is refused", async (length) => {
  const { secrets, put } = client();
  await expect(generateSecret(secrets, shop, "SEARCH_KEY", length)).rejects.toThrow("--length must be");
  expect(put).toEqual([]);
});

test("environments are compared by name and state, never by value", async () => {
  const one = await readSecrets(client().secrets, shop);
  const two = one.filter(({ name }) => name !== "SEARCH_KEY").map((secret) => ({ ...secret, state: "set" as const }));
  const compared = compareSecrets({ production: one, staging: two });
  expect(compared.find(({ name }) => name === "SEARCH_KEY")?.states).toEqual({
    production: "empty",
    staging: "absent",
  });
  expect(compared.find(({ name }) => name === "FILES_KEY")?.states).toEqual({
    production: "deleted",
    staging: "set",
  });
});

test("an environment without secrets is described in a line, and a value for one is refused", async () => {
  const { secrets, put } = client();
  expect(describeSecrets([], undefined, now)).toBe("No secrets are configured.");
  expect(describeComparison(compareSecrets({ production: [], staging: [] }))).toBe("No secrets are configured.");
  await expect(setSecret(secrets, { ...shop, secrets: {} }, "KEY", "value")).rejects.toThrow(
    "production has no secret that is set by hand",
  );
  expect(put).toEqual([]);
});
