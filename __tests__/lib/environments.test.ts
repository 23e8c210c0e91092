import { readdirSync } from "node:fs";
import { join } from "node:path";
import { loadEnvironment, loadEnvironments, loadOthers, withEmulatorState } from "../../lib/environments";
import { production as smallest } from "../fixtures/smallest";
import { projectRoot } from "../../lib/root";
import { exitCodes } from "../../packages/common/errors";
import { list } from "../../packages/common/text";
import { environmentNames, environmentOf } from "../../lib/environment-names";

const names = environmentNames();
const [first = ""] = names;

test("the environments are the files of environments/, in order", async () => {
  const files = readdirSync(join(projectRoot(), "environments")).filter((file) => /^[^.]+\.ts$/.test(file));
  expect(names).toEqual(files.map((file) => file.slice(0, -3)).toSorted());
  expect((await loadEnvironments()).map(({ name }) => name)).toEqual(names);
  expect((await loadEnvironments([first])).map(({ name }) => name)).toEqual([first]);
  expect((await loadOthers([first])).map(({ name }) => name)).toEqual(names.slice(1));
});

test.each([
  [`${first}x`, `no environment is called "${first}x"; did you mean ${first}?`],
  ["zz-zz", `no environment is called "zz-zz"; there are ${list(names)}`],
  ["../main", `no environment is called "../main"; there are ${list(names)}`],
  ["shared", `no environment is called "shared"; there are ${list(names)}`],
])("%s is no environment, and the message helps", async (name, message) => {
  const hint = names.length === 1 ? message.replace("there are", "there is") : message;
  await expect(loadEnvironment(name)).rejects.toMatchObject({ message: hint, exitCode: exitCodes.usage });
});

test.each([
  ["prod-eu-service", "prod-eu"],
  ["prod-service", "prod"],
  ["product-service", undefined],
])("the stack %s is of %s", (stack, environment) => {
  expect(environmentOf(stack, ["prod", "prod-eu"])).toBe(environment);
});

test("state of HCP Terraform is in a folder on an emulator, and nowhere else", () => {
  const state = { kind: "hcp", organization: "acorn", hostname: "app.terraform.io" } as const;
  const env = { EMULATOR_STATE: "/srv/state" };
  expect(withEmulatorState({ ...smallest, state }, env).state).toEqual({ kind: "local", directory: "/srv/state" });
  expect(withEmulatorState({ ...smallest, state }, {}).state).toBe(state);
  expect(withEmulatorState(smallest, env)).toBe(smallest);
});
