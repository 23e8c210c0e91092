/** Unit tests: seconds, no Terraform, no network. */
module.exports = {
  testEnvironment: "node",
  roots: ["<rootDir>/__tests__", "<rootDir>/packages"],
  testMatch: ["**/*.test.ts"],
  testPathIgnorePatterns: ["<rootDir>/__tests__/e2e/"],
  transform: { "\\.ts$": "@swc/jest" },
  // Jest's own default leaves one core idle: of two, half.
  maxWorkers: "100%",
  setupFilesAfterEnv: ["<rootDir>/__tests__/setup.ts"],
};
