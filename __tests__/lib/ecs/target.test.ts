import {
  chooseService,
  chooseServices,
  containersOf,
  mainTargetOf,
  releasedTargets,
  targetOf,
} from "../../../lib/ecs/target";
import type { Service } from "../../../modules/platform/environment";
import { several } from "../../fixtures/several";
import { shop } from "../../fixtures/shop";

const keys = (services: readonly { readonly service: Service }[]) => services.map(({ service }) => service.key);

test("of several services web is worked on where none is named, and a command that shows them shows all", () => {
  expect(chooseService(several).service.key).toBe("web");
  expect(keys(chooseServices(several))).toEqual(["web", "worker", "api", "agent"]);
  expect(keys(chooseServices(several, "api"))).toEqual(["api"]);
});

test("a service without any image of images can be looked at, and not released", () => {
  expect(chooseService(several, "agent").container).toBe("agent");
  expect(() => targetOf(several, "agent")).toThrow("services.agent runs images of other registries alone");
  expect(keys(releasedTargets(several))).toEqual(["web", "worker", "api"]);
});

test("an image leads to the services that use it, each with the container that runs it", () => {
  expect(releasedTargets(several, "app").map(({ service, container }) => [service.key, container])).toEqual([
    ["web", "app"],
    ["worker", "jobs"],
  ]);
  expect(containersOf(shop.services.web!, "app")).toEqual(["app", "worker"]);
});

test("releases are locked at web, or at the first service with an image of its own", () => {
  expect(mainTargetOf(several).service.key).toBe("web");
  const { web: _, ...others } = several.services;
  expect(mainTargetOf({ ...several, services: others }).service.key).toBe("worker");
  const { agent } = several.services;
  expect(() => mainTargetOf({ ...several, services: { agent: agent! } })).toThrow("there is nothing to release");
});

test("a name that does not exist is reported with the nearest one, or with all", () => {
  expect(() => chooseServices(several, "wokrer")).toThrow('production has no service "wokrer"; did you mean worker?');
  expect(() => chooseServices(several, "x")).toThrow("there are web, worker, api and agent");
});
