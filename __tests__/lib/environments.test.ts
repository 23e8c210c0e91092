import { findEnvironment } from "../../lib/environments";

test("an environment that does not exist is reported with those that do", () => {
  expect(() => findEnvironment("prod")).toThrow('no environment is called "prod"; there are production, staging');
});
