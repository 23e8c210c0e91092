import { AutoscalingGroup } from "@cdktf/provider-aws/lib/autoscaling-group";
import { DbInstance } from "@cdktf/provider-aws/lib/db-instance";
import { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository";
import { EcsTaskDefinition } from "@cdktf/provider-aws/lib/ecs-task-definition";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { Lb } from "@cdktf/provider-aws/lib/lb";
import { LbListenerRule } from "@cdktf/provider-aws/lib/lb-listener-rule";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { javaOrders } from "../examples/java-orders";
import { nodeApi } from "../examples/node-api";
import { railsSidekiq } from "../examples/rails-sidekiq";
import { exportNameOf } from "../lib/environment-names";
import { Platform } from "../modules/platform";
import type { Environment } from "../modules/platform/environment";
import { checkOwnedOnce } from "../modules/platform/environment/owned-once";
import { referenceTo, synthesize } from "../packages/jest-terraform";
import { containersOf, isRecord } from "../packages/terraform-json";
import { policies, policyPack } from "../policies";
import { proveSystem, systemFacts } from "../rollout";
import { examplesFolder, examplesIn } from "../scripts/test/examples";

const systems = [javaOrders, nodeApi, railsSidekiq].map((environment) => {
  const app = synthesize((root) => void new Platform(root, environment));
  const stackOf = (layer: string) => app.stack(`${environment.name}-${layer}`);
  return {
    name: environment.name,
    environment,
    app,
    foundation: stackOf("foundation"),
    data: stackOf("data"),
    service: stackOf("service"),
  };
});
type System = (typeof systems)[number];

const systemOf = (environment: Environment): System =>
  systems.find((system) => system.environment === environment) as System;

/** The security groups in which the tasks of a service are. */
function tasksOf({ environment, foundation, service }: System, key: string) {
  const { networkMode, capacities } = environment.services[key]!;
  if (networkMode === "awsvpc") return [service.resource(SecurityGroup, { path: scoped(key, "task-security-group") })];
  return capacities.map(({ capacity }) =>
    foundation.resource(SecurityGroup, {
      path: `${capacity === "default" ? "capacity" : `capacity-${capacity}`}/security-group`,
    }),
  );
}

/** Where the constructs of a service are: those of `web` are in the stack itself. */
const scoped = (key: string, path: string) => (key === "web" ? path : `services/${key}/${path}`);

const services = systems.flatMap((system) =>
  Object.keys(system.environment.services).map((key) => ({ name: system.name, key, system })),
);

test("each file of examples/ exports the environment that has its name, and is tested here", () => {
  const exported = examplesIn(examplesFolder()).map((file) => {
    const [, name = ""] = /([a-z0-9-]+)\.ts$/.exec(file) ?? [];
    return { name, environment: jest.requireActual<Record<string, Environment>>(file)[exportNameOf(name)] };
  });
  expect(exported).toEqual(systems.map(({ name, environment }) => ({ name, environment })));
});

test("they share no name, and could be deployed beside each other", () => {
  expect(() => checkOwnedOnce(systems.map(({ environment }) => environment))).not.toThrow();
});

describe.each(systems)("$name", ({ environment, app }) => {
  test("satisfies every policy", () => {
    expect(app).toSatisfyPolicies(policyPack(policies, [environment]));
  });

  test("refers to nothing that is not there", () => {
    expect(app).not.toHaveDanglingReferences();
  });
});

describe.each(services)("$name: the service $key", ({ key, system }) => {
  const { environment, foundation, service } = system;
  const described = environment.services[key]!;
  const executionRole = service.resource(IamRole, { path: scoped(key, "execution-role") });

  test("has a proven rollout", () => {
    expect(proveSystem(systemFacts(environment)).services[key]).toMatchObject({ verdict: "proven" });
  });

  test("may pull each image that its containers and commands run", () => {
    const images = Object.values(described.containers).map(({ image }) => ("key" in image ? image.key : ""));
    expect(images).not.toContain("");
    for (const image of images) {
      const { existing, repository } = environment.images[image]!;
      const resource = existing
        ? `arn:aws:ecr:${environment.region}:${environment.account}:repository/${repository}`
        : referenceTo(
            foundation.resource(EcrRepository, { path: image === "app" ? "repository" : `repository-${image}` }),
            "arn",
          );
      for (const action of ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]) {
        expect(executionRole).toAllowAction(action, { resource });
      }
    }
    expect(executionRole).toAllowAction("ecr:GetAuthorizationToken");
  });

  test("is reached by the load balancer on the port of each route, and by no stranger", () => {
    for (const { container, port } of Object.values(described.routes)) {
      const { host } = described.containers[container]!.ports.find((mapping) => mapping.container === port)!;
      // A port that ECS hands out, where the container asks for none.
      const reached = host === 0 ? 49153 : host;
      for (const group of tasksOf(system, key)) {
        expect(group).toBeReachableFrom(foundation.resource(Lb), reached);
        expect(group).not.toBeReachableFrom("0.0.0.0/0", reached);
      }
    }
  });
});

describe("the database", () => {
  const isAddressed = ({ key, system: { service } }: (typeof services)[number]) =>
    containersOf(service.resource(EcsTaskDefinition, { path: scoped(key, "task-definition") })).some((container) =>
      JSON.stringify(container.environment).includes("database"),
    );
  const groups = (wanted: boolean) =>
    services
      .filter((each) => isAddressed(each) === wanted)
      .flatMap(({ key, system }) =>
        tasksOf(system, key).map((group) => ({
          name: `${system.name}/${key}`,
          group,
          database: system.data.resource(DbInstance),
          port: system.environment === javaOrders ? 3306 : 5432,
        })),
      );

  test.each(groups(true))("is reached by $name, which receives its address", ({ group, database, port }) => {
    expect(database).toBeReachableFrom(group, port);
  });

  test.each(groups(false))("is not reached by $name, which does not", ({ group, database, port }) => {
    expect(database).not.toBeReachableFrom(group, port);
  });
});

/** The variables that each container of a service receives from Secrets Manager. */
function secretsOf({ environment, service }: System): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    Object.keys(environment.services).flatMap((key) =>
      containersOf(service.resource(EcsTaskDefinition, { path: scoped(key, "task-definition") })).map((container) => [
        `${key}.${container.name}`,
        (Array.isArray(container.secrets) ? container.secrets : [])
          .filter(isRecord)
          .map(({ name }) => String(name))
          .toSorted(),
      ]),
    ),
  );
}

test.each([
  [javaOrders, { "orders.java": ["SPRING_DATASOURCE_PASSWORD"] }],
  [nodeApi, { "search.node": ["SEARCH_TOKEN"], "shop.nginx": [], "shop.node": ["PGPASSWORD", "SESSION_KEY"] }],
  [
    railsSidekiq,
    {
      "web.rails": ["DATABASE_PASSWORD", "RAILS_MASTER_KEY", "REDIS_URL", "SECRET_KEY_BASE"],
      "sidekiq.sidekiq": ["DATABASE_PASSWORD", "RAILS_MASTER_KEY", "REDIS_URL"],
    },
  ],
])("each container receives its own secrets and no others (%#)", (environment, secrets) => {
  expect(secretsOf(systemOf(environment))).toEqual(secrets);
});

describe("rails-sidekiq", () => {
  const { foundation, service } = systemOf(railsSidekiq);

  test("Sidekiq runs on Spot instances of its own, of three types, and on none while nothing waits", () => {
    expect(foundation).toHaveResource(AutoscalingGroup, {
      name: "acorn-rails-sidekiq-jobs",
      minSize: 0,
      mixedInstancesPolicy: {
        instancesDistribution: { onDemandBaseCapacity: 0, onDemandPercentageAboveBaseCapacity: 0 },
      },
    });
    expect(service).toHaveResource("aws_ecs_service", {
      name: "acorn-rails-sidekiq-sidekiq",
      capacity_provider_strategy: [{ capacity_provider: expect.stringContaining("jobs") }],
    });
  });
});

test("Rails and Sidekiq reach the cache, and nobody else does", () => {
  const system = systemOf(railsSidekiq);
  const cache = system.data.resource("aws_elasticache_replication_group");
  for (const group of [...tasksOf(system, "web"), ...tasksOf(system, "sidekiq")]) {
    expect(cache).toBeReachableFrom(group, 6379);
  }
  expect(cache).not.toBeReachableFrom("0.0.0.0/0", 6379);
  expect(cache).not.toBeReachableFrom(system.foundation.resource(Lb), 6379);
});

describe("node-api", () => {
  const { service } = systemOf(nodeApi);

  test("migrations and commands run in the image of the application, not in nginx", () => {
    const task = service.resource(EcsTaskDefinition, { path: "services/shop/one-off-task" });
    expect(containersOf(task)).toEqual([
      expect.objectContaining({ name: "node", image: expect.stringContaining("/acorn-node-api-shop:") }),
    ]);
  });

  test("the paths of the second API are tried before those of the first", () => {
    const rule = (key: string) => service.resource(LbListenerRule, { path: `services/${key}` }).properties;
    expect(rule("search").priority).toBeLessThan(rule("shop").priority as number);
    expect(rule("search").condition).toContainEqual({ path_pattern: { values: ["/api", "/api/*"] } });
    expect(rule("shop").condition).toEqual([{ host_header: { values: ["api.acorn.example"] } }]);
  });

  test("it has no bucket", () => {
    expect(systemOf(nodeApi).data).toHaveNoResource("aws_s3_bucket");
  });
});

describe("java-orders", () => {
  const { foundation, data, service } = systemOf(javaOrders);
  const role = service.resource(IamRole, { path: "services/orders/task-role" });

  test("it consumes its queue, sends nothing to it, and scales on the backlog of each task", () => {
    const queue = data.resource("aws_sqs_queue", { path: "queue/queue" });
    expect(role).toAllowAction("sqs:ReceiveMessage", { resource: referenceTo(queue, "arn") });
    expect(role).not.toAllowAction("sqs:SendMessage");
    expect(service).toHaveResource("aws_appautoscaling_policy", {
      target_tracking_scaling_policy_configuration: { target_value: 100 },
    });
  });

  test("it reads the bucket of another team, and writes nothing there", () => {
    const bucket = "arn:aws:s3:::acorn-warehouse-exports";
    expect(role).toAllowAction("s3:ListBucket", { resource: bucket });
    expect(role).toAllowAction("s3:GetObject", { resource: `${bucket}/2026/orders.csv` });
    expect(role).not.toAllowAction("s3:PutObject");
  });

  test("every role has the permissions boundary", () => {
    expect(systemOf(javaOrders).app.everyResource(IamRole)).toMatchProperties({
      permissionsBoundary: "arn:aws:iam::111122223333:policy/developer-boundary",
    });
  });

  test("both host names are on one certificate, and lead to the load balancer", () => {
    expect(foundation).toHaveResource("aws_acm_certificate", {
      domain_name: "orders.acorn.example",
      subject_alternative_names: ["partners.acorn.example"],
    });
    for (const name of ["orders.acorn.example", "partners.acorn.example"]) {
      expect(foundation).toHaveResource("aws_route53_record", { name, type: "A" });
    }
  });
});
