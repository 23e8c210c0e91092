import type { Service as EcsService, TaskDefinition } from "@aws-sdk/client-ecs";
import { chooseService } from "../../../lib/ecs/target";
import { Shared, type Clients } from "../../../operations/status/clients";
import { couldStart } from "../../../operations/status/start";
import { production as smallest } from "../../fixtures/smallest";
import { awsFailure, fakeClient, type Answers } from "../task/fake-client";

const environment = chooseService(smallest);
const { region, account } = environment;
const secret = `arn:aws:secretsmanager:${region}:${account}:secret:shop/KEY-abcdef`;

const definition: TaskDefinition = {
  executionRoleArn: `arn:aws:iam::${account}:role/path/execution`,
  taskRoleArn: `arn:aws:iam::${account}:role/task`,
  networkMode: "awsvpc",
  containerDefinitions: [
    {
      image: `${account}.dkr.ecr.${region}.amazonaws.com/shop:v7`,
      cpu: 512,
      memoryReservation: 512,
      secrets: [{ name: "KEY", valueFrom: `${secret}:password::` }],
    },
    { image: "public.ecr.aws/x/proxy:1", cpu: 128, memory: 128 },
  ],
};
const service: EcsService = {
  desiredCount: 2,
  runningCount: 2,
  networkConfiguration: { awsvpcConfiguration: { subnets: ["subnet-1", "subnet-2"] } },
};
const instance = (cpu: number, changes: object = {}) => ({
  ec2InstanceId: "i-1",
  status: "ACTIVE",
  agentConnected: true,
  remainingResources: [
    { name: "CPU", integerValue: cpu },
    { name: "MEMORY", integerValue: 4096 },
    { name: "PORTS", stringSetValue: ["22"] },
  ],
  attributes: [{ name: "ecs.subnet-id", value: "subnet-1" }],
  ...changes,
});
const trusted = { Role: { AssumeRolePolicyDocument: encodeURIComponent('{"Service":"ecs-tasks.amazonaws.com"}') } };

interface Given {
  readonly answers?: Answers;
  readonly definition?: Partial<TaskDefinition>;
  readonly service?: Partial<EcsService>;
  readonly instances?: readonly ReturnType<typeof instance>[];
}

async function asked(given: Given = {}) {
  const { client, asked: calls } = fakeClient<Clients["ecs"]>({
    BatchGetImage: { images: [{}] },
    ListSecrets: { SecretList: [{ ARN: secret, SecretVersionsToStages: { a: ["AWSCURRENT"] } }] },
    GetRole: trusted,
    DescribeSubnets: {
      Subnets: [{ SubnetId: "subnet-1", AvailableIpAddressCount: 0 }, { AvailableIpAddressCount: 9 }],
    },
    ...given.answers,
  });
  const unread: string[] = [];
  const start = await couldStart({
    clients: { ecr: client, secrets: client, ec2: client, iam: client } as unknown as Clients,
    environment,
    definition: { ...definition, ...given.definition },
    service: { ...service, ...given.service },
    instances: given.instances ?? [instance(1024)],
    shared: new Shared(),
    optional: (what, otherwise, work) =>
      work.catch(() => {
        unread.push(what);
        return otherwise;
      }),
  });
  return {
    ...start,
    missing: start.missing.map(({ text }) => text),
    next: start.missing.map(({ next }) => next),
    unread,
    calls,
  };
}

test("all that one more task needs is there, asked in four calls", async () => {
  const { ready, missing, calls } = await asked();
  expect(missing).toEqual([]);
  expect(ready).toEqual([
    "v7 is in shop",
    "1 secret with a value",
    "room on i-1",
    "9 free addresses",
    "the role execution",
  ]);
  expect(calls).toHaveLength(4);
});

const maximum = environment.service.capacities.reduce(
  (sum, { capacity }) => sum + (environment.capacities[capacity]?.maximum ?? 0),
  0,
);
const full = Array.from({ length: maximum }, () => instance(0));

test.each<[string, Given, string | RegExp]>([
  [
    "an empty repository",
    { answers: { BatchGetImage: { failures: [{ imageId: { imageTag: "v7" }, failureCode: "ImageNotFound" }] } } },
    "v7 is not in the repository shop",
  ],
  [
    "no repository",
    { answers: { BatchGetImage: awsFailure("RepositoryNotFoundException") } },
    "v7 is not in the repository shop",
  ],
  [
    "a secret without a value",
    { answers: { ListSecrets: { SecretList: [{ ARN: secret }] } } },
    "the secret of KEY has no value",
  ],
  ["no secret", { answers: { ListSecrets: {} } }, "there is no secret for KEY, or they are to be deleted"],
  [
    "no room",
    { instances: full },
    /^no instance has 640 CPU units and 640 MiB left for one more task, and \d+ of at most \d+ instances run$/,
  ],
  [
    "a port that is taken",
    {
      definition: {
        networkMode: "bridge",
        containerDefinitions: [{ cpu: 1, memory: 1, portMappings: [{ hostPort: 22, containerPort: 22 }] }],
      },
      instances: full.map(() => instance(1024)),
    },
    /^no instance has 1 CPU units, 1 MiB and port 22 left/,
  ],
  [
    "no addresses",
    { answers: { DescribeSubnets: { Subnets: [{ SubnetId: "subnet-1", AvailableIpAddressCount: 0 }] } } },
    "subnet-1 has no free address",
  ],
  ["no role", { answers: { GetRole: awsFailure("NoSuchEntityException") } }, "there is no role execution"],
  [
    "a role for something else",
    { answers: { GetRole: { Role: { AssumeRolePolicyDocument: "%7B%7D" } } } },
    "ECS tasks may not assume the role execution: its trust policy does not name ecs-tasks.amazonaws.com",
  ],
])("%s keeps a task from starting", async (_, given, message) => {
  const { missing, next } = await asked(given);
  expect(missing).toHaveLength(1);
  expect(missing[0]).toMatch(message);
  expect(next[0]).toMatch(/\.\/platform|aws /);
});

test("a new instance makes room where the capacity may grow, and a task that is stopped first does", async () => {
  expect((await asked({ instances: [] })).ready).toContain(
    `a new instance would start for it (0 of at most ${maximum} run)`,
  );
  const deploymentConfiguration = { minimumHealthyPercent: 50 };
  expect((await asked({ instances: full, service: { deploymentConfiguration } })).ready).toContain(
    "a deployment stops a task first, which makes room",
  );
  expect((await asked({ instances: full, service: { schedulingStrategy: "DAEMON" } })).missing).toEqual([]);
});

test("an instance that is draining, not connected or another capacity's has no room", async () => {
  const others = [{ status: "DRAINING" }, { agentConnected: false }, { capacityProviderName: "jobs" }];
  const capacityProviderStrategy = [{ capacityProvider: "web" }];
  for (const changes of others) {
    const { ready } = await asked({ instances: [instance(1024, changes)], service: { capacityProviderStrategy } });
    expect(ready.join()).toContain("a new instance would start");
  }
});

test("in bridge mode addresses matter only where an instance has to start; the task role only where tasks are missing", async () => {
  const bridge: Given = { definition: { networkMode: "bridge" } };
  expect((await asked(bridge)).calls).not.toContain("DescribeSubnets");
  const short = await asked({ ...bridge, service: { runningCount: 0 }, instances: [instance(0)] });
  expect(short.calls).toContain("DescribeSubnets");
  expect(short.calls.filter((name) => name === "GetRole")).toHaveLength(2);
});

test("what may not be asked is not known, and the rest is", async () => {
  const denied = awsFailure("AccessDeniedException", "no", 403);
  const { missing, ready, unread } = await asked({ answers: { GetRole: denied, ListSecrets: denied } });
  expect({ missing, unread }).toEqual({ missing: [], unread: ["the secrets", "the roles"] });
  expect(ready).toContain("v7 is in shop");
});
