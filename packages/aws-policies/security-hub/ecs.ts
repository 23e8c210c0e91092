import { containersOf, isRecord, type Block, type Container } from "../../terraform-json";
import { fail, notApplicable, pass, type PolicyResult } from "../policy";
import { isTrue } from "../values";
import { argumentOf, argumentsOf, isSet, must, quoted, requireArgument } from "./shared/arguments";
import { control, type Control } from "./shared/control";
import { tagControl } from "./shared/tags";

const groupProvider = "auto_scaling_group_provider";

/** https://docs.aws.amazon.com/config/latest/developerguide/ecs-no-environment-secrets.html */
const secretKeys = new Set(["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "ECS_ENGINE_AUTH_DATA"]);

/** Controls for Amazon ECS. */
export const ecs: readonly Control[] = [
  control({
    id: "ecs-capacity-provider-termination-protection",
    controls: { "ECS.19": "medium" },
    title: "Instances with running tasks are not terminated",
    why: "A scale-in may otherwise pick an instance whose tasks are at work, and stop them with it.",
    fix: "Set managed_termination_protection to ENABLED; it needs managed scaling, and scale-in protection of the group.",
    types: ["aws_ecs_capacity_provider"],
    check: (provider) => {
      if (!isSet(provider, groupProvider)) return notApplicable("it has no Auto Scaling group");
      const scaling = requireArgument(provider, `${groupProvider}.managed_scaling.status`, "ENABLED");
      return scaling.verdict === "pass"
        ? requireArgument(provider, `${groupProvider}.managed_termination_protection`, "ENABLED")
        : scaling;
    },
  }),
  control({
    id: "ecs-cluster-container-insights",
    controls: { "ECS.12": "medium" },
    checkov: ["CKV_AWS_65"],
    title: "Clusters report Container Insights",
    why: "Without it there are no metrics of tasks, and nothing tells why one was restarted.",
    fix: 'Set the setting containerInsights to "enabled" or "enhanced".',
    types: ["aws_ecs_cluster"],
    check: (cluster) => {
      const setting = argumentsOf(cluster, "setting").find(
        (item) => isRecord(item) && item.name === "containerInsights",
      );
      const value = isRecord(setting) ? setting.value : undefined;
      return value === "enabled" || value === "enhanced"
        ? pass
        : must("the setting containerInsights", '"enabled" or "enhanced"', value);
    },
  }),
  tagControl({
    id: "ecs-cluster-tagged",
    control: "ECS.14",
    what: "ECS clusters",
    types: ["aws_ecs_cluster"],
  }),
  control({
    id: "ecs-container-logs",
    controls: { "ECS.9": "high" },
    title: "Containers send their logs somewhere",
    why: "Without a log driver the output of a container is lost with it, and with it the reason why it stopped.",
    fix: "Set logConfiguration with a logDriver that sends them away, such as awslogs.",
    types: ["aws_ecs_task_definition"],
    check: (task) =>
      eachContainer(task, ({ logConfiguration: log }) =>
        !isRecord(log) || typeof log.logDriver !== "string"
          ? "logConfiguration has no logDriver"
          : ["none", "json-file", "local"].includes(log.logDriver)
            ? `logDriver ${log.logDriver} sends them nowhere: they are lost with the instance`
            : undefined,
      ),
  }),
  control({
    id: "ecs-container-no-plain-keys",
    controls: { "ECS.8": "high" },
    title: "No credentials in the plain environment of a container",
    why: "Everyone who may describe the task definition reads its environment, in every revision, for ever.",
    fix: "Move the variable to secrets, with the ARN of a secret; better, let the task role do without the key.",
    types: ["aws_ecs_task_definition"],
    check: (task) =>
      eachContainer(task, ({ environment }) => {
        const names = (Array.isArray(environment) ? environment : []).filter(isRecord).map(({ name }) => String(name));
        const found = names.filter((name) => secretKeys.has(name));
        return found.length === 0 ? undefined : `environment must not have ${found.join(", ")}`;
      }),
  }),
  // Security Hub asks this of task definitions without an operating system as well, although ECS takes those for Linux.
  control({
    id: "ecs-container-not-administrator",
    controls: { "ECS.21": "medium" },
    title: "Windows containers do not run as administrator",
    why: "An administrator in a container is one bug away from an administrator of the instance.",
    fix: "Set user of the container to one that is no administrator, such as ContainerUser; say LINUX in runtime_platform where it is.",
    types: ["aws_ecs_task_definition"],
    check: (task) =>
      systemOf(task) === "LINUX"
        ? notApplicable("its containers are Linux containers")
        : eachContainer(task, ({ user }) =>
            typeof user === "string" && user !== "" && user.toLowerCase() !== "containeradministrator"
              ? undefined
              : `user must be set and no administrator, got ${quoted(user)}`,
          ),
  }),
  control({
    id: "ecs-container-not-privileged",
    controls: { "ECS.4": "high" },
    checkov: ["CKV_AWS_334"],
    title: "Containers are not privileged",
    why: "A privileged container is root on the instance, and with it on every other task there.",
    fix: "Remove privileged from the container; give it single Linux capabilities instead.",
    types: ["aws_ecs_task_definition"],
    check: (task) =>
      eachContainer(task, ({ privileged }) => (isTrue(privileged) ? "privileged must be false, got true" : undefined)),
  }),
  control({
    id: "ecs-container-not-root",
    controls: { "ECS.20": "medium" },
    title: "Linux containers do not run as root",
    why: "Root in a container is one bug of the kernel or the runtime away from root on the instance. What the image says, AWS does not see.",
    fix: "Set user of the container to the user of the image, such as 1000:1000.",
    types: ["aws_ecs_task_definition"],
    check: (task) =>
      systemOf(task) === "WINDOWS"
        ? notApplicable("its containers are Windows containers")
        : eachContainer(task, ({ user }) => {
            const name = typeof user === "string" || typeof user === "number" ? String(user).split(":")[0] : "";
            return ["", "root", "0"].includes(name ?? "")
              ? `user must be set and not root, got ${quoted(user)}`
              : undefined;
          }),
  }),
  control({
    id: "ecs-container-read-only-root",
    controls: { "ECS.5": "high" },
    checkov: ["CKV_AWS_336"],
    title: "Containers cannot write their root file system",
    why: "Whoever breaks into a container can change the program that runs in it.",
    fix: "Set readonlyRootFilesystem to true, and mount a volume or tmpfs where the program writes.",
    types: ["aws_ecs_task_definition"],
    check: (task) =>
      systemOf(task) === "WINDOWS"
        ? notApplicable("Windows containers have no read-only root file system")
        : eachContainer(task, ({ readonlyRootFilesystem: value }) =>
            isTrue(value) ? undefined : `readonlyRootFilesystem must be true, got ${quoted(value)}`,
          ),
  }),
  control({
    id: "ecs-fargate-latest-platform",
    controls: { "ECS.10": "medium" },
    checkov: ["CKV_AWS_332"],
    title: "Fargate tasks run on the latest platform version",
    why: "An older platform version gets no fixes of its kernel and container runtime.",
    fix: 'Set platform_version to "LATEST" or leave it out.',
    types: ["aws_ecs_service"],
    check: (service) => {
      const providers = argumentsOf(service, "capacity_provider_strategy.capacity_provider");
      const isFargate =
        argumentOf(service, "launch_type") === "FARGATE" ||
        providers.some((name) => /^FARGATE(_SPOT)?$/.test(String(name)));
      // 1.4.0 is the latest for Linux, 1.0.0 for Windows, says the control.
      return isFargate
        ? requireArgument(service, "platform_version", ["LATEST", "1.4.0", "1.0.0"], "LATEST")
        : notApplicable("it does not run on Fargate");
    },
  }),
  control({
    id: "ecs-service-no-public-address",
    controls: { "ECS.2": "high" },
    checkov: ["CKV_AWS_333"],
    title: "Tasks have no public address",
    why: "A task with a public address can be reached around the load balancer, its TLS and its logs.",
    fix: "Set network_configuration.assign_public_ip to false.",
    types: ["aws_ecs_service"],
    check: (service) =>
      isSet(service, "network_configuration")
        ? requireArgument(service, "network_configuration.assign_public_ip", false, false)
        : notApplicable("its tasks use the network of their instance"),
  }),
  tagControl({
    id: "ecs-service-tagged",
    control: "ECS.13",
    what: "ECS services",
    types: ["aws_ecs_service"],
  }),
  tagControl({
    id: "ecs-task-definition-tagged",
    control: "ECS.15",
    what: "ECS task definitions",
    types: ["aws_ecs_task_definition"],
  }),
  control({
    id: "ecs-task-efs-encrypted",
    controls: { "ECS.18": "medium" },
    checkov: ["CKV_AWS_97"],
    title: "EFS volumes of tasks are encrypted in transit",
    why: "Files of an EFS volume cross the network; without TLS in the clear.",
    fix: 'Set efs_volume_configuration.transit_encryption to "ENABLED".',
    types: ["aws_ecs_task_definition"],
    check: (task) => {
      const volumes = argumentsOf(task, "volume.efs_volume_configuration").filter(isRecord);
      if (volumes.length === 0) return notApplicable("it has no EFS volume");
      return volumes
        .filter(({ transit_encryption }) => transit_encryption !== "ENABLED")
        .map(({ transit_encryption }) =>
          must("volume.efs_volume_configuration.transit_encryption", '"ENABLED"', transit_encryption),
        );
    },
  }),
  control({
    id: "ecs-task-no-host-network",
    controls: { "ECS.17": "medium" },
    title: "Tasks do not use the network of their instance directly",
    why: "In host mode a container reaches what listens on the instance's loopback, and can pretend to be the instance.",
    fix: 'Set network_mode to "bridge" or "awsvpc".',
    types: ["aws_ecs_task_definition"],
    check: (task) =>
      argumentOf(task, "network_mode") === "host" ? must("network_mode", '"bridge" or "awsvpc"', "host") : pass,
  }),
  control({
    id: "ecs-task-own-processes",
    controls: { "ECS.3": "high" },
    checkov: ["CKV_AWS_335"],
    title: "Tasks do not see the processes of their instance",
    why: "In the host's process namespace a container can watch and kill the processes of the instance and of other tasks.",
    fix: 'Leave pid_mode out, or set it to "task".',
    types: ["aws_ecs_task_definition"],
    check: (task) => (argumentOf(task, "pid_mode") === "host" ? must("pid_mode", '"task" or left out', "host") : pass),
  }),
];

/** A failure for each container about which `problem` says something: `container web: privileged must be false, got true`. */
function eachContainer(taskDefinition: Block, problem: (container: Container) => string | undefined): PolicyResult[] {
  return containersOf(taskDefinition).flatMap((container) => {
    const found = problem(container);
    return found === undefined ? [] : [fail(`container ${container.name}: ${found}`)];
  });
}

/** The operating system of a task definition, `WINDOWS_SERVER_...` shortened; undefined where it is not set. */
function systemOf(taskDefinition: Block): string | undefined {
  const family = argumentOf(taskDefinition, "runtime_platform.operating_system_family");
  if (typeof family !== "string") return undefined;
  return family.startsWith("WINDOWS") ? "WINDOWS" : family;
}
