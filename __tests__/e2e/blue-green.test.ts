import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DescribeServicesCommand, ECSClient, type Service } from "@aws-sdk/client-ecs";
import { DescribeRulesCommand, ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import { GetScheduleCommand, SchedulerClient } from "@aws-sdk/client-scheduler";
import { Lb } from "@cdktf/provider-aws/lib/lb";
import { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import { TerraformOutput, TerraformVariable } from "cdktf";
import type { Construct } from "constructs";
import { ListenerRule, TargetGroup } from "../../modules/alb";
import { ImageRecord } from "../../modules/ecr";
import { ExecutionRole, Role, TaskRole } from "../../modules/iam";
import { LogGroup } from "../../modules/logs";
import { ScheduledTasks } from "../../modules/scheduled-task";
import { EcsService } from "../../modules/service";
import { TaskDefinition } from "../../modules/task-definition";
import { behave, clientConfig, emulatorEnv, startEmulator, stopEmulator, type Emulator } from "../../lib/emulator";
import { run } from "../../packages/common/process";
import { moveTraffic } from "../../operations/release/blue-green/move-traffic";
import { readRunning } from "../../operations/release/checks/service";
import { goBack } from "../../operations/release/go-back";
import { settled } from "../../operations/release/record";
import type { Work } from "../../operations/release/work";
import { findTerraform, type Terraform } from "../../lib/terraform";
import { testStack } from "../../packages/jest-terraform";
import { platformFor } from "../modules/service/parts";
import { releasing } from "./release-work";

const where = { account: "123456789012", region: "eu-central-1" };
const folder = mkdtempSync(join(tmpdir(), "blue-green-"));
const options = { ...where, folder: join(folder, ".emulator") };

/** A service with blue/green deployments, everything that scales it, and a scheduled task. */
function application(graceSeconds: number) {
  return (scope: Construct) => {
    const variable = new TerraformVariable(scope, "image_tag", { type: "string", default: "" });
    variable.overrideLogicalId("image_tag");
    const record = { parameterName: "/test/image-tag", firstTag: "1", repository: "web", variable };
    const image = `registry/web:${new ImageRecord(scope, "image-record", record).tag}`;
    const { cluster, capacity, network } = platformFor(scope);
    const logGroup = new LogGroup(scope, "logs", { name: "/ecs/test", retentionDays: 30, deletionProtection: false });
    const executionRole = new ExecutionRole(scope, "execution-role", { name: "execution", ...where });
    logGroup.grantWrite(executionRole);
    const taskRole = new TaskRole(scope, "task-role", { name: "task", ...where, taskProtection: cluster });
    const taskDefinition = (id: string, family: string, ports: readonly { container: number }[]) =>
      new TaskDefinition(scope, id, {
        family,
        region: where.region,
        networkMode: "bridge",
        executionRole,
        taskRole,
        containers: { web: { image, memoryReservationMiB: 512, logGroup, ports } },
      });
    const web = taskDefinition("web", "test-web", [{ container: 4000 }]);
    new TerraformOutput(scope, "task_definition", { value: web.arn }).overrideLogicalId("task_definition");

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
      capacityProviders: [{ name: capacity.capacityProviderName }],
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
      capacityProviders: [{ name: capacity.capacityProviderName }],
      taskDefinition: taskDefinition("task", "test-web-task", []),
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
let program: Pick<Terraform, "binary" | "env">;
let terraform: (...args: readonly string[]) => Promise<string>;
let planned: () => Promise<number>;
let aws: {
  ecs: ECSClient;
  elb: ElasticLoadBalancingV2Client;
  scheduler: SchedulerClient;
};

/** Writes the configuration that the next commands of Terraform read. */
function write({ graceSeconds }: { readonly graceSeconds: number }): void {
  const { json } = testStack(application(graceSeconds), where);
  writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify(json));
}

beforeAll(async () => {
  emulator = await startEmulator({ ...options, endsWithThisProcess: true });
  const { binary, env } = await findTerraform();
  program = { binary, env: emulatorEnv(emulator, env) };
  const inFolder = { cwd: folder, env: program.env };
  terraform = async (...args) => {
    const { code, stdout, stderr } = await run(binary, args, inFolder);
    if (code !== 0) throw new Error(`terraform ${args.join(" ")}: exit code ${code}\n${stdout}${stderr}`);
    return stdout;
  };
  planned = async () => {
    const { code, stdout } = await run(binary, ["plan", "-input=false", "-detailed-exitcode", "-no-color"], inFolder);
    if (code === 2) console.error(stdout);
    return code;
  };
  const config = clientConfig(emulator);
  aws = {
    ecs: new ECSClient(config),
    elb: new ElasticLoadBalancingV2Client(config),
    scheduler: new SchedulerClient(config),
  };
  write({ graceSeconds: 60 });
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

/** What release and rollback do to the service. */
const working = <T>(does: (work: Work) => Promise<T>) =>
  releasing({ emulator, terraform: program, folder, cluster: "Test-Cluster", service: "Test-Service" }, does);

/** A release, from the plan on. @returns its exit code, and what stood on the screen */
const release = (tag: string, running: string) =>
  working(async (work) => {
    const before = await readRunning(work.clients.ecs, work.environment);
    const plan = await work.plan({ app: tag });
    expect(plan.unexpected).toEqual([]);
    const roll = { tag, previous: before.taskDefinition, running, state: {} };
    return settled(work, { tag, byTerraform: true }, () =>
      moveTraffic(work, { by: "terraform", plan }, roll, before.service),
    );
  });

const revisionOf = (found: Service | undefined) => found?.taskDefinition?.split(":").at(-1);

test("is deployed with all that scales it, and the second plan is empty", async () => {
  expect(await planned()).toBe(noChanges);
  expect(await service()).toMatchObject({ deploymentController: { type: "CODE_DEPLOY" }, runningCount: 1 });
});

test("a release registers the version by Terraform, has CodeDeploy bring it to the users, and leaves an empty plan", async () => {
  const before = await service();
  const { result, printed } = await release("2", "1");
  expect({ result, printed }).toEqual({
    result: 0,
    printed: expect.stringContaining("Test-Service runs 2 (test-web:2), steady after"),
  });
  expect(printed).toMatch(/✔ terraform: the revision is registered[^]*✔ AllowTraffic: Succeeded/);
  const after = await service();
  expect(revisionOf(after)).toBe("2");
  expect(after).toMatchObject({ runningCount: 1 });
  expect(after?.capacityProviderStrategy).toMatchObject([{ capacityProvider: "test-capacity" }]);
  expect(after?.taskSets?.[0]?.loadBalancers).not.toEqual(before?.taskSets?.[0]?.loadBalancers);
  const state = JSON.parse(await terraform("show", "-json")) as State;
  const rule = state.values.root_module.resources.find(isBlueRule);
  const { Rules } = await aws.elb.send(new DescribeRulesCommand({ RuleArns: [rule?.values.arn ?? ""] }));
  const live = Rules?.[0]?.Actions?.[0]?.ForwardConfig?.TargetGroups?.find(({ Weight }) => Weight === 100);
  expect(live?.TargetGroupArn).toBe(after?.taskSets?.[0]?.loadBalancers?.[0]?.targetGroupArn);

  expect(await planned()).toBe(noChanges);
});

test("a version whose tasks fail never gets a request, and its release says why and is no success", async () => {
  const does = { kind: "exit", exitCode: 1, logs: ["no such table"] } as const;
  await behave(emulator, [{ container: "web", image: "registry/web:3", does }]);
  // CodeDeploy waits an hour for the new tasks, which is six seconds here.
  const { result, printed } = await release("3", "2");
  await behave(emulator, []);
  expect({ result, printed }).toEqual({
    result: 6,
    printed: expect.stringContaining("runs 2 (test-web:2) again; 3 is not live"),
  });
  expect(printed).toMatch(/web: exit code 1\n +\| no such table/);
  expect(revisionOf(await service())).toBe("2");
  expect(await planned()).toBe(noChanges);
});

test("a rollback moves the requests to a copy of the earlier revision, and the next plan is empty", async () => {
  const { result, printed } = await working((work) => goBack(work, { revision: 1 }));
  expect({ result, printed }).toEqual({
    result: 0,
    printed: expect.stringContaining("Test-Service runs 1 (test-web:4)"),
  });
  expect(revisionOf(await service())).toBe("4");
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
  write({ graceSeconds: 90 });
  await apply();
  expect(await service()).toMatchObject({ healthCheckGracePeriodSeconds: 90, runningCount: 1 });
  expect(await planned()).toBe(noChanges);
});

test("a scheduled task runs its command, as it is written, on the revision of the image that runs", async () => {
  const { Target } = await aws.scheduler.send(new GetScheduleCommand({ GroupName: "test", Name: "nightly" }));
  expect(Target?.EcsParameters?.TaskDefinitionArn).toMatch(/:task-definition\/test-web-task:4$/);
  expect(JSON.parse(Target?.Input ?? "")).toEqual({
    containerOverrides: [{ name: "web", command: ["sh", "-c", "echo ${HOME}"] }],
  });
});

test("all of it goes again", async () => {
  await terraform("destroy", "-auto-approve", "-input=false", "-no-color");
  expect((await service())?.status).not.toBe("ACTIVE");
});
