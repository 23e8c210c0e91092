import { ecs } from "../../security-hub/ecs";
import { stackOf } from "../parts";
import { one, tagCase, promisesOf } from "./table";

const service = "aws_ecs_service";
const cluster = "aws_ecs_cluster";
const provider = "aws_ecs_capacity_provider";
const definition = "aws_ecs_task_definition";

/** A task definition with one container, `web`. */
const task = (container: Record<string, unknown>, properties: Record<string, unknown> = {}) =>
  one(definition, { ...properties, container_definitions: JSON.stringify([{ name: "web", ...container }]) });
const linux = { runtime_platform: { operating_system_family: "LINUX" } };
const windows = { runtime_platform: { operating_system_family: "WINDOWS_SERVER_2022_CORE" } };
const group = (managed_termination_protection?: string, status = "ENABLED") =>
  one(provider, { auto_scaling_group_provider: { managed_termination_protection, managed_scaling: { status } } });

const promises = promisesOf(ecs, {
  "ecs-capacity-provider-termination-protection": {
    pass: [group("ENABLED")],
    fail: {
      'auto_scaling_group_provider.managed_termination_protection must be "ENABLED", got "DISABLED"': group("DISABLED"),
      'auto_scaling_group_provider.managed_scaling.status must be "ENABLED", got "DISABLED"': group(
        "ENABLED",
        "DISABLED",
      ),
    },
    notApplicable: { "it has no Auto Scaling group": one(provider, { name: "managed" }) },
  },
  "ecs-cluster-container-insights": {
    pass: [
      one(cluster, { setting: [{ name: "containerInsights", value: "enhanced" }] }),
      one(cluster, { setting: { name: "containerInsights", value: "enabled" } }),
    ],
    fail: {
      'the setting containerInsights must be "enabled" or "enhanced", got nothing': one(cluster),
      'the setting containerInsights must be "enabled" or "enhanced", got "disabled"': one(cluster, {
        setting: [{ name: "containerInsights", value: "disabled" }],
      }),
    },
  },
  "ecs-cluster-tagged": tagCase(cluster),
  "ecs-container-logs": {
    pass: [task({ logConfiguration: { logDriver: "awslogs" } })],
    fail: {
      "container web: logConfiguration has no logDriver": task({}),
      "container web: logDriver none sends them nowhere: they are lost with the instance": task({
        logConfiguration: { logDriver: "none" },
      }),
    },
  },
  "ecs-container-no-plain-keys": {
    pass: [
      task({ environment: [{ name: "MODE", value: "production" }] }),
      task({ secrets: [{ name: "AWS_ACCESS_KEY_ID", valueFrom: "${aws_secretsmanager_secret.a.arn}" }] }),
    ],
    fail: {
      "container web: environment must not have AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY": task({
        environment: [
          { name: "AWS_ACCESS_KEY_ID", value: "AKIAIOSFODNN7EXAMPLE" },
          { name: "AWS_SECRET_ACCESS_KEY", value: "${var.key}" },
        ],
      }),
    },
  },
  "ecs-container-not-administrator": {
    pass: [task({ user: "ContainerUser" }, windows), task({ user: "1000" })],
    fail: {
      'container web: user must be set and no administrator, got "ContainerAdministrator"': task(
        { user: "ContainerAdministrator" },
        windows,
      ),
      "container web: user must be set and no administrator, got nothing": task({}),
    },
    notApplicable: { "its containers are Linux containers": task({}, linux) },
  },
  "ecs-container-not-privileged": {
    pass: [task({}), task({ privileged: false })],
    fail: { "container web: privileged must be false, got true": task({ privileged: true }) },
  },
  "ecs-container-not-root": {
    pass: [task({ user: "1000:1000" }, linux), task({ user: "acorn" })],
    fail: {
      "container web: user must be set and not root, got nothing": task({}, linux),
      'container web: user must be set and not root, got "root"': task({ user: "root" }),
      'container web: user must be set and not root, got "0:1000"': task({ user: "0:1000" }),
    },
    notApplicable: { "its containers are Windows containers": task({}, windows) },
  },
  "ecs-container-read-only-root": {
    pass: [task({ readonlyRootFilesystem: true })],
    fail: {
      "container web: readonlyRootFilesystem must be true, got false": task({ readonlyRootFilesystem: false }),
      "container web: readonlyRootFilesystem must be true, got nothing": task({}),
    },
    notApplicable: { "Windows containers have no read-only root file system": task({}, windows) },
  },
  "ecs-fargate-latest-platform": {
    pass: [
      one(service, { launch_type: "FARGATE" }),
      one(service, {
        capacity_provider_strategy: [{ capacity_provider: "FARGATE_SPOT" }],
        platform_version: "LATEST",
      }),
    ],
    fail: {
      'platform_version must be "LATEST" or "1.4.0" or "1.0.0", got "1.3.0"': one(service, {
        launch_type: "FARGATE",
        platform_version: "1.3.0",
      }),
    },
    notApplicable: { "it does not run on Fargate": one(service, { launch_type: "EC2" }) },
  },
  "ecs-service-no-public-address": {
    pass: [one(service, { network_configuration: { subnets: ["a"] } })],
    fail: {
      "network_configuration.assign_public_ip must be false, got true": one(service, {
        network_configuration: { subnets: ["a"], assign_public_ip: true },
      }),
    },
    notApplicable: { "its tasks use the network of their instance": one(service) },
  },
  "ecs-service-tagged": tagCase(service),
  "ecs-task-definition-tagged": tagCase(definition),
  "ecs-task-efs-encrypted": {
    pass: [
      one(definition, {
        volume: [{ name: "a", efs_volume_configuration: { file_system_id: "fs-1", transit_encryption: "ENABLED" } }],
      }),
    ],
    fail: {
      'volume.efs_volume_configuration.transit_encryption must be "ENABLED", got nothing': one(definition, {
        volume: [{ name: "host" }, { name: "a", efs_volume_configuration: { file_system_id: "fs-1" } }],
      }),
    },
    notApplicable: { "it has no EFS volume": one(definition, { volume: [{ name: "host" }] }) },
  },
  "ecs-task-no-host-network": {
    pass: [one(definition, { network_mode: "bridge" }), one(definition)],
    fail: { 'network_mode must be "bridge" or "awsvpc", got "host"': one(definition, { network_mode: "host" }) },
  },
  "ecs-task-own-processes": {
    pass: [one(definition), one(definition, { pid_mode: "task" })],
    fail: { 'pid_mode must be "task" or left out, got "host"': one(definition, { pid_mode: "host" }) },
  },
});

test.each(promises)("%s", (_, actual, expected) => expect(actual()).toEqual(expected));

test("containers that cannot be read are an error that names the task definition, not a pass", () => {
  const [control] = ecs.filter(({ id }) => id === "ecs-container-logs");
  expect(() => control?.check(stackOf(one(definition, { container_definitions: "[{" })))).toThrow(
    "aws_ecs_task_definition.this: container_definitions must be the JSON of a list of objects with a name, got [{",
  );
});
