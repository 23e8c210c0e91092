import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CodeDeployClient,
  CreateDeploymentCommand,
  GetDeploymentCommand,
  type DeploymentInfo,
} from "@aws-sdk/client-codedeploy";
import { DescribeServicesCommand, ECSClient, type Service } from "@aws-sdk/client-ecs";
import { DescribeRulesCommand, ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import { GetScheduleCommand, SchedulerClient } from "@aws-sdk/client-scheduler";
import { Lb } from "@cdktf/provider-aws/lib/lb";
import { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import type { Construct } from "constructs";
import { ListenerRule, TargetGroup } from "../../modules/alb";
import { ExecutionRole, Role, TaskRole } from "../../modules/iam";
import { LogGroup } from "../../modules/logs";
import { ScheduledTasks } from "../../modules/scheduled-task";
import { EcsService } from "../../modules/service";
import { TaskDefinition } from "../../modules/task-definition";
import { clientConfig, emulatorEnv, startEmulator, stopEmulator, type Emulator } from "../../tools/emulator";
import { run, sleep } from "../../tools/process";
import { findTerraform } from "../../tools/terraform";
import { testStack } from "../matchers";
import { platformFor } from "../modules/service/parts";

const where = { account: "123456789012", region: "us-east-1" };
const folder = mkdtempSync(join(tmpdir(), "blue-green-"));
const options = { ...where, folder: join(folder, ".emulator") };

interface Version {
  readonly image: string;
  /** @default 60 */
  readonly graceSeconds?: number;
}

/** A service with blue/green deployments, everything that scales it, and a scheduled task. */
function application({ image, graceSeconds = 60 }: Version) {
  return (scope: Construct) => {
    const { cluster, capacity, network } = platformFor(scope);
    const logGroup = new LogGroup(scope, "logs", { name: "/ecs/test", retentionDays: 30, survives: false });
    const executionRole = new ExecutionRole(scope, "execution-role", { name: "execution", ...where });
    logGroup.grantWrite(executionRole);
    const taskRole = new TaskRole(scope, "task-role", { name: "task", ...where, taskProtection: cluster });
    const taskDefinition = (id: string, ports: readonly { container: number }[]) =>
      new TaskDefinition(scope, id, {
        family: `test-${id}`,
        region: where.region,
        networkMode: "bridge",
        executionRole,
        taskRole,
        containers: { web: { image, memoryReservationMiB: 512, logGroup, ports } },
      });
    const web = taskDefinition("web", [{ container: 4000 }]);

    const loadBalancer = new Lb(scope, "load-balancer", { name: "test", subnets: network.publicSubnetIds });
    const traffic = (id: string, port: number) => {
      const targetGroup = new TargetGroup(scope, `${id}-target-group`, {
        namePrefix: "web-",
        network,
        port: 4000,
        targetType: "instance",
        healthCheck: { path: "/up" },
        deregistrationDelaySeconds: 0,
      });
      const response = { contentType: "text/plain", statusCode: "404", messageBody: "Nothing here." };
      const listener = new LbListener(scope, `${id}-listener`, {
        loadBalancerArn: loadBalancer.arn,
        port,
        protocol: "HTTP",
        defaultAction: [{ type: "fixed-response", fixedResponse: response }],
      });
      const rule = new ListenerRule(scope, `${id}-rule`, {
        listenerArn: listener.arn,
        priority: 1,
        pathPatterns: ["/*"],
        targetGroup,
        actionByCodeDeploy: true,
      });
      return { targetGroup, rule };
    };
    const [blue, green] = [traffic("blue", 80), traffic("green", 8080)];

    new EcsService(scope, "service", {
      name: "Test-Service",
      cluster,
      capacityProviderName: capacity.capacityProviderName,
      taskDefinition: web,
      loadBalancers: [{ ...blue, container: "web", port: 4000 }],
      desired: 1,
      minimum: 1,
      maximum: 2,
      deployment: {
        strategy: "blue-green",
        green: green.targetGroup,
        testRule: green.rule,
        role: new Role(scope, "code-deploy-role", {
          name: "code-deploy",
          description: "CodeDeploy",
          service: "codedeploy.amazonaws.com",
        }),
        ...where,
        traffic: { kind: "canary", percent: 10, minutes: 1 },
        terminationWaitMinutes: 0,
      },
      healthCheckGraceSeconds: graceSeconds,
      availabilityZoneRebalancing: "DISABLED",
      executeCommand: false,
      autoscaling: {
        cpuPercent: 60,
        queueLatency: { namespace: "test", scaleOut: [{ aboveSeconds: 60, addTasks: 1 }], scaleInBelowSeconds: 10 },
        scheduled: {
          morning: { schedule: "cron(0 7 ? * MON-FRI *)", timezone: "America/New_York", minimum: 1, maximum: 2 },
        },
      },
    });
    new ScheduledTasks(scope, "scheduled-tasks", {
      name: "test",
      cluster,
      capacityProviderName: capacity.capacityProviderName,
      taskDefinition: taskDefinition("task", []),
      container: "web",
      role: new Role(scope, "scheduler-role", {
        name: "scheduler",
        description: "Scheduler",
        service: "scheduler.amazonaws.com",
      }),
      ...where,
      tasks: { nightly: { command: ["sh", "-c", "echo ${HOME}"], schedule: "cron(30 3 * * ? *)" } },
    });
  };
}

let emulator: Emulator;
let terraform: (...args: readonly string[]) => Promise<string>;
let planned: () => Promise<number>;
let aws: {
  codeDeploy: CodeDeployClient;
  ecs: ECSClient;
  elb: ElasticLoadBalancingV2Client;
  scheduler: SchedulerClient;
};

/** Writes the configuration that the next commands of Terraform read. */
function write(version: Version): void {
  const { json } = testStack(application(version), where);
  writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify(json));
}

beforeAll(async () => {
  emulator = await startEmulator({ ...options, endsWithThisProcess: true });
  const { binary, env } = await findTerraform();
  const inFolder = { cwd: folder, env: emulatorEnv(emulator, env) };
  terraform = async (...args) => {
    const { code, stdout, stderr } = await run(binary, args, inFolder);
    if (code !== 0) throw new Error(`terraform ${args.join(" ")}: exit code ${code}\n${stdout}${stderr}`);
    return stdout;
  };
  planned = async () => {
    const { code } = await run(binary, ["plan", "-input=false", "-detailed-exitcode", "-no-color"], inFolder);
    return code;
  };
  const config = clientConfig(emulator);
  aws = {
    codeDeploy: new CodeDeployClient(config),
    ecs: new ECSClient(config),
    elb: new ElasticLoadBalancingV2Client(config),
    scheduler: new SchedulerClient(config),
  };
  write({ image: "registry/web:1" });
  await terraform("init", "-input=false", "-no-color");
  await apply();
});

afterAll(async () => {
  await stopEmulator(options);
  rmSync(folder, { recursive: true, force: true });
});

const apply = () => terraform("apply", "-auto-approve", "-input=false", "-no-color");

/** `terraform plan -detailed-exitcode`. */
const noChanges = 0;

async function service(): Promise<Service | undefined> {
  const { services } = await aws.ecs.send(
    new DescribeServicesCommand({ cluster: "Test-Cluster", services: ["Test-Service"] }),
  );
  return services?.[0];
}

/** What a release does once Terraform has registered the revision; ends when the old tasks are gone. */
async function deploy(taskDefinition: string): Promise<DeploymentInfo | undefined> {
  const properties = {
    TaskDefinition: taskDefinition,
    LoadBalancerInfo: { ContainerName: "web", ContainerPort: 4000 },
    CapacityProviderStrategy: [{ CapacityProvider: "test-capacity", Base: 0, Weight: 1 }],
  };
  const content = JSON.stringify({
    version: 0.0,
    Resources: [{ TargetService: { Type: "AWS::ECS::Service", Properties: properties } }],
  });
  const { deploymentId } = await aws.codeDeploy.send(
    new CreateDeploymentCommand({
      applicationName: "Test-Service",
      deploymentGroupName: "Test-Service",
      revision: { revisionType: "AppSpecContent", appSpecContent: { content } },
    }),
  );
  for (;;) {
    const { deploymentInfo } = await aws.codeDeploy.send(new GetDeploymentCommand({ deploymentId }));
    if (["Succeeded", "Failed", "Stopped"].includes(deploymentInfo?.status ?? "Failed")) return deploymentInfo;
    await sleep(200);
  }
}

test("is deployed with all that scales it, and the second plan is empty", async () => {
  expect(await planned()).toBe(noChanges);
  expect(await service()).toMatchObject({ deploymentController: { type: "CODE_DEPLOY" }, runningCount: 1 });
});

test("Terraform registers a new version, CodeDeploy brings it to the users, and the plan after that is empty", async () => {
  const before = await service();
  write({ image: "registry/web:2" });
  await apply();
  expect((await service())?.taskDefinition).toBe(before?.taskDefinition);

  const revision = before?.taskDefinition?.replace(/:1$/, ":2") ?? "";
  expect(await deploy(revision)).toMatchObject({ status: "Succeeded" });
  const after = await service();
  expect(after).toMatchObject({ taskDefinition: revision, runningCount: 1 });
  expect(after?.capacityProviderStrategy).toMatchObject([{ capacityProvider: "test-capacity" }]);
  expect(after?.taskSets?.[0]?.loadBalancers).not.toEqual(before?.taskSets?.[0]?.loadBalancers);
  const state = JSON.parse(await terraform("show", "-json")) as State;
  const rule = state.values.root_module.resources.find(isBlueRule);
  const { Rules } = await aws.elb.send(new DescribeRulesCommand({ RuleArns: [rule?.values.arn ?? ""] }));
  const live = Rules?.[0]?.Actions?.[0]?.ForwardConfig?.TargetGroups?.find(({ Weight }) => Weight === 100);
  expect(live?.TargetGroupArn).toBe(after?.taskSets?.[0]?.loadBalancers?.[0]?.targetGroupArn);

  expect(await planned()).toBe(noChanges);
});

interface State {
  readonly values: { readonly root_module: { readonly resources: readonly Resource[] } };
}

interface Resource {
  readonly type: string;
  readonly name: string;
  readonly values: { readonly arn?: string };
}

const isBlueRule = ({ type, name }: Resource) => type === "aws_lb_listener_rule" && name.startsWith("blue");

test("other changes of the service go through Terraform, without a deployment", async () => {
  write({ image: "registry/web:2", graceSeconds: 90 });
  await apply();
  expect(await service()).toMatchObject({ healthCheckGracePeriodSeconds: 90, runningCount: 1 });
  expect(await planned()).toBe(noChanges);
});

test("a scheduled task runs its command, as it is written, on the newest revision", async () => {
  const { Target } = await aws.scheduler.send(new GetScheduleCommand({ GroupName: "test", Name: "nightly" }));
  expect(Target?.EcsParameters?.TaskDefinitionArn).toMatch(/:task-definition\/test-task:2$/);
  expect(JSON.parse(Target?.Input ?? "")).toEqual({
    containerOverrides: [{ name: "web", command: ["sh", "-c", "echo ${HOME}"] }],
  });
});

test("all of it goes again", async () => {
  await terraform("destroy", "-auto-approve", "-input=false", "-no-color");
  expect((await service())?.status).not.toBe("ACTIVE");
});
