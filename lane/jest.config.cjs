require("./context.cjs"); // Jest's workers inherit it.
const unit = require("../jest.config.cjs");
const packages = require("./packages.cjs");

/** The unit tests and the lane's own, with the lane's packages in the place of cdktf's. */
module.exports = {
  ...unit,
  rootDir: "..",
  roots: [...unit.roots, "<rootDir>/lane"],
  // Its versions are the main lane's; synth.test.ts compares all else.
  testPathIgnorePatterns: [...unit.testPathIgnorePatterns, "/recorded\\.test\\.ts$"],
  moduleNameMapper: Object.fromEntries(
    Object.entries(packages).map(([name, folder]) => [`^${name}(/.*)?$`, `<rootDir>/${folder}$1`]),
  ),
};
