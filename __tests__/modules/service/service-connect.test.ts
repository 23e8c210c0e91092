import { EcsService } from "@cdktf/provider-aws/lib/ecs-service";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { ServiceDiscoveryHttpNamespace } from "@cdktf/provider-aws/lib/service-discovery-http-namespace";
import { LogGroup } from "../../../modules/logs";
import { ServiceConnectNamespace } from "../../../modules/service-connect";
import type { ServiceConnectProps } from "../../../modules/service";
import { absent, jsonString, referenceTo, testStack } from "../../../packages/jest-terraform";
import { messageOf } from "../../../packages/jest-terraform/parts";
import { loadBalancerFor, platformFor, serviceFor, taskDefinitionFor, type Task } from "./parts";

const task: Task = { memoryMiB: 640, ports: [{ container: 4000, name: "http", appProtocol: "http" }] };
const namespaceArn = "arn:aws:servicediscovery:eu-central-1:123456789012:namespace/ns-0123456789abcdef";

test("a namespace has a name, and no DNS zone", () => {
  const stack = testStack((scope) => new ServiceConnectNamespace(scope, "namespace", { name: "acorn-production" }));
  expect(stack).toHaveResource(ServiceDiscoveryHttpNamespace, { name: "acorn-production" });
  expect(
    messageOf(() => testStack((scope) => new ServiceConnectNamespace(scope, "namespace", { name: "my namespace" }))),
  ).toBe('test/namespace: name must be 1 to 1024 printable characters without spaces, got "my namespace".');
});

describe("a service", () => {
  test("is found by others at a name and a port, through a proxy that writes its own log", () => {
    const stack = testStack((scope) => {
      const namespace = new ServiceConnectNamespace(scope, "namespace", { name: "test" });
      const logGroup = new LogGroup(scope, "proxy-logs", { name: "/ecs/proxy", retentionDays: 30 });
      const services: ServiceConnectProps["services"] = [
        {
          portName: "http",
          discoveryName: "api",
          clientAlias: { port: 80, dnsName: "api.internal" },
          ingressPort: 15_000,
          idleTimeoutSeconds: 60,
          perRequestTimeoutSeconds: 30,
        },
      ];
      serviceFor(scope, { serviceConnect: { namespaceArn: namespace.arn, services, logGroup } }, task);
    });
    expect(stack).toHaveResource(EcsService, {
      serviceConnectConfiguration: {
        enabled: true,
        namespace: referenceTo(ServiceDiscoveryHttpNamespace, "arn"),
        service: [
          {
            portName: "http",
            discoveryName: "api",
            clientAlias: { port: 80, dnsName: "api.internal" },
            ingressPortOverride: 15_000,
            timeout: { idleTimeoutSeconds: 60, perRequestTimeoutSeconds: 30 },
          },
        ],
        logConfiguration: {
          logDriver: "awslogs",
          options: {
            "awslogs-group": referenceTo("proxy-logs", "name"),
            "awslogs-region": "eu-central-1",
            "awslogs-stream-prefix": "service-connect",
          },
        },
      },
    });
    expect(stack).toHaveResource(IamRolePolicy, {
      policy: jsonString({
        Statement: expect.arrayContaining([
          expect.objectContaining({
            Sid: "WriteLogs",
            Resource: expect.stringContaining("proxy-logs") as unknown,
          }),
        ]) as unknown,
      }),
    });
  });

  test("that only reaches others has no name", () => {
    const stack = testStack((scope) => void serviceFor(scope, { serviceConnect: { namespaceArn } }, task));
    expect(stack).toHaveResource(EcsService, {
      serviceConnectConfiguration: { enabled: true, namespace: namespaceArn, service: [], logConfiguration: absent() },
    });
  });

  test("is called as its port where it has no other name", () => {
    const services = [{ portName: "http", clientAlias: { port: 80 } }];
    const stack = testStack((scope) => void serviceFor(scope, { serviceConnect: { namespaceArn, services } }, task));
    expect(stack).toHaveResource(EcsService, {
      serviceConnectConfiguration: {
        service: [{ portName: "http", discoveryName: "http", clientAlias: { port: 80 }, timeout: absent() }],
      },
    });
  });
});

describe("Service Connect is refused", () => {
  const http = { portName: "http", clientAlias: { port: 80 } };
  const refusal = (services: ServiceConnectProps["services"], special: Task = task) =>
    messageOf(() =>
      testStack((scope) => void serviceFor(scope, { serviceConnect: { namespaceArn, services } }, special)),
    ).replace("test/service: ", "");

  test.each<[what: string, services: ServiceConnectProps["services"], message: string]>([
    [
      "for a port without that name",
      [{ ...http, portName: "web" }],
      'serviceConnect.services.0.portName must be one of http, got "web".',
    ],
    [
      "at a name that is taken",
      [http, { ...http, clientAlias: { port: 81 } }],
      'serviceConnect.services.1.discoveryName must be another than before, got "http".',
    ],
    [
      "at a name in capitals",
      [{ ...http, discoveryName: "API" }],
      'serviceConnect.services.0.discoveryName must be 1 to 64 lower case letters, digits, underscores and hyphens, not beginning with a hyphen, got "API".',
    ],
    [
      "at no port",
      [{ ...http, clientAlias: { port: 0 } }],
      "serviceConnect.services.0.clientAlias.port must be a whole number from 1 to 65535, got 0.",
    ],
    [
      "at a DNS name in capitals",
      [{ ...http, clientAlias: { port: 80, dnsName: "API" } }],
      'serviceConnect.services.0.clientAlias.dnsName must be 1 to 127 lower case letters, digits, underscores, hyphens and periods, not beginning with a hyphen, got "API".',
    ],
    [
      "behind no port of the proxy",
      [{ ...http, ingressPort: 0 }],
      "serviceConnect.services.0.ingressPort must be a whole number from 1 to 65535, got 0.",
    ],
    [
      "with a time before now",
      [{ ...http, idleTimeoutSeconds: -1 }],
      "serviceConnect.services.0.idleTimeoutSeconds must be a whole number from 0 to 2147483647 seconds, got -1.",
    ],
  ])("%s", (_, services, message) => {
    expect(refusal(services)).toBe(message);
  });

  test("where no port has a name", () => {
    expect(refusal([http], { ...task, ports: [{ container: 4000 }] })).toBe(
      'serviceConnect.services.0.portName must be absent: no port has a name, got "http".',
    );
  });

  test("with a time for requests that the proxy does not understand", () => {
    const ports = [{ container: 4000, name: "http" }];
    expect(refusal([{ ...http, perRequestTimeoutSeconds: 1 }], { ...task, ports })).toBe(
      "serviceConnect.services.0.perRequestTimeoutSeconds must be absent for TCP, got 1. Give the port an appProtocol.",
    );
  });

  test("where the task has no memory of its own", () => {
    expect(refusal([http], { ports: task.ports })).toBe(
      "taskDefinition.memoryMiB must be given with serviceConnect, got nothing. Give it what its containers need and 64 MiB for the proxy (aws/containers-roadmap 2838).",
    );
  });

  test("in host mode", () => {
    expect(refusal([http], { ...task, networkMode: "host" })).toBe(
      `serviceConnect must be absent in network mode host, got "${namespaceArn}".`,
    );
  });

  test("with blue/green deployments of CodeDeploy", () => {
    const refused = messageOf(() =>
      testStack((scope) => {
        const blue = loadBalancerFor(scope, "blue", true);
        const green = loadBalancerFor(scope, "green", true);
        const taskDefinition = taskDefinitionFor(scope, task);
        serviceFor(
          scope,
          {
            taskDefinition,
            serviceConnect: { namespaceArn },
            loadBalancers: [{ ...blue, container: "web", port: 4000 }],
            deployment: {
              strategy: "blue-green",
              green: green.targetGroup,
              testRule: green.rule,
              role: taskDefinition.taskRole,
              account: "123456789012",
              region: "eu-central-1",
            },
          },
          task,
          platformFor(scope),
        );
      }),
    );
    expect(refused).toBe(
      `test/service: serviceConnect must be absent with blue/green deployments of CodeDeploy, got "${namespaceArn}".`,
    );
  });
});
