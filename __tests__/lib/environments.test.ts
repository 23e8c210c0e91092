import { loadEnvironment, loadEnvironments } from "../../lib/environments";
import { exitCodes } from "../../packages/common/errors";
import { environmentNames, environmentOf } from "../../lib/environment-names";

test("the environments are the files of environments/, in order", async () => {
  expect(environmentNames()).toEqual(["production", "staging"]);
  expect((await loadEnvironments()).map(({ name }) => name)).toEqual(["production", "staging"]);
  expect((await loadEnvironments(["staging"])).map(({ name }) => name)).toEqual(["staging"]);
});

test.each([
  ["prod", 'no environment is called "prod"; did you mean production?'],
  ["stagign", 'no environment is called "stagign"; did you mean staging?'],
  ["eu-west", 'no environment is called "eu-west"; there are production and staging'],
  ["../main", 'no environment is called "../main"; there are production and staging'],
  ["shared", 'no environment is called "shared"; there are production and staging'],
])("%s is no environment, and the message helps", async (name, message) => {
  await expect(loadEnvironment(name)).rejects.toMatchObject({ message, exitCode: exitCodes.usage });
});

test.each([
  ["prod-eu-service", "prod-eu"],
  ["prod-service", "prod"],
  ["product-service", undefined],
])("the stack %s is of %s", (stack, environment) => {
  expect(environmentOf(stack, ["prod", "prod-eu"])).toBe(environment);
});
