import { defineEnvironment } from "../../../../modules/platform/environment";
import { checkOwnedOnce } from "../../../../modules/platform/environment/owned-once";
import { environments } from "../../../helpers/environments";
import { changed, shop } from "../../../fixtures/shop";

test("the environments of the project share nothing", () => {
  expect(() => checkOwnedOnce(environments)).not.toThrow();
});

test("a copy of an environment with only its name changed is refused, with all that both would own", () => {
  const copy = defineEnvironment(changed({ name: "copy" }));
  const fields = ["state.bucket", "bucket.name", "cluster.name", "database.identifier", "secretPrefix"];
  for (const field of [...fields, "services.web.name", "services.web.containers.app.logGroup", "images.app.repository"])
    expect(() => checkOwnedOnce([shop, copy])).toThrow(`copy: ${field}`);
  expect(() => checkOwnedOnce([shop, copy])).toThrow('secretPrefix "acorn/production" is already used by production');
  expect(() => checkOwnedOnce([shop, copy])).toThrow('copy: host name "shop.acorn.example" is already');
});

test("a name counts wherever the other environment has it", () => {
  const web = { key: "api", field: "services.api" };
  const other = { ...shop, name: "other", services: { api: { ...shop.services.web!, ...web } } };
  expect(() => checkOwnedOnce([shop, other])).toThrow('other: services.api.name "Acorn-Production" is already used');
});

test("another region shares only what is unique in the world", () => {
  const copy = { ...shop, name: "copy", region: "eu-west-1" };
  expect(() => checkOwnedOnce([shop, copy])).toThrow("copy: bucket.name");
  expect(() => checkOwnedOnce([shop, copy])).not.toThrow(/cluster\.name/);
});

test("an environment that is synthesized alone is compared with all others, and these not with each other", () => {
  const copy = { ...shop, name: "copy" };
  const unrelated = defineEnvironment({
    name: "unrelated",
    application: "unrelated",
    account: "999988887777",
    region: "eu-central-1",
    images: { app: { tag: "1" } },
    capacity: { instanceTypes: ["t4g.medium"] },
    services: { jobs: { containers: { app: { cpu: 256, memoryReservationMiB: 256 } } } },
    alerts: "nobody",
  });
  expect(() => checkOwnedOnce([copy], [shop])).toThrow("copy: cluster.name");
  expect(() => checkOwnedOnce([unrelated], [shop, copy])).not.toThrow();
});

test("two environments of one name get one clear line", () => {
  expect(() => checkOwnedOnce([shop, { ...shop, base: "x" }])).toThrow("production: name");
});
