/** Unit tests: no Terraform, no network. A file that takes over a second of CPU is called `*.slow.test.ts`; `npm run test:unit` leaves it out. */
module.exports = {
  testEnvironment: "<rootDir>/__tests__/node-environment.cjs",
  runtime: "<rootDir>/__tests__/runtime.cjs",
  roots: ["<rootDir>/__tests__", "<rootDir>/packages"],
  testMatch: ["**/*.test.ts"],
  testPathIgnorePatterns: ["<rootDir>/__tests__/e2e/"],
  transform: { "\\.ts$": "@swc/jest" },
  // Programs are started by some tests: five seconds, the default, are too few for them on a busy machine.
  testTimeout: 30_000,
  // Jest's own default leaves one core idle: of two, half.
  maxWorkers: "100%",
  setupFilesAfterEnv: ["<rootDir>/__tests__/setup.ts"],
};
