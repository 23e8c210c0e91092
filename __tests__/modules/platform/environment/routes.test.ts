import { problems } from "../../../fixtures/shop";

const routes = (first: object, second: object, rules: object = {}) =>
  problems({
    images: { api: { tag: "1" } },
    loadBalancer: { rules },
    services: {
      web: { web: { priority: 10, ...first } },
      api: {
        containers: { api: { image: "api", cpu: 128, memoryReservationMiB: 256, port: 8080 } },
        web: { host: "shop.acorn.example", healthCheck: "/up", priority: 20, ...second },
      },
    },
  }).join("\n");

const below = "services.api.web.priority must be below the 10 of services.web.web, which is tried first";
const others = "services.api.web.paths must be other paths, or other hosts, than those of services.web.web";

test.each<readonly [what: string, first: object, second: object, message: string]>([
  ["the same host", {}, {}, others],
  ["the same path", { paths: ["/api/*"] }, { paths: ["/api/*"] }, others],
  ["the same path, at the same place", { paths: ["/a"], priority: 20 }, { paths: ["/a"] }, others],
  ["a path below the other's", { paths: ["/api/*"] }, { paths: ["/api/v2/*", "/api/v?"] }, below],
  ["a path where the other has all", {}, { paths: ["/api/*"] }, below],
  ["a path where the other has *", { paths: ["/*"] }, { paths: ["/api/*"] }, below],
  ["a method of the other's", { methods: ["GET", "POST"] }, { methods: ["GET"] }, below],
  ["a header where the other has none", {}, { headers: { "X-Version": ["2"] } }, below],
  ["one of the other's hosts", { host: undefined, hosts: ["a.acorn.example", "shop.acorn.example"] }, {}, below],
])("a route that another answers before it is refused: %s", (_, first, second, message) => {
  expect(routes(first, second)).toContain(message);
});

test.each<readonly [what: string, first: object, second: object]>([
  ["another host", {}, { host: "api.acorn.example" }],
  ["all beside a path", { paths: ["/api/*"] }, {}],
  ["another path", { paths: ["/api/*"] }, { paths: ["/api", "/app/*"] }],
  ["a path that only begins alike", { paths: ["/api/*"] }, { paths: ["/api*"] }],
  ["a pattern in the middle", { paths: ["/a/*/b"] }, { paths: ["/a/x/b"] }],
  ["another method", { methods: ["GET"] }, { methods: ["GET", "POST"] }],
  ["any method", { methods: ["GET"] }, {}],
  ["another header", { headers: { "X-Version": ["1"] } }, { headers: { "X-Version": ["2"] } }],
  ["another network", { sourceCidrs: ["10.0.0.0/8"] }, { sourceCidrs: ["192.0.2.0/24"] }],
  ["a path that is tried first", { priority: 30 }, { paths: ["/api/*"] }],
])("one that is reached is not: %s", (_, first, second) => {
  expect(routes(first, second)).toBe("");
});

test("a rule of the load balancer may answer all of a route, and a route all of a rule", () => {
  const gone = { priority: 5, paths: ["/*"], fixedResponse: { statusCode: 410 } };
  expect(routes({ paths: ["/a/*"] }, { paths: ["/b"] }, { gone })).toContain(
    "services.web.web.priority must be below the 5 of loadBalancer.rules.gone, which is tried first",
  );
  const late = { ...gone, priority: 15, hosts: ["shop.acorn.example"], paths: ["/a/b"] };
  expect(routes({ paths: ["/a/*"] }, { paths: ["/b"] }, { late })).toContain(
    "loadBalancer.rules.late.priority must be below the 10 of services.web.web",
  );
});
