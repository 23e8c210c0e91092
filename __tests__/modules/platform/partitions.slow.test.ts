import { regionHasClass } from "../../../aws/database-table";
import { dnsSuffixOf, lackOf, partitionOf, zonesOf } from "../../../aws/regions";
import { Platform } from "../../../modules/platform";
import { defineEnvironment, type Environment, type EnvironmentInput } from "../../../modules/platform/environment";
import { synthesize } from "../../../packages/jest-terraform";
import { policies, policyPack } from "../../../policies";
import { everyAwsvpcInput, everyBridgeInput } from "../../e2e/everything-environments";

/** The same environment in another region, as a person would write it there; Slack and public zones are not offered in every one. */
function movedTo(region: string, { alerts, ...environment }: EnvironmentInput): Environment {
  const text = JSON.stringify({
    ...environment,
    ...(lackOf(region, "publicDns") !== undefined && { domain: { records: "by-hand" } }),
    alerts: alerts === "nobody" ? alerts : { ...alerts, slack: undefined },
  })
    .replaceAll("arn:aws:", `arn:${partitionOf(region)}:`)
    .replaceAll("eu-central-1", region)
    .replaceAll("db.m7g.large", regionHasClass(region, "db.m7g.large") ? "db.m7g.large" : "db.m6i.large");
  return defineEnvironment(JSON.parse(text) as EnvironmentInput);
}

/** Between them the two have every option. */
const environments = [everyBridgeInput, everyAwsvpcInput];
const places = ["us-gov-west-1", "cn-north-1", "eu-central-1"];
const cases = places.flatMap((region) =>
  environments.map((environment) => [environment.name, region, environment] as const),
);

describe.each(cases)("%s in %s", (_, region, environment) => {
  const moved = movedTo(region, environment);
  const app = synthesize((root) => void new Platform(root, moved));
  const texts = app.stacks.map(({ json }) => JSON.stringify(json)).join("\n");

  test("has only ARNs of its partition", () => {
    const found = [...texts.matchAll(/\barn:(aws[a-z-]*):[a-z0-9-]+/g)].map(([, partition]) => partition);
    expect(found.length).toBeGreaterThan(20);
    expect(new Set(found)).toEqual(new Set([partitionOf(region)]));
  });

  test("has the hosts of its region, and service principals that are the same everywhere", () => {
    const hosts = [...new Set(texts.match(/[\w.-]+\.amazonaws\.com(?:\.cn)?/g))];
    const regional = hosts.filter((host) => host.includes(region));
    expect(regional).toEqual(expect.arrayContaining([`logs.${region}.${dnsSuffixOf(region)}`]));
    expect(regional.filter((host) => !host.endsWith(`.${region}.${dnsSuffixOf(region)}`))).toEqual([]);
    const principals = hosts.filter((host) => !host.includes(region));
    expect(principals).toContain("ecs-tasks.amazonaws.com");
    expect(principals.filter((host) => !host.endsWith(".amazonaws.com"))).toEqual([]);
  });

  test("names no other region", () => {
    const others = [...texts.matchAll(/\b(?:us|eu|cn|us-gov)-[a-z]+-\d\b/g)].map(([name]) => name);
    expect(new Set(others)).toEqual(new Set([region]));
    expect(zonesOf(region)).toEqual(expect.arrayContaining([...moved.network.zones]));
  });

  test("satisfies every policy", () => {
    expect(app).toSatisfyPolicies(policyPack(policies, [moved]));
  });
});
