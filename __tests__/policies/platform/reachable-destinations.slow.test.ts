import { reachableDestinations } from "../../../policies/platform/reachable-destinations";
import { container, web, type Change } from "../../fixtures/shop";
import { failuresIn } from "./synthesized";

const variables = (environment: Record<string, unknown>, more: Change = {}): Change => ({
  ...container("worker", { environment }),
  ...more,
});

describe("destinations", () => {
  test("a database, a cache, a queue and a bucket are open to what names them, in every network mode", () => {
    const parts = {
      cache: { nodeType: "cache.t4g.small" },
      queue: {},
      secrets: { CACHE_URL: "cache.url" },
    };
    const environment = {
      CACHE_HOST: { from: "cache.host" },
      QUEUE_URL: { from: "queue.url" },
      BUCKET: { from: "bucket.name" },
    };
    for (const networkMode of ["bridge", "host"]) {
      expect(failuresIn(reachableDestinations, { ...parts, ...web({ networkMode, environment }) })).toEqual([]);
    }
    const ports = { ports: [{ container: 4000 }] };
    const awsvpc = web({ networkMode: "awsvpc", environment, containers: { app: ports } });
    expect(failuresIn(reachableDestinations, { ...parts, ...awsvpc })).toEqual([]);
  });

  test("a rule that is taken away is missed", () => {
    const withoutRules = (direction: string) => (json: string) =>
      json.replaceAll(`"aws_vpc_security_group_${direction}_rule"`, `"aws_other_${direction}"`);
    expect(failuresIn(reachableDestinations, {}, withoutRules("ingress")).join("\n")).toContain(
      "container app, worker: DATABASE_HOST names aws_db_instance.database_instance, whose security groups do not let its tasks in on port 5432",
    );
    expect(failuresIn(reachableDestinations, {}, withoutRules("egress")).join("\n")).toContain(
      "do not let them out to port 5432 of it",
    );
  });

  test("outside services need their port in egressPorts, and a way to the internet", () => {
    const mail = variables({ MAIL_HOST: "smtp.mail.example", MAIL_SERVER: "x", MAIL_PORT: "587" });
    const search = variables({ SEARCH_URL: "https://search.example:9243/index" });
    expect(failuresIn(reachableDestinations, mail)).toEqual([]);
    expect(failuresIn(reachableDestinations, search)).toEqual([
      "container worker: SEARCH_URL names search.example:9243, but no rule of the security groups of its tasks lets them out on port 9243",
    ]);
    const network = { egressPorts: [443, 9243] };
    expect(failuresIn(reachableDestinations, { ...search, network })).toEqual([]);
    const closed = { ...search, network: { ...network, nat: "none" } };
    expect(failuresIn(reachableDestinations, closed)).toEqual([
      "container worker: SEARCH_URL names search.example:9243, but its subnets have no way to the internet",
    ]);
  });

  test.each<readonly [string, { readonly port: number; readonly dnsName?: string }]>([
    ["by its default name, <discovery name>.<namespace>", { port: 80 }],
    ["by the name of its client alias", { port: 80, dnsName: "api.internal" }],
  ])("another service is reached through Service Connect %s", (_, clientAlias) => {
    const size = { cpu: 256, memoryReservationMiB: 256 };
    const services = (connect: object | undefined) => ({
      services: {
        web: {
          memoryMiB: 4096,
          connect,
          containers: { app: { ports: [{ container: 4000, host: 0 }] } },
          environment: { API: `http://${clientAlias.dnsName ?? "http.acorn-production"}:80` },
        },
        api: {
          networkMode: "awsvpc",
          memoryMiB: 512,
          containers: { api: { ...size, ports: [{ container: 8080, name: "http" }] } },
          connect: { services: { http: { clientAlias } } },
        },
      },
    });
    expect(failuresIn(reachableDestinations, services({}))).toEqual([]);
    expect(failuresIn(reachableDestinations, services(undefined)).join("\n")).toContain(
      "but the service is no client of it: set connect",
    );
  });

  test("a queue that the service may neither send to nor read is found", () => {
    const change = { queue: {}, ...web({ environment: { QUEUE_URL: { from: "queue.url" } } }) };
    const without = (json: string) => json.replaceAll(/sqs:(?:SendMessage|ReceiveMessage)/g, "sqs:GetQueueUrl");
    expect(failuresIn(reachableDestinations, change)).toEqual([]);
    expect(failuresIn(reachableDestinations, change, without).join("\n")).toContain(
      "may neither sqs:SendMessage nor sqs:ReceiveMessage on it",
    );
  });
});
