const unit = require("./jest.config.cjs");

/** The end-to-end run: real Terraform against the emulator, minutes. */
module.exports = {
  ...unit,
  testMatch: ["**/__tests__/e2e/**/*.test.ts"],
  testPathIgnorePatterns: [],
  testTimeout: 15 * 60 * 1000,
  // Terraform waits for AWS most of the time.
  maxWorkers: 3,
};
