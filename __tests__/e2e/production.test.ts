import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DescribeLogGroupsCommand, CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { DescribeSecurityGroupRulesCommand, EC2Client } from "@aws-sdk/client-ec2";
import { DescribeRepositoriesCommand, ECRClient } from "@aws-sdk/client-ecr";
import {
  DescribeClustersCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  ECSClient,
  ListTaskDefinitionsCommand,
} from "@aws-sdk/client-ecs";
import {
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeRulesCommand,
  DescribeTargetGroupsCommand,
  ElasticLoadBalancingV2Client,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { DescribeDBInstancesCommand, DescribeDBParametersCommand, RDSClient } from "@aws-sdk/client-rds";
import {
  GetBucketVersioningCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { GetSecretValueCommand, ListSecretsCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { production } from "../../environments/production";
import { clientConfig, emulatorEnv, findEmulator, stopEmulator, type Emulator } from "../../lib/emulator";
import { findTerraform } from "../../lib/terraform";
import { partsOf } from "../helpers/change";
import { releaseTests } from "./release";
import { statusTests } from "./status";
import { finished, Workspace, type Result } from "./workspace";

const stacks = ["state-backend", "foundation", "data", "service"].map((layer) => `production-${layer}`);
const parts = partsOf(production);
const { account, region, state, service, cluster, secrets, secretPrefix, secretNames, image, database, host } = parts;
const stateBucket = state.kind === "s3" ? state.bucket : "";
const web = "ma-mangoops-production";
const worker = "ma-mangoops-production-worker";

const workspace = new Workspace();
const emulatorOptions = { account, region, folder: `${workspace.folder}/.emulator` };
const logs: string[] = [];
let emulator: Emulator;
let terraformEnv: NodeJS.ProcessEnv;
let terraformBinary: string;
let aws: ReturnType<typeof clients>;

function clients(endpoint: Emulator) {
  const config = clientConfig(endpoint);
  return {
    ec2: new EC2Client(config),
    ecr: new ECRClient(config),
    ecs: new ECSClient(config),
    elb: new ElasticLoadBalancingV2Client(config),
    logs: new CloudWatchLogsClient(config),
    rds: new RDSClient(config),
    s3: new S3Client({ ...config, forcePathStyle: true }),
    secrets: new SecretsManagerClient(config),
  };
}

/** Runs Terraform in a stack's folder and keeps what it said. */
async function terraform(stack: string, ...args: readonly string[]): Promise<Result> {
  const result = await workspace.run(terraformBinary, args, { cwd: workspace.stack(stack), env: terraformEnv });
  logs.push(result.output);
  return result;
}

async function npm(script: string, ...args: readonly string[]): Promise<Result> {
  const result = await workspace.npm(script, ...args);
  logs.push(result.output);
  return result;
}

/** What a program wrote; a failed one ends the test with that. */
function succeeded({ code, output }: Result): string {
  if (code !== 0) throw new Error(`exit code ${code}:\n${output}`);
  return output;
}

async function runningService() {
  const { services } = await aws.ecs.send(
    new DescribeServicesCommand({ cluster: cluster.name, services: [service.name] }),
  );
  return services?.[0];
}

const revisionOf = (arn: string | undefined) => Number(arn?.split(":").at(-1));

afterAll(async () => {
  await stopEmulator(emulatorOptions);
  workspace.remove();
});

let deployed: string;

// Everything below needs it: when it fails, jest tells why once, and runs nothing else.
beforeAll(
  async () => {
    // The tests put images and secrets there themselves.
    deployed = succeeded(await npm("start", "--no-samples"));
    const running = await findEmulator(emulatorOptions);
    if (running === undefined) throw new Error("npm start left no emulator running");
    emulator = running;
    const found = await findTerraform();
    terraformBinary = found.binary;
    terraformEnv = emulatorEnv(emulator, found.env);
    aws = clients(emulator);
  },
  15 * 60 * 1000,
);

test("npm start deploys everything from a fresh clone, and says what there is and what to do next", () => {
  const output = deployed;
  for (const stack of stacks) expect(output).toContain(stack);
  expect(output).toContain(`https://${host}`);
  expect(output).toContain(cluster.name);
  expect(output).toContain(service.name);
  expect(output).toContain(`${account}.dkr.ecr.${region}.amazonaws.com/${image.repository}`);
  expect(output).toContain("./platform destroy production --emulator");
});

test("npm start run again plans every stack, changes nothing, and says so of each", async () => {
  const output = succeeded(await npm("start", "--no-samples"));
  for (const stack of stacks) expect(output).toContain(`✔ ${stack}: no changes`);
  const said = readFileSync(join(workspace.folder, ".emulator", "production-deploy.log"), "utf8");
  expect(said.match(/No changes\. Your infrastructure matches the configuration\./g)).toHaveLength(stacks.length);
});

describe("through the AWS API, as production is described", () => {
  test("the cluster exists, with its capacity provider and instances", async () => {
    const { clusters } = await aws.ecs.send(
      new DescribeClustersCommand({ clusters: [cluster.name], include: ["SETTINGS"] }),
    );
    expect(clusters).toMatchObject([
      { clusterName: "MangoApps-Production-Cluster", capacityProviders: [production.capacities.default?.name] },
    ]);
    expect(clusters?.[0]?.settings).toContainEqual({ name: "containerInsights", value: "enhanced" });
  });

  test("the service runs one task of the family, with rolling updates that never go below it", async () => {
    expect(await runningService()).toMatchObject({
      serviceName: "MangoApps-Production",
      status: "ACTIVE",
      desiredCount: 1,
      capacityProviderStrategy: [{ capacityProvider: production.capacities.default?.name }],
      deploymentConfiguration: {
        minimumHealthyPercent: 100,
        maximumPercent: 200,
        deploymentCircuitBreaker: { enable: true, rollback: true },
      },
      loadBalancers: [{ containerName: web, containerPort: 4000 }],
      healthCheckGracePeriodSeconds: service.healthCheckGraceSeconds,
    });
  });

  test("the task definition holds both containers, with every variable and secret in its place", async () => {
    const { taskDefinition } = await aws.ecs.send(
      new DescribeTaskDefinitionCommand({ taskDefinition: service.family }),
    );
    expect(taskDefinition).toMatchObject({ family: "ma-mangoops-production", networkMode: "bridge" });
    const containers = taskDefinition?.containerDefinitions ?? [];
    const container = (name: string) => containers.find((candidate) => candidate.name === name);
    expect(container(web)).toMatchObject({
      image: "760042596542.dkr.ecr.us-east-1.amazonaws.com/ma-mangoops-production:production-305",
      cpu: 1024,
      memoryReservation: 2048,
      essential: true,
      portMappings: [{ containerPort: 4000, hostPort: 4000, protocol: "tcp" }],
      logConfiguration: { logDriver: "awslogs", options: { "awslogs-group": "/ecs/ma-mangoops-production" } },
    });
    expect(container(worker)).toMatchObject({
      essential: true,
      logConfiguration: { options: { "awslogs-group": "/ecs/ma-mangoops-production-worker" } },
    });
    const { DBInstances } = await aws.rds.send(
      new DescribeDBInstancesCommand({ DBInstanceIdentifier: database.identifier }),
    );
    for (const { environment, secrets: read } of containers) {
      expect(Object.fromEntries((environment ?? []).map(({ name, value }) => [name, value]))).toEqual({
        AWS_REGION: "us-east-1",
        RAILS_ENV: "production",
        POSTGRES_PROD_HOST: DBInstances?.[0]?.Endpoint?.Address,
        POSTGRES_PROD_USER: database.username,
        GOOD_JOB_IN_PUMA: "true",
        BASE_URL: "https://workforce.mangoapps.com",
      });
      expect(new Set((read ?? []).map(({ name }) => name))).toEqual(new Set(secretNames));
    }
  });

  test("one-off tasks have a family of their own: the web container with all it reads, without the host port", async () => {
    const { taskDefinition } = await aws.ecs.send(
      new DescribeTaskDefinitionCommand({ taskDefinition: `${service.family}-task` }),
    );
    expect(taskDefinition?.containerDefinitions).toMatchObject([
      { name: web, cpu: service.oneOff.cpu, memoryReservation: service.oneOff.memoryReservationMiB, portMappings: [] },
    ]);
    const [{ secrets: read = [] } = {}] = taskDefinition?.containerDefinitions ?? [];
    expect(new Set(read.map(({ name }) => name))).toEqual(new Set(secretNames));
  });

  test("requests over HTTPS reach the target group whose health check asks port 4000, and HTTP is redirected", async () => {
    const { LoadBalancers } = await aws.elb.send(
      new DescribeLoadBalancersCommand({ Names: [production.loadBalancer?.name ?? ""] }),
    );
    const arn = LoadBalancers?.[0]?.LoadBalancerArn;
    const { TargetGroups } = await aws.elb.send(new DescribeTargetGroupsCommand({ LoadBalancerArn: arn }));
    expect(TargetGroups).toMatchObject([
      { Port: 4000, Protocol: "HTTP", TargetType: "instance", HealthCheckPath: service.routes.web?.healthCheck.path },
    ]);
    const { Listeners } = await aws.elb.send(new DescribeListenersCommand({ LoadBalancerArn: arn }));
    const [http, https] = [80, 443].map((port) => Listeners?.find((listener) => listener.Port === port));
    expect(http?.DefaultActions).toMatchObject([{ Type: "redirect", RedirectConfig: { Protocol: "HTTPS" } }]);
    expect(https?.Certificates).toHaveLength(1);
    const { Rules } = await aws.elb.send(new DescribeRulesCommand({ ListenerArn: https?.ListenerArn }));
    const rule = Rules?.find(({ IsDefault }) => IsDefault !== true);
    expect(rule?.Conditions).toMatchObject([
      { Field: "host-header", HostHeaderConfig: { Values: ["workforce.mangoapps.com"] } },
    ]);
    expect(rule?.Actions?.[0]).toMatchObject({ Type: "forward", TargetGroupArn: TargetGroups?.[0]?.TargetGroupArn });
  });

  test("both log groups keep events for 30 days", async () => {
    const { logGroups } = await aws.logs.send(
      new DescribeLogGroupsCommand({ logGroupNamePrefix: "/ecs/ma-mangoops-" }),
    );
    expect(logGroups?.map(({ logGroupName, retentionInDays }) => [logGroupName, retentionInDays])).toEqual([
      ["/ecs/ma-mangoops-production", 30],
      ["/ecs/ma-mangoops-production-worker", 30],
    ]);
  });

  test("there is a secret for each name, and Terraform gave a value to the database's password alone", async () => {
    const { SecretList } = await aws.secrets.send(new ListSecretsCommand({ MaxResults: 100 }));
    const names = (SecretList ?? []).map(({ Name }) => Name ?? "");
    expect([...names].sort()).toEqual(
      Object.keys(secrets)
        .map((name) => `${secretPrefix}/${name}`)
        .sort(),
    );
    const withValue = await Promise.all(
      names.map((name) =>
        aws.secrets.send(new GetSecretValueCommand({ SecretId: name })).then(
          () => [name],
          () => [],
        ),
      ),
    );
    expect(withValue.flat()).toEqual([`${secretPrefix}/POSTGRES_PROD_PASSWORD`]);
  });

  test("the database is PostgreSQL 17, encrypted, in two zones, private, and refuses connections without TLS", async () => {
    const { DBInstances } = await aws.rds.send(
      new DescribeDBInstancesCommand({ DBInstanceIdentifier: database.identifier }),
    );
    const [instance] = DBInstances ?? [];
    expect(instance).toMatchObject({
      Engine: "postgres",
      StorageEncrypted: true,
      MultiAZ: true,
      PubliclyAccessible: false,
      DeletionProtection: true,
      BackupRetentionPeriod: "backupRetentionDays" in database ? database.backupRetentionDays : undefined,
    });
    expect(instance?.EngineVersion).toMatch(/^17/);
    const { Parameters } = await aws.rds.send(
      new DescribeDBParametersCommand({ DBParameterGroupName: instance?.DBParameterGroups?.[0]?.DBParameterGroupName }),
    );
    expect(Parameters).toContainEqual(expect.objectContaining({ ParameterName: "rds.force_ssl", ParameterValue: "1" }));
  });

  test("security groups let in what is needed: the internet reaches 80 and 443 alone, and nothing opens SSH", async () => {
    const { SecurityGroupRules } = await aws.ec2.send(new DescribeSecurityGroupRulesCommand({ MaxResults: 1000 }));
    const ingress = (SecurityGroupRules ?? []).filter(({ IsEgress }) => IsEgress === false);
    const fromInternet = ingress.filter(({ CidrIpv4, CidrIpv6 }) => CidrIpv4 === "0.0.0.0/0" || CidrIpv6 === "::/0");
    expect(new Set(fromInternet.map(({ FromPort }) => FromPort))).toEqual(new Set([80, 443]));
    expect(ingress.filter(({ FromPort = 0, ToPort = 65535 }) => FromPort <= 22 && ToPort >= 22)).toEqual([]);
    const toDatabase = ingress.filter(({ FromPort }) => FromPort === 5432);
    expect(toDatabase).toHaveLength(1);
    expect(toDatabase[0]?.ReferencedGroupInfo?.GroupId).toMatch(/^sg-/);
  });

  test("images have immutable tags and are scanned when they are pushed", async () => {
    const { repositories } = await aws.ecr.send(
      new DescribeRepositoriesCommand({ repositoryNames: [image.repository] }),
    );
    expect(repositories).toMatchObject([
      { imageTagMutability: "IMMUTABLE", imageScanningConfiguration: { scanOnPush: true } },
    ]);
  });
});

test("a new image tag changes both task definitions and the service, and nothing else", async () => {
  const plan = ["plan", "-input=false", "-no-color", "-var=image_tag=production-306", "-out=release.tfplan"];
  succeeded(await terraform("production-service", ...plan));
  const output = succeeded(await terraform("production-service", "show", "-json", "release.tfplan"));
  const { resource_changes } = JSON.parse(output) as {
    resource_changes: { address: string; change: { actions: string[] } }[];
  };
  expect(
    resource_changes
      .filter(({ change }) => change.actions.join() !== "no-op" && change.actions.join() !== "read")
      .map(({ address, change }) => `${address}: ${change.actions.join(", ")}`),
  ).toEqual([
    "aws_ecs_service.service: update",
    expect.stringMatching(/^aws_ecs_task_definition\.one-off-task_task-definition: (create, delete|delete, create)$/),
    expect.stringMatching(/^aws_ecs_task_definition\.task-definition: (create, delete|delete, create)$/),
  ]);
});

test("of two deployments at once, one brings its image and keeps the old revision; the other is refused by the lock", async () => {
  const before = await runningService();
  const lock = { Bucket: stateBucket, Key: "production-service.tfstate.tflock" };
  const apply = ["apply", "-input=false", "-no-color"];
  const options = { cwd: workspace.stack("production-service"), env: terraformEnv };
  const first = workspace.spawn(terraformBinary, [...apply, "release.tfplan"], options);
  const firstResult = finished(first);
  while (first.exitCode === null && !(await exists(lock))) await new Promise((resolve) => setTimeout(resolve, 50));

  const second = await terraform("production-service", ...apply, "-auto-approve", "-var=image_tag=production-308");
  expect(second.code).toBe(1);
  expect(second.output).toContain("Error acquiring the state lock");
  logs.push(succeeded(await firstResult));

  const after = await runningService();
  expect(revisionOf(after?.taskDefinition)).toBe(revisionOf(before?.taskDefinition) + 1);
  const { taskDefinition } = await aws.ecs.send(
    new DescribeTaskDefinitionCommand({ taskDefinition: after?.taskDefinition ?? "" }),
  );
  for (const { image } of taskDefinition?.containerDefinitions ?? []) expect(image).toMatch(/:production-306$/);
  const { taskDefinitionArns } = await aws.ecs.send(
    new ListTaskDefinitionsCommand({ familyPrefix: service.family, status: "ACTIVE" }),
  );
  expect(taskDefinitionArns).toContain(before?.taskDefinition);
});

async function exists(object: { Bucket: string; Key: string }): Promise<boolean> {
  try {
    await aws.s3.send(new HeadObjectCommand(object));
    return true;
  } catch {
    return false;
  }
}

describe("status", () => {
  statusTests(() => ({ workspace, emulator }));
});

describe("releasing", () => {
  const plan = () => terraform("production-service", "plan", "-input=false", "-no-color", "-detailed-exitcode");
  releaseTests(() => ({ workspace, emulator, plan, ...aws }));
});

test("the database's password is in Secrets Manager, and in no state, plan or log of the run", async () => {
  const { SecretString: password = "" } = await aws.secrets.send(
    new GetSecretValueCommand({ SecretId: `${secretPrefix}/POSTGRES_PROD_PASSWORD` }),
  );
  expect(password.length).toBeGreaterThanOrEqual(32);

  const plan = ["plan", "-input=false", "-no-color", "-refresh=false", "-out=data.tfplan"];
  succeeded(await terraform("production-data", ...plan));
  await terraform("production-data", "show", "-json", "data.tfplan");
  await terraform("production-data", "state", "pull");
  expect(logs.filter((log) => log.includes(password))).toEqual([]);
  expect(workspace.filesWith(password)).toEqual([]);

  const { Versions = [] } = await aws.s3.send(new ListObjectVersionsCommand({ Bucket: stateBucket }));
  expect(Versions.length).toBeGreaterThan(stacks.length);
  for (const { Key, VersionId } of Versions) {
    const { Body } = await aws.s3.send(new GetObjectCommand({ Bucket: stateBucket, Key, VersionId }));
    expect([Key, (await Body?.transformToString())?.includes(password)]).toEqual([Key, false]);
  }
});

test("the state bucket is versioned, so a broken state can be taken back", async () => {
  const { Status } = await aws.s3.send(new GetBucketVersioningCommand({ Bucket: stateBucket }));
  expect(Status).toBe("Enabled");
});

describe("destroying", () => {
  test("Terraform refuses to destroy what must survive", async () => {
    const { code, output } = await terraform(
      "production-data",
      "destroy",
      "-auto-approve",
      "-input=false",
      "-no-color",
    );
    expect(code).toBe(1);
    expect(output).toContain("Instance cannot be destroyed");
  });

  test("without the environment's name nothing is destroyed", async () => {
    const { code, output } = await npm("destroy", "production", "--including-data", "--emulator", "--yes", "prod");
    expect(code).toBe(3);
    expect(output).toContain("that is not production: nothing was destroyed");
    expect(await runningService()).toMatchObject({ status: "ACTIVE" });
  });

  test("with it, everything goes but the state", async () => {
    succeeded(await npm("destroy", "production", "--including-data", "--emulator", "--yes", "production"));
    expect((await runningService())?.status).not.toBe("ACTIVE");
    const { DBInstances } = await aws.rds.send(new DescribeDBInstancesCommand({}));
    expect(DBInstances).toEqual([]);
    const { LoadBalancers } = await aws.elb.send(new DescribeLoadBalancersCommand({}));
    expect(LoadBalancers).toEqual([]);
    for (const stack of ["foundation", "data", "service"]) {
      const { Body } = await aws.s3.send(
        new GetObjectCommand({ Bucket: stateBucket, Key: `production-${stack}.tfstate` }),
      );
      expect(JSON.parse((await Body?.transformToString()) ?? "")).toMatchObject({ resources: [] });
    }
  });
});
