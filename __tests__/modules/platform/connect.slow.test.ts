import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { EcsService } from "@cdktf/provider-aws/lib/ecs-service";
import { EcsTaskDefinition } from "@cdktf/provider-aws/lib/ecs-task-definition";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { ServiceDiscoveryHttpNamespace } from "@cdktf/provider-aws/lib/service-discovery-http-namespace";
import { containersOf } from "../../../packages/terraform-json";
import { problems, web, type Change } from "../../fixtures/shop";
import { platform } from "./stacks";

const size = { cpu: 128, memoryReservationMiB: 128 };

describe("Service Connect", () => {
  const connected = (networkMode: string) =>
    platform({
      services: {
        web: {
          networkMode,
          memoryMiB: 4096,
          connect: {},
          containers: { app: { ports: [{ container: 4000, host: networkMode === "awsvpc" ? 4000 : 0 }] } },
        },
        api: {
          networkMode: "awsvpc",
          memoryMiB: 512,
          containers: {
            api: { ...size, ports: [{ container: 8080, name: "http", appProtocol: "http" }] },
          },
          connect: { services: { http: { clientAlias: { port: 80, dnsName: "api" }, perRequestTimeoutSeconds: 5 } } },
        },
      },
    });

  test.each(["bridge", "awsvpc"])("lets a service in %s mode reach another by name", (networkMode) => {
    const { foundation, service } = connected(networkMode);
    expect(foundation).toHaveResource(ServiceDiscoveryHttpNamespace, { name: "acorn-production" });
    const api = service.resource(EcsService, { path: "services/api/service" });
    expect(JSON.stringify(api)).toContain('"dns_name":"api"');
    expect(JSON.stringify(api)).toContain('"per_request_timeout_seconds":5');
    expect(JSON.stringify(service.resource(EcsService, { path: "production-service/service" }))).toContain(
      '"enabled":true',
    );
    const client =
      networkMode === "awsvpc"
        ? service.resource(SecurityGroup, { path: "production-service/task-security-group" })
        : foundation.resource(SecurityGroup, { path: "capacity/security-group" });
    expect(service.resource(SecurityGroup, { path: "services/api/task-security-group" })).toBeReachableFrom(
      client,
      8080,
    );
    for (const stack of [foundation, service]) expect(stack).not.toHaveDanglingReferences();
  });

  const endpoint = (change: Change, environment: Change = { API: { from: "services.api.endpoint" } }): Change => ({
    services: {
      web: { memoryMiB: 4096, connect: {}, environment },
      api: {
        memoryMiB: 512,
        containers: { api: { ...size, ports: [{ container: 8080, name: "http" }] } },
        connect: { services: { http: { clientAlias: { port: 80 } } } },
        ...change,
      },
    },
  });

  test("gives a variable the address of another service", () => {
    const apiOf = (change: Change) => {
      const { service } = platform(endpoint(change));
      const task = service.resource(EcsTaskDefinition, { path: "production-service/task-definition" });
      const [app] = containersOf(task);
      const variables = (app?.environment ?? []) as readonly { name: string; value: string }[];
      return variables.find(({ name }) => name === "API")?.value;
    };
    expect(apiOf({})).toBe("http.acorn-production:80");
    const named = { discoveryName: "api", clientAlias: { port: 8080 } };
    expect(apiOf({ connect: { services: { http: named } } })).toBe("api.acorn-production:8080");
    const alias = { clientAlias: { port: 80, dnsName: "orders" } };
    expect(apiOf({ connect: { services: { http: alias } } })).toBe("orders:80");
  });

  test("has an address for one port only, which a service without it cannot reach", () => {
    const of = "services.web.environment.API.from must be one of the values that exist: ";
    expect(problems(endpoint({ connect: {} }))).toEqual([expect.stringContaining(of)]);
    const { services } = endpoint({}) as { services: { web: Change } };
    const unconnected = { services: { ...services, web: { ...services.web, connect: undefined } } };
    expect(problems(unconnected)).toEqual([
      "services.web.connect must be given, if only as {}, since a variable is services.api.endpoint; got nothing",
    ]);
  });

  test("has a log group that no container takes", () => {
    const change = web({ memoryMiB: 4096, connect: {}, containers: { "service-connect": size } });
    expect(problems(change)).toEqual([
      'services.web.containers.service-connect.logGroup must be a name of its own; the Service Connect proxy of services.web has it; got "/ecs/acorn-production/service-connect"',
    ]);
    const { service } = platform(
      web({ memoryMiB: 4096, connect: {}, containers: { "service-connect": { ...size, logGroup: "/ecs/other" } } }),
    );
    expect(service).toHaveResource(CloudwatchLogGroup, { name: "/ecs/acorn-production/service-connect" });
  });

  test("needs a size, and names that are there once", () => {
    const found = problems({
      services: {
        web: { connect: { services: { http: { clientAlias: { port: 80 } } } } },
        api: {
          memoryMiB: 512,
          containers: { api: { ...size, ports: [{ container: 8080, name: "http" }] } },
          connect: { services: { http: { clientAlias: { port: 80 }, perRequestTimeoutSeconds: 5 } } },
        },
      },
    });
    expect(found).toEqual([
      "services.web.memoryMiB must be given with connect: what the containers need, and 64 MiB for the proxy; got nothing",
      "services.api.connect.services.http.perRequestTimeoutSeconds must be left out for a port without appProtocol; got 5",
      'services.web.connect.services.http.discoveryName must be a name that no other service of the environment has; got "http"',
      'services.api.connect.services.http.discoveryName must be a name that no other service of the environment has; got "http"',
      'services.web.connect.services.http must be one of the ports of the service that have a name, of which there is none; got "http"',
    ]);
  });
});
