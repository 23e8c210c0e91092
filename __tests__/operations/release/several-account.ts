import type { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import type { ECRClient } from "@aws-sdk/client-ecr";
import type { ECSClient } from "@aws-sdk/client-ecs";
import type { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { S3Client } from "@aws-sdk/client-s3";
import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { SSMClient } from "@aws-sdk/client-ssm";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { mainTargetOf } from "../../../lib/ecs/target";
import { Interrupts } from "../../../lib/terminal/interrupts";
import { Screen } from "../../../lib/terminal/screen";
import { Steps } from "../../../lib/terminal/steps";
import { UserError } from "../../../packages/common/errors";
import { programs } from "../../../packages/common/__tests__/helpers/programs";
import type { Entry } from "../../../operations/release/entries";
import type { Clients, Work } from "../../../operations/release/work";
import { several } from "../../fixtures/several";
import { awsFailure, fakeClient } from "../task/fake-client";

const services = Object.values(several.services);
const byName = (name: string) => services.find((one) => one.name === name)!;
const prefix = "arn:aws:ecs:eu-central-1:111122223333:task-definition/";
export const arn = (key: string, revision: number) => `${prefix}${several.services[key]!.family}:${revision}`;

export interface Scene {
  /** Folder for what Terraform writes. */
  readonly parent: string;
  /** Services whose new tasks fail, so that ECS goes back. @default - none */
  readonly failing?: readonly string[];
  /** Images that are not in ECR, as "repository:tag". @default - all are there */
  readonly missing?: readonly string[];
  /** Services whose deployment does not end, so that the person leaves. @default - none */
  readonly endless?: readonly string[];
  readonly migration?: number;
}

/**
 * An account where each service of the fixture runs revision 3 with v3 of its image, and a Terraform that brings v4 to what it is
 * reported to deploy.
 */
export function account({ parent, failing = [], missing = [], endless = [], migration = 0 }: Scene) {
  const folder = mkdtempSync(join(parent, "several-"));
  const log: string[] = [];
  /** Tags by family, of revisions that can run. */
  const revisions = new Map<string, Map<number, string>>();
  for (const { family } of services) {
    for (const name of [family, `${family}-task`]) revisions.set(name, new Map([2, 3].map((one) => [one, `v${one}`])));
  }
  const runs = new Map(services.map(({ key }) => [key, 3]));
  const broken = new Set(failing);
  const stuck = new Set(endless);
  /** How often ECS went back, by service. */
  const backs = new Map<string, number>();
  /** Does what Terraform has asked for meanwhile. */
  const deployed = (key: string): void => {
    if (!existsSync(join(folder, key))) return;
    rmSync(join(folder, key));
    revisions.get(several.services[key]!.family)?.set(4, "v4");
    if (broken.has(key)) backs.set(key, (backs.get(key) ?? 0) + 1);
    else runs.set(key, 4);
  };
  const number = (taskDefinition: string) => Number(taskDefinition.split(":").at(-1));
  const familyOf = (taskDefinition: string) => (taskDefinition.split("/").at(-1) ?? "").split(":")[0] ?? "";
  const containers = (family: string, tag: string) => {
    const service = services.find((one) => family === one.family || family === `${one.family}-task`)!;
    return Object.entries(service.containers).map(([name, { image }]) => {
      const repository = "key" in image ? several.images[image.key]!.repository : "agent";
      return { name, image: `111122223333.dkr.ecr.eu-central-1.amazonaws.com/${repository}:${tag}` };
    });
  };
  const ecs = fakeClient<ECSClient>({
    DescribeServices: ({ services: [name = ""] }: { services: string[] }) => {
      const { key } = byName(name);
      deployed(key);
      const revision = runs.get(key) ?? 0;
      // The person leaves as soon as the deployment is to be seen.
      if (stuck.has(key) && revision === 4) process.emit("SIGINT");
      const primary = {
        id: `${key}-${revision}`,
        status: "PRIMARY",
        taskDefinition: arn(key, revision),
        rolloutState: stuck.has(key) && revision === 4 ? "IN_PROGRESS" : "COMPLETED",
      };
      const back = backs.get(key);
      const message = "deployment failed: tasks failed to start.";
      return {
        services: [
          {
            status: "ACTIVE",
            desiredCount: 1,
            taskDefinition: primary.taskDefinition,
            deployments: [primary],
            events: back === undefined ? [] : [{ id: `${key}-${back}`, message }],
          },
        ],
      };
    },
    DescribeTaskDefinition: ({ taskDefinition }: { taskDefinition: string }) => {
      const family = familyOf(taskDefinition);
      const tag = revisions.get(family)?.get(number(taskDefinition)) ?? "v3";
      return {
        taskDefinition: {
          family,
          revision: number(taskDefinition),
          taskDefinitionArn: `${prefix}${family}:${number(taskDefinition)}`,
          containerDefinitions: containers(family, tag),
        },
      };
    },
    ListTasks: { taskArns: [] },
    ListTaskDefinitions: ({ familyPrefix }: { familyPrefix: string }) => ({
      taskDefinitionArns: [...(revisions.get(familyPrefix)?.keys() ?? [])].map(
        (revision) => `${prefix}${familyPrefix}:${revision}`,
      ),
    }),
    ListServiceDeployments: awsFailure("AccessDeniedException"),
    RegisterTaskDefinition: (input: { family: string; containerDefinitions: { image: string }[] }) => {
      const known = revisions.get(input.family);
      const next = Math.max(...(known?.keys() ?? [])) + 1;
      known?.set(next, input.containerDefinitions[0]?.image.split(":").at(-1) ?? "");
      return { taskDefinition: { taskDefinitionArn: `${prefix}${input.family}:${next}`, revision: next } };
    },
    DeregisterTaskDefinition: ({ taskDefinition }: { taskDefinition: string }) => {
      revisions.get(familyOf(taskDefinition))?.delete(number(taskDefinition));
      return {};
    },
    RunTask: ({ overrides }: { overrides: { containerOverrides: { command: string[] }[] } }) => {
      log.push(`migration ${overrides.containerOverrides[0]?.command.join(" ")}`);
      return { tasks: [{ taskArn: "task/4f2a" }] };
    },
    DescribeTasks: {
      tasks: [{ lastStatus: "STOPPED", containers: ["app", "api"].map((name) => ({ name, exitCode: migration })) }],
    },
    UpdateService: ({ service, taskDefinition }: { service: string; taskDefinition: string }) => {
      const { key } = byName(service);
      log.push(`ecs ${key} ${revisions.get(familyOf(taskDefinition))?.get(number(taskDefinition))}`);
      runs.set(key, number(taskDefinition));
      return {};
    },
  });
  const records = new Map(Object.values(several.images).map(({ record }) => [record, "v3"]));
  const ssm = fakeClient<SSMClient>({
    GetParameter: ({ Name }: { Name: string }) => ({ Parameter: { Value: records.get(Name) } }),
    PutParameter: ({ Name, Value }: { Name: string; Value: string }) => {
      records.set(Name, Value);
      log.push(`record ${Name} ${Value}`);
      return {};
    },
  });
  const entries: Entry[] = [];
  const s3 = fakeClient<S3Client>({
    ListObjectsV2: () => ({ Contents: entries.map((_, index) => ({ Key: String(index) })) }),
    GetObject: ({ Key }: { Key: string }) => ({
      Body: { transformToString: () => Promise.resolve(JSON.stringify(entries[Number(Key)])) },
    }),
  });
  const index = JSON.stringify({ manifests: [{ digest: "sha256:1", platform: { architecture: "amd64" } }] });
  const ecr = fakeClient<ECRClient>({
    BatchGetImage: (input: { repositoryName: string; imageIds: { imageTag: string }[] }) =>
      missing.includes(`${input.repositoryName}:${input.imageIds[0]?.imageTag}`)
        ? { images: [] }
        : { images: [{ imageManifest: index }] },
    DescribeImageScanFindings: awsFailure("ScanNotFoundException"),
  });
  let printed = "";
  const screen = new Screen({ write: (text) => (printed += text) });
  const interrupts = new Interrupts();
  const left: unknown[] = [];
  const plan: Work["plan"] = (tags, { only = [] } = {}) => {
    const wanted = services.filter(({ containers: all }) =>
      Object.values(all).some(({ image }) => "key" in image && tags[image.key] !== undefined),
    );
    const planned = wanted.filter(({ key }) => only.length === 0 || only.includes(`aws_ecs_service.${key}`));
    const changing = planned.filter(({ key, containers: all }) => {
      deployed(key);
      const tag = `v${runs.get(key)}`;
      return Object.values(all).some(({ image }) => "key" in image && ![undefined, tag].includes(tags[image.key]));
    });
    log.push(`plan ${only.join() || "everything"}`);
    const planFolder = mkdtempSync(join(folder, "plan-"));
    const script = planned.map(({ key }) => `echo 4 > ${join(folder, key)}`).join("\n");
    return Promise.resolve({
      images: changing.map(({ key }) => ({ container: key, before: "a:v3", after: "a:v4" })),
      isEmpty: changing.length === 0,
      unexpected: [],
      containers: [],
      parts: planned.flatMap(({ key, name, family }) => {
        const isChanged = changing.some((one) => one.key === key);
        return [
          { address: `aws_ecs_service.${key}`, kind: "service" as const, name, isChanged },
          { address: `aws_ecs_task_definition.${key}`, kind: "task definition" as const, name: family, isChanged },
          {
            address: `aws_ecs_task_definition.${key}-task`,
            kind: "task definition" as const,
            name: `${family}-task`,
            isChanged,
          },
        ];
      }),
      program: {
        binary: join(programs(planFolder, { terraform: `${script}\n:` }), "terraform"),
        env: { PATH: "/usr/bin:/bin" },
      },
      stack: folder,
      folder: planFolder,
      file: join(planFolder, "release.tfplan"),
    });
  };
  const work: Work = {
    environment: mainTargetOf(several),
    clients: {
      ecs: ecs.client,
      ecr: ecr.client,
      ssm: ssm.client,
      s3: s3.client,
      elb: fakeClient<ElasticLoadBalancingV2Client>({}).client,
      logs: fakeClient<CloudWatchLogsClient>({}).client,
      secrets: fakeClient<SecretsManagerClient>({}).client,
    } as Partial<Clients> as Clients,
    screen,
    interrupts,
    steps: new Steps(screen, interrupts),
    command: "./platform release production app=v4",
    interval: 1,
    steadyMinutes: 1,
    log: join(folder, "release.log"),
    journal: {
      begin: (intent) => {
        log.push("journal");
        const since = `2026-11-2${entries.length}T10:00:00.000Z`;
        entries.push({ ...intent, since, who: "ann@laptop", what: "a command", outcome: "under way" });
        return Promise.resolve();
      },
    },
    plan,
    terraform: {},
    leaveBehind: (attempt) => void left.push(attempt),
  };
  return {
    work,
    log,
    entries,
    left,
    printed: () => printed,
    /** What each service runs. */
    tags: () =>
      Object.fromEntries(
        services.map(({ key, family }) => [key, revisions.get(family)?.get(runs.get(key) ?? 0)] as const),
      ),
    /** Revisions of a service that can run. */
    revisions: (key: string) => [...(revisions.get(several.services[key]!.family)?.keys() ?? [])],
    /** Does it, and keeps in the journal how it ended. */
    run: async (does: (work: Work) => Promise<number>): Promise<unknown> => {
      const begun = entries.length;
      const result: unknown = await does(work).catch((error: unknown) => error);
      const exitCode = result instanceof UserError ? result.exitCode : result;
      const last = entries.at(-1);
      if (entries.length > begun && last !== undefined && typeof exitCode === "number") {
        entries.splice(-1, 1, { ...last, exitCode });
      }
      return result;
    },
  };
}
