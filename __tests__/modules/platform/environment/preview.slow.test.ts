import { javaOrders } from "../../../../examples/java-orders";
import { nodeApi } from "../../../../examples/node-api";
import { railsSidekiq } from "../../../../examples/rails-sidekiq";
import { stackNames } from "../../../../lib/stack-names";
import { Platform } from "../../../../modules/platform";
import { defineEnvironment, inputOf, type Environment } from "../../../../modules/platform/environment";
import { checkOwnedOnce } from "../../../../modules/platform/environment/owned-once";
import { preview } from "../../../../modules/platform/environment/preview";
import { synthesize } from "../../../../packages/jest-terraform";
import { readConfigurations } from "../../../../packages/terraform-json";
import { evaluateEnvironments, failing, policies } from "../../../../policies";
import { twoServices } from "../../../../scripts/output/two-services-environment";
import { changed, shop } from "../../../fixtures/shop";
import { production as smallest } from "../../../fixtures/smallest";

const options = { name: "pr-123", expires: "2027-05-31" };
const dnsElsewhere = twoServices(
  "arn:aws:acm:eu-central-1:111122223333:certificate/00000000-0000-0000-0000-000000000000",
);
const originals = { shop, smallest, javaOrders, nodeApi, railsSidekiq, dnsElsewhere };

describe.each(Object.entries<Environment>(originals))("a preview of %s", (_, from) => {
  const derived = preview(from, options);

  test("owns nothing that the other environment owns", () => {
    expect(() => checkOwnedOnce([from, derived])).not.toThrow();
  });

  test("satisfies the policies, and its rollouts are proven", () => {
    const app = synthesize((scope) => void new Platform(scope, derived));
    const texts = Object.fromEntries(app.stacks.map(({ name, json }) => [name, JSON.stringify(json)]));
    const [evaluation] = evaluateEnvironments(policies, readConfigurations(texts), [derived]);
    expect(failing(evaluation?.findings ?? [], "error")).toEqual([]);
    expect(app.stacks.map(({ name }) => name).toSorted()).toEqual([...stackNames(derived)].toSorted());
  });

  test("is small, unprotected and temporary", () => {
    expect(derived).toMatchObject({
      deletionProtection: false,
      preview: { from: from.name, expires: "2027-05-31" },
      tags: { PreviewOf: from.name, Expires: "2027-05-31" },
      alerts: { emails: [], webhooks: [] },
    });
    for (const { minimum, maximum } of Object.values(derived.capacities)) {
      expect(minimum).toBeLessThanOrEqual(1);
      expect(maximum).toBe(2);
    }
    for (const { scaling } of Object.values(derived.services)) expect(scaling.maximum).toBe(1);
  });

  test("keeps its state beside that of the other environment, and runs its images", () => {
    expect(derived.state).toEqual({ ...from.state, existing: true });
    expect(stackNames(derived)).toEqual(["pr-123-foundation", "pr-123-data", "pr-123-service"]);
    for (const [key, { repository, existing }] of Object.entries(derived.images)) {
      expect({ repository, existing }).toEqual({ repository: from.images[key]?.repository, existing: true });
    }
  });

  test("has host names of its own in the same zone", () => {
    // Where DNS is elsewhere, the zone is of no use.
    const { zone } = (from.domain?.records === "by-hand" ? derived : from).domain ?? {};
    expect(derived.domain?.zone).toBe(zone);
    expect(derived.domain?.hosts).toEqual(from.domain?.hosts.map((host) => `pr-123.${host}`));
  });
});

test("variables that contain a host name have the preview's", () => {
  const variables = {
    BASE_URL: "https://shop.acorn.example/path",
    OTHER: "https://my-shop.acorn.example, shop.acorn.example.org",
    BOTH: "shop.acorn.example,https://shop.acorn.example.",
  };
  const from = defineEnvironment(changed({ services: { web: { environment: variables } } }));
  expect(preview(from, options).services.web?.containers.app?.environment).toMatchObject({
    BASE_URL: "https://pr-123.shop.acorn.example/path",
    OTHER: "https://my-shop.acorn.example, shop.acorn.example.org",
    BOTH: "pr-123.shop.acorn.example,https://pr-123.shop.acorn.example.",
  });
});

test("tags, the number of instances and whole sections can be given", () => {
  const derived = preview(shop, {
    ...options,
    tags: { app: "pr-123-7" },
    maximumInstances: 4,
    change: { logRetentionDays: 7 },
  });
  expect(derived.images.app?.tag).toBe("pr-123-7");
  expect(derived.capacities.default?.maximum).toBe(4);
  expect(derived.logRetentionDays).toBe(7);
  expect(() => preview(shop, { ...options, tags: { web: "1" } })).toThrow('pr-123: production has no image "web"');
});

test("a database that exists is not shared without a decision", () => {
  const { database, ...others } = inputOf(smallest);
  const existing = {
    existing: {
      host: "db.acorn.example",
      securityGroupId: "sg-0a1b2c3d4e5f60718",
      passwordSecretArn: "arn:aws:secretsmanager:eu-central-1:111122223333:secret:db-AbCdEf",
    },
  };
  const from = defineEnvironment({ ...others, database: existing, secrets: { DATABASE_PASSWORD: "database" } });
  expect(() => preview(from, options)).toThrow(
    "pr-123: database exists already, and a preview would work on the same data; give it one of its own in change of preview()",
  );
  const own = { instanceClass: "db.t4g.medium" };
  expect(preview(from, { ...options, change: { database: own } }).databases.default).toMatchObject(own);
  expect(database).toBeUndefined();
});

test("on a load balancer of others its rule has a priority of its own", () => {
  const existing = {
    name: "shared",
    existing: {
      arn: "arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer/app/shared/50dc6c495c0c9188",
      httpsListenerArn:
        "arn:aws:elasticloadbalancing:eu-central-1:111122223333:listener/app/shared/50dc6c495c0c9188/f2f7dc8efc522ab2",
      securityGroupId: "sg-0a1b2c3d4e5f60718",
    },
  };
  const from = defineEnvironment({ ...inputOf(smallest), loadBalancer: existing });
  const [one, other] = ["pr-1", "pr-2"].map((name) => preview(from, { ...options, name }).services.web?.routes.web);
  expect(one?.priority).toBeGreaterThanOrEqual(10_000);
  expect(one?.priority).not.toBe(other?.priority);
});
