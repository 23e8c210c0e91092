import { DbInstance } from "@cdktf/provider-aws/lib/db-instance";
import { EcsService } from "@cdktf/provider-aws/lib/ecs-service";
import { EcsTaskDefinition } from "@cdktf/provider-aws/lib/ecs-task-definition";
import { Lb } from "@cdktf/provider-aws/lib/lb";
import { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import { LbListenerCertificate } from "@cdktf/provider-aws/lib/lb-listener-certificate";
import { LbListenerRule } from "@cdktf/provider-aws/lib/lb-listener-rule";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Wafv2WebAcl } from "@cdktf/provider-aws/lib/wafv2-web-acl";
import { Wafv2WebAclAssociation } from "@cdktf/provider-aws/lib/wafv2-web-acl-association";
import { containersOf } from "../../../packages/terraform-json";
import { container, problems, web, type Change } from "../../fixtures/shop";
import { platform } from "./stacks";

const size = { cpu: 128, memoryReservationMiB: 128 };

describe("containers", () => {
  const { service } = platform({
    ...web({
      networkMode: "bridge",
      pidMode: "task",
      ipcMode: "task",
      cpu: 2048,
      memoryMiB: 4096,
      placementConstraints: ["attribute:ecs.instance-type =~ m7i.*"],
      volumes: { scratch: { kind: "task" }, cache: { kind: "docker", scope: "shared", autoprovision: true } },
      containers: {
        app: {
          links: ["router:logs"],
          hostname: "shop",
          extraHosts: { legacy: "10.0.0.5" },
          dnsServers: ["10.0.0.2"],
          dnsSearchDomains: ["acorn.example"],
          systemControls: { "net.core.somaxconn": "1024" },
          dockerSecurityOptions: ["no-new-privileges"],
          interactive: true,
          pseudoTerminal: true,
          versionConsistency: "disabled",
          environmentFiles: ["arn:aws:s3:::acorn-settings/app.env"],
          restartPolicy: { ignoredExitCodes: [0], restartAttemptPeriodSeconds: 60 },
          linuxParameters: { devices: [{ hostPath: "/dev/fuse", permissions: ["read"] }] },
          volumesFrom: [{ container: "router", readOnly: true }],
          logs: {
            driver: "awsfirelens",
            options: { Name: "datadog" },
            secretOptions: { apikey: "PAYMENT_KEY" },
            bufferLimit: 1000,
          },
        },
        router: {
          ...size,
          image: "registry.example.com/fluent-bit:3.1",
          repositoryCredentials: "REGISTRY",
          privileged: true,
          firelens: {
            type: "fluentbit",
            configFile: { from: "s3", objectArn: "arn:aws:s3:::acorn-settings/fluent.conf" },
          },
          logs: { datetimeFormat: "%Y-%m-%d" },
          mountPoints: [{ volume: "cache", containerPath: "/cache" }],
        },
      },
    }),
    secrets: {
      DATABASE_PASSWORD: "database",
      SESSION_KEY: "by-hand",
      PAYMENT_KEY: "by-hand",
      REGISTRY: "by-hand",
    },
  });
  const task = service.resource(EcsTaskDefinition, { path: "task-definition" });

  test("have every option of the task definition", () => {
    const [app, router] = ["app", "router"].map((name) => containersOf(task).find((one) => one.name === name));
    expect(app).toMatchObject({
      links: ["router:logs"],
      hostname: "shop",
      extraHosts: [{ hostname: "legacy", ipAddress: "10.0.0.5" }],
      dnsServers: ["10.0.0.2"],
      dnsSearchDomains: ["acorn.example"],
      systemControls: [{ namespace: "net.core.somaxconn", value: "1024" }],
      dockerSecurityOptions: ["no-new-privileges"],
      interactive: true,
      pseudoTerminal: true,
      versionConsistency: "disabled",
      environmentFiles: [{ type: "s3", value: "arn:aws:s3:::acorn-settings/app.env" }],
      restartPolicy: { enabled: true, ignoredExitCodes: [0], restartAttemptPeriod: 60 },
      volumesFrom: [{ sourceContainer: "router", readOnly: true }],
      logConfiguration: { logDriver: "awsfirelens", options: { Name: "datadog", "log-driver-buffer-limit": "1000" } },
    });
    expect(router).toMatchObject({
      privileged: true,
      firelensConfiguration: { type: "fluentbit" },
      repositoryCredentials: { credentialsParameter: expect.stringContaining("aws_secretsmanager_secret") },
      logConfiguration: { logDriver: "awslogs", options: { "awslogs-datetime-format": "%Y-%m-%d" } },
    });
  });

  test("are in a task with its own size, namespaces, placement and volumes", () => {
    expect(service).toHaveResource(EcsTaskDefinition, {
      cpu: "2048",
      memory: "4096",
      pidMode: "task",
      ipcMode: "task",
      placementConstraints: [{ type: "memberOf", expression: "attribute:ecs.instance-type =~ m7i.*" }],
    });
  });

  test("are read and pulled with what the environment permits", () => {
    const role = service.resource(IamRole, { path: "execution-role/role" });
    expect(role).toAllowAction("s3:GetObject");
    expect(role).toAllowAction("secretsmanager:GetSecretValue");
  });

  test("run commands without what needs the others, with their mounts, and log to CloudWatch Logs", () => {
    const [command] = containersOf(service.resource(EcsTaskDefinition, { path: "one-off-task/task-definition" }));
    for (const option of ["links", "volumesFrom", "restartPolicy", "dependsOn", "firelensConfiguration"]) {
      expect(command?.[option as keyof typeof command] ?? []).toEqual([]);
    }
    expect(command).toMatchObject({
      mountPoints: [{ sourceVolume: "cache", containerPath: "/cache", readOnly: true }],
      logConfiguration: { logDriver: "awslogs", options: { "awslogs-group": expect.stringContaining("app-logs") } },
    });
  });
});

test("tasks are placed as the environment says, and an apply waits as it says", () => {
  const { service } = platform(
    web({
      placement: { strategies: [{ type: "binpack", field: "memory" }], constraints: [{ type: "distinctInstance" }] },
      waitForSteadyState: false,
      deleteTimeoutMinutes: 30,
    }),
  );
  expect(service).toHaveResource(EcsService, {
    orderedPlacementStrategy: [{ type: "binpack", field: "memory" }],
    placementConstraints: [{ type: "distinctInstance" }],
    timeouts: { delete: "30m" },
  });
});

test("a route has every option of its target group, and a login", () => {
  const { service } = platform(
    web({
      web: {
        host: "shop.acorn.example",
        protocol: "HTTPS",
        algorithm: "weighted_random",
        stickinessSeconds: 60,
        stickinessCookie: "shop",
        minimumForDns: { percent: 50 },
        minimumForRouting: { count: 1 },
        queryStrings: [{ key: "version", value: "2" }],
        healthCheck: { path: "/up", port: 9000, protocol: "HTTP" },
        login: {
          userPoolArn: "arn:aws:cognito-idp:eu-central-1:111122223333:userpool/eu-central-1_Ab1",
          clientId: "abc123",
          domain: "acorn-staff",
        },
      },
    }),
  );
  expect(service).toHaveResource(LbTargetGroup, {
    protocol: "HTTPS",
    loadBalancingAlgorithmType: "weighted_random",
    stickiness: expect.objectContaining({ cookie_name: "shop" }),
    healthCheck: expect.objectContaining({ port: "9000", protocol: "HTTP", matcher: "200" }),
  });
  const [rule] = service.everyResource(LbListenerRule);
  expect(JSON.stringify(rule)).toContain("authenticate-cognito");
  expect(JSON.stringify(rule)).toContain('"version"');
});

describe("the load balancer", () => {
  const { foundation } = platform({
    loadBalancer: {
      name: "acorn-production",
      accessLogsBucket: "acorn-production-alb-logs-111122223333",
      internal: true,
      allowedCidrs: ["10.0.0.0/8"],
      tlsPolicy: "ELBSecurityPolicy-TLS13-1-3-2021-06",
      additionalCertificates: {
        partner: "arn:aws:acm:eu-central-1:111122223333:certificate/00000000-0000-0000-0000-000000000000",
      },
      firewall: { rateLimit: { requests: 500 }, blockedAddresses: ["203.0.113.0/24"] },
      rules: {
        www: { priority: 10, hosts: ["www.acorn.example"], redirect: { host: "shop.acorn.example" } },
        internal: { priority: 20, paths: ["/internal/*"], fixedResponse: { statusCode: 404 } },
      },
    },
  });

  test("is internal, with further certificates, another TLS policy and a firewall", () => {
    expect(foundation).toHaveResource(Lb, { internal: true });
    expect(foundation).toHaveResource(LbListener, { sslPolicy: "ELBSecurityPolicy-TLS13-1-3-2021-06" });
    expect(foundation.everyResource(LbListenerCertificate)).toHaveLength(1);
    expect(foundation).toHaveResource(Wafv2WebAcl, { name: "acorn-production" });
    expect(foundation.everyResource(Wafv2WebAclAssociation)).toHaveLength(1);
  });

  test("answers some requests by itself, for host names that have a record", () => {
    expect(foundation).toHaveResource(LbListenerRule, { priority: 10 });
    expect(foundation).toHaveResource(LbListenerRule, { priority: 20 });
    expect(foundation).toHaveResource(Route53Record, { name: "www.acorn.example" });
  });
});

test("with DNS elsewhere there is no zone, and outputs name the records to make", () => {
  const { foundation } = platform({ domain: { zone: undefined, records: "by-hand" } });
  expect(foundation.json.data).not.toHaveProperty("aws_route53_zone");
  expect(foundation).not.toHaveResource(Route53Record, {});
  expect(foundation).toHaveOutput("dns_records");
  expect(foundation).toHaveOutput("certificate_validation_records");
});

test("instances keep memory back, stop containers and have policies as the environment says", () => {
  const { foundation } = platform({
    capacity: { reservedMemoryMiB: 512, containerStopTimeoutSeconds: 45 },
    roles: { instancePolicies: ["arn:aws:iam::aws:policy/CloudWatchAgentServerPolicy"] },
  });
  expect(foundation).toHaveResource(LaunchTemplate, {
    userData: expect.stringMatching(
      /ECS_RESERVED_MEMORY=512[^]*ECS_CONTAINER_STOP_TIMEOUT=45s|ECS_CONTAINER_STOP_TIMEOUT=45s[^]*ECS_RESERVED_MEMORY=512/,
    ),
  });
  expect(foundation).toHaveResource(IamRolePolicyAttachment, {
    policyArn: "arn:aws:iam::aws:policy/CloudWatchAgentServerPolicy",
  });
});

test.each<[string, Change, string]>([
  [
    "a link in awsvpc",
    web({ networkMode: "awsvpc", containers: { app: { links: ["worker"] } } }),
    "services.web.containers.app.links must be left out in networkMode awsvpc",
  ],
  [
    "a link to nowhere",
    web({ containers: { app: { links: ["cron"] } } }),
    "services.web.containers.app.links.0 must be one of the other containers of the service: worker",
  ],
  [
    "credentials that are generated",
    web({ containers: { app: { repositoryCredentials: "DATABASE_PASSWORD" } } }),
    "services.web.containers.app.repositoryCredentials must be one of the names in secrets that are by-hand: ",
  ],
  [
    "logs for a router that is missing",
    web({ containers: { app: { logs: { driver: "awsfirelens" } } } }),
    "services.web.containers.app.logs.driver must be awslogs where no container has firelens",
  ],
  [
    "a router without logs",
    web({ containers: { app: { firelens: { type: "fluentbit" } } } }),
    "services.web.containers.app.firelens must be left out",
  ],
  [
    "a secret of a log option that is missing",
    web({ containers: { app: { logs: { driver: "awsfirelens", secretOptions: { key: "NONE" } } } } }),
    "services.web.containers.app.logs.secretOptions.key must be one of the names in secrets: ",
  ],
  [
    "a task smaller than its containers",
    web({ cpu: 512 }),
    "services.web.cpu must be at least what its containers reserve, 1536",
  ],
  [
    "faults in bridge mode",
    web({ faultInjection: true }),
    "services.web.faultInjection must be false in networkMode bridge",
  ],
  [
    "two ways to begin an event",
    web({ containers: { app: { logs: { multilinePattern: "^a", datetimeFormat: "%Y" } } } }),
    "services.web.containers.app.logs.datetimeFormat must be left out with multilinePattern",
  ],
  [
    "a capability that is none",
    web({ containers: { app: { linuxParameters: { capabilities: { add: ["CAP_KILL"] } } } } }),
    "services.web.containers.app.linuxParameters.capabilities.add.0 must be a Linux capability without CAP_",
  ],
  [
    "a cookie without a time",
    web({ web: { stickinessCookie: "shop" } }),
    "services.web.web.stickinessSeconds must be given with stickinessCookie",
  ],
  [
    "codes of another protocol",
    web({ web: { protocolVersion: "GRPC", healthCheck: { path: "/", matcher: "200" } } }),
    "services.web.web.healthCheck.matcher must be gRPC status codes",
  ],
  [
    "a rule at a route's place",
    { loadBalancer: { rules: { gone: { priority: 100, paths: ["/old"], fixedResponse: { statusCode: 410 } } } } },
    "loadBalancer.rules.gone.priority must be another than that of services.web.web",
  ],
  [
    "a rule without conditions",
    { loadBalancer: { rules: { all: { priority: 5, fixedResponse: { statusCode: 410 } } } } },
    "loadBalancer.rules.all must be with 1 to 5 hosts",
  ],
  [
    "a redirect to itself",
    { loadBalancer: { rules: { all: { priority: 5, paths: ["/a"], redirect: {} } } } },
    "loadBalancer.rules.all",
  ],
  [
    "a zone with records by hand",
    { domain: { records: "by-hand" } },
    "domain.zone must be left out with records by-hand",
  ],
])("%s is refused", (_, change, problem) => {
  expect(problems(change)).toEqual(expect.arrayContaining([expect.stringContaining(problem)]));
});

test("a database listens and is measured as the environment says", () => {
  const { data } = platform({ database: { port: 5433, monitoringIntervalSeconds: 15 } });
  expect(data).toHaveResource(DbInstance, { port: 5433, monitoringInterval: 15 });
});

describe("AWS_REGION", () => {
  const sidecar = { ...size, image: "registry.example.com/proxy:1.0" };
  const nightly = { container: "worker", command: ["report"], schedule: "rate(1 day)" };
  const regions = (change: Change) => {
    const { service } = platform(change);
    return Object.fromEntries(
      service.everyResource(EcsTaskDefinition).flatMap((task) =>
        containersOf(task).map(({ name, environment, secrets }) => {
          const all = [...(environment as Pair[]), ...((secrets ?? []) as Pair[])];
          return [
            `${String(task.properties.family)}/${String(name)}`,
            all.filter((one) => one.name === "AWS_REGION").map(({ value, valueFrom }) => value ?? valueFrom),
          ];
        }),
      ),
    );
  };
  interface Pair {
    readonly name: string;
    readonly value?: string;
    readonly valueFrom?: string;
  }

  test("is the environment's region in every container, also in sidecars and in tasks that run one command", () => {
    expect(regions(web({ containers: { sidecar }, scheduled: { nightly } }))).toEqual({
      "acorn-production/app": ["eu-central-1"],
      "acorn-production/worker": ["eu-central-1"],
      "acorn-production/sidecar": ["eu-central-1"],
      "acorn-production-task/app": ["eu-central-1"],
      "acorn-production-task-worker/worker": ["eu-central-1"],
    });
  });

  test("is what the environment writes, for the service or for a container, also as a secret", () => {
    const written = regions({
      ...web({
        environment: { AWS_REGION: "us-east-2" },
        containers: { worker: { environment: { AWS_REGION: "ap-south-1" } } },
      }),
    });
    expect(written).toEqual({
      "acorn-production/app": ["us-east-2"],
      "acorn-production/worker": ["ap-south-1"],
      "acorn-production-task/app": ["us-east-2"],
    });
    const secret = regions({
      ...container("worker", { secrets: ["AWS_REGION"] }),
      secrets: { AWS_REGION: "by-hand" },
    });
    expect(secret["acorn-production/app"]).toEqual(["eu-central-1"]);
    expect(secret["acorn-production/worker"]).toEqual([expect.stringContaining("AWS_REGION")]);
  });
});
