import { defineEnvironment } from "../../../../modules/platform/environment";
import { shopInput } from "../../../fixtures/shop";

const { database: _database, secrets: _secrets, ...input } = shopInput;
const parts = {
  ...input,
  secrets: { MAIN: "databases.main", REPORTS: "databases.reports" },
  databases: { main: { instanceClass: "db.m7g.large" }, reports: { instanceClass: "db.m7g.large" } },
  caches: { sessions: { nodeType: "cache.t4g.small" } },
  queues: { orders: {} },
} as const;
const service = (value: string) => ({
  web: { ...input.services.web, secrets: [] as string[], environment: { VALUE: { from: value } } },
});

test("the compiler knows the values of the parts that an environment names", () => {
  const { services } = defineEnvironment({
    ...parts,
    services: {
      web: {
        ...input.services.web,
        secrets: [],
        environment: {
          MAIN: { from: "databases.main.host" },
          SESSIONS: { from: "caches.sessions.url" },
          ORDERS: { from: "queues.orders.url" },
          REGION: { from: "region" },
        },
      },
    },
  });
  expect(Object.keys(services.web?.environment ?? {})).toEqual(["MAIN", "SESSIONS", "ORDERS", "REGION"]);
});

test("it knows the services that others reach", () => {
  const api = {
    memoryMiB: 512,
    containers: { api: { cpu: 128, memoryReservationMiB: 128, ports: [{ container: 80, name: "http" }] } },
    connect: { services: { http: { clientAlias: { port: 80 } } } },
  };
  const { services } = defineEnvironment({
    ...parts,
    services: {
      api,
      web: {
        ...input.services.web,
        memoryMiB: 4096,
        secrets: [],
        connect: {},
        environment: { API: { from: "services.api.endpoint" } },
      },
    },
  });
  expect(services.web?.environment).toEqual({ API: { from: "services.api.endpoint" } });
  const wrong = () =>
    defineEnvironment({
      ...parts,
      services: {
        api,
        web: {
          ...input.services.web,
          memoryMiB: 4096,
          secrets: [],
          connect: {},
          // @ts-expect-error there is no service app
          environment: { API: { from: "services.app.endpoint" } },
        },
      },
    });
  expect(wrong).toThrow('got "services.app.endpoint"; did you mean "services.api.endpoint"?');
});

test("and refuses the name of one that does not exist, as the check does", () => {
  const define = () =>
    defineEnvironment({
      ...parts,
      services: {
        web: {
          ...input.services.web,
          secrets: [],
          // @ts-expect-error there is no database orders
          environment: { VALUE: { from: "databases.orders.host" } },
        },
      },
    });
  expect(define).toThrow('got "databases.orders.host"; did you mean "databases.reports.host"?');
  // @ts-expect-error a text that nobody has read may be anything
  expect(() => defineEnvironment({ ...parts, services: service("databases.main.prot") })).toThrow(
    'did you mean "databases.main.port"?',
  );
});
