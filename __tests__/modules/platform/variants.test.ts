import { EcsService } from "@cdktf/provider-aws/lib/ecs-service";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { AcmCertificate } from "@cdktf/provider-aws/lib/acm-certificate";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { DbInstance } from "@cdktf/provider-aws/lib/db-instance";
import { Lb } from "@cdktf/provider-aws/lib/lb";
import type { Environment } from "../../../environments/environment";
import { staging } from "../../../environments/staging";
import { Platform } from "../../../modules/platform";
import { synthesize } from "../../matchers";

const platform = (change: Partial<Environment>) =>
  synthesize((app) => void new Platform(app, { ...staging, ...change }));

test("in network mode awsvpc tasks have an interface and a security group of their own", () => {
  const app = platform({ task: { ...staging.task, networkMode: "awsvpc" } });
  const [data, service, foundation] = ["data", "service", "foundation"].map((name) => app.stack(`staging-${name}`));
  const tasks = service!.resource(SecurityGroup, { path: "task-security-group" });
  expect(service).toHaveResource(LbTargetGroup, { targetType: "ip" });
  expect(service!.resource(EcsService)).toReference(SecurityGroup, "id");
  expect(tasks).toBeReachableFrom(foundation!.resource(Lb), 4000);
  expect(data!.resource(DbInstance)).toBeReachableFrom(tasks, 5432);
  for (const stack of [data, service, foundation]) expect(stack).not.toHaveDanglingReferences();
});

test("a host port of 0 opens the ports that ECS hands out, to the load balancer alone", () => {
  const containers = Object.fromEntries(
    Object.entries(staging.task.containers).map(([name, container]) => [
      name,
      { ...container, ports: container.ports.map((port) => ({ ...port, host: 0 })) },
    ]),
  );
  const foundation = platform({ task: { ...staging.task, containers } }).stack("staging-foundation");
  const instances = foundation.resource(SecurityGroup, { path: "capacity/security-group" });
  expect(instances).toBeReachableFrom(foundation.resource(Lb), 49153);
  expect(instances).not.toBeReachableFrom("0.0.0.0/0", 49153);
});

test("a certificate that is given is used, and none is created", () => {
  const certificateArn = "arn:aws:acm:us-east-1:760042596542:certificate/00000000-0000-0000-0000-000000000000";
  const foundation = platform({ domain: { ...staging.domain, certificateArn } }).stack("staging-foundation");
  expect(foundation).toHaveNoResource(AcmCertificate);
});

test("with local state no bucket is made", () => {
  const app = platform({ state: { kind: "local", directory: "states" } });
  expect(app.stack("staging-service")).toHaveBackend("local");
  expect(() => app.stack("staging-state-backend")).toThrow('no stack "staging-state-backend"');
});
