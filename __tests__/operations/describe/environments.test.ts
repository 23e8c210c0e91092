import { App } from "cdktf";
import { environments } from "../../helpers/environments";
import { stackNames, withoutLayer } from "../../../lib/stack-names";
import { Platform } from "../../../modules/platform";
import { summarizeEnvironments } from "../../../operations/describe/environments";
import { captured } from "../../cli/captured";

test.each(environments.map((environment) => [environment.name, environment] as const))(
  "the stacks of %s are those that are synthesized, and each leads back to it",
  (name, environment) => {
    const app = new App();
    new Platform(app, environment);
    expect(stackNames(environment)).toEqual(app.node.children.map(({ node }) => node.id));
    expect(new Set(stackNames(environment).map(withoutLayer))).toEqual(new Set([name]));
  },
);

test("a state that is not in S3 has no stack for its bucket, and hyphens in a name stay", () => {
  const local = stackNames({ name: "eu-service", state: { kind: "local", directory: "/state" } });
  expect(local).toEqual(["eu-service-foundation", "eu-service-data", "eu-service-service"]);
  expect(withoutLayer("eu-service-service")).toBe("eu-service");
  expect(withoutLayer("eu")).toBe("eu");
});

test("every environment is listed with account, region and stacks, those that may lose data first", async () => {
  const { json, text } = await summarizeEnvironments([]);
  const byName = new Map(environments.map((environment) => [environment.name, environment]));
  expect(json.map(({ name }) => name).toSorted()).toEqual([...byName.keys()].toSorted());
  for (const { name, account, region, stacks } of json) {
    const environment = byName.get(name);
    expect({ account, region }).toEqual({ account: environment?.account, region: environment?.region });
    expect(text).toMatch(new RegExp(`^${name} +${account} +${region} +${stacks.join(", ")} *$`, "m"));
  }
  const isProtected = json.map(({ name }) => byName.get(name)?.deletionProtection);
  expect(isProtected).toEqual(isProtected.toSorted((one, other) => Number(one) - Number(other)));
});

test("some can be named, and --json is what a workflow reads", async () => {
  const [name = ""] = environments.map((environment) => environment.name);
  const { code, stdout } = await captured(["environments", name, "--json"]);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual((await summarizeEnvironments([name])).json);
});
