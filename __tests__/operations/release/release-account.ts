import type { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import type { ECRClient } from "@aws-sdk/client-ecr";
import type { ECSClient } from "@aws-sdk/client-ecs";
import type { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { SSMClient } from "@aws-sdk/client-ssm";
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { shop } from "../../fixtures/shop";
import { Interrupts } from "../../../lib/terminal/interrupts";
import { Screen } from "../../../lib/terminal/screen";
import { Steps } from "../../../lib/terminal/steps";
import type { Intent } from "../../../operations/release/journal";
import type { SavedPlan } from "../../../operations/release/plan/terraform";
import { release, type ReleaseOptions } from "../../../operations/release/release";
import type { Clients, Work } from "../../../operations/release/work";
import { programs, temporaryFolder } from "../../../packages/common/__tests__/helpers/programs";
import { awsFailure, fakeClient, type Answers } from "../task/fake-client";
import { targetOf } from "../../../lib/ecs/target";

const production = targetOf(shop);

const parent = temporaryFolder();
const web = production.container;
export const arn = (revision: number) =>
  `arn:aws:ecs:eu-central-1:111122223333:task-definition/acorn-production:${revision}`;
export const image = (revision: number) =>
  `111122223333.dkr.ecr.eu-central-1.amazonaws.com/acorn-production:v${revision}`;
export const deployment = (id: string, revision: number, changes: object = {}) => ({
  id,
  status: "PRIMARY",
  taskDefinition: arn(revision),
  rolloutState: "COMPLETED",
  desiredCount: 1,
  runningCount: 1,
  ...changes,
});

export interface Scene {
  /** @default - v3 runs */
  readonly deployments?: readonly object[];
  /** What the fake Terraform does when it applies. @default - it deploys v4 */
  readonly terraform?: string;
  readonly unexpected?: readonly string[];
  readonly ecs?: Answers;
  /** Exit code of the migration. @default 0 */
  readonly migration?: number;
  /** @default - the image is not scanned */
  readonly scan?: object;
  /** Tag in the record of the running image. @default "v3" */
  readonly record?: string;
  /** What SSM answers when the record is written. @default - it is written */
  readonly putParameter?: unknown;
}

/** An account in which v3 runs, and a Terraform whose apply brings v4. */
export function scene({
  deployments,
  terraform = 'echo 4 > "$MARK"',
  unexpected = [],
  ecs = {},
  migration = 0,
  scan,
  record = "v3",
  putParameter,
}: Scene) {
  const folder = mkdtempSync(join(parent, "scene-"));
  const mark = join(folder, "applied");
  const planFolder = mkdtempSync(join(folder, "plan-"));
  let printed = "";
  const updates: unknown[] = [];
  const kept: Intent[] = [];
  const deregistered: string[] = [];
  const describeServices = () => {
    // The file is empty for a moment while the shell writes it.
    const applied = existsSync(mark) ? readFileSync(mark, "utf8").trim() : "";
    const now = applied !== "" ? [deployment("two", Number(applied))] : (deployments ?? [deployment("one", 3)]);
    const [primary] = now as { taskDefinition: string }[];
    return {
      services: [{ status: "ACTIVE", desiredCount: 1, taskDefinition: primary?.taskDefinition, deployments: now }],
    };
  };
  const fakeEcs = fakeClient<ECSClient>({
    DescribeServices: describeServices,
    DescribeTaskDefinition: ({ taskDefinition }: { taskDefinition: string }) => {
      const revision = Number(taskDefinition.split(":").at(-1));
      return {
        taskDefinition: {
          family: "acorn-production",
          revision,
          // Revision 9 is the copy of 2 that a rollback registers.
          containerDefinitions: [{ name: web, image: image(revision === 9 ? 2 : revision) }],
        },
      };
    },
    ListTasks: { taskArns: [] },
    ListTaskDefinitions: { taskDefinitionArns: [arn(3), arn(2)] },
    ListServiceDeployments: awsFailure("AccessDeniedException"),
    RegisterTaskDefinition: { taskDefinition: { taskDefinitionArn: arn(9), revision: 9 } },
    DeregisterTaskDefinition: ({ taskDefinition }: { taskDefinition: string }) => {
      deregistered.push(taskDefinition);
      return {};
    },
    RunTask: { tasks: [{ taskArn: "task/4f2a" }] },
    DescribeTasks: { tasks: [{ lastStatus: "STOPPED", containers: [{ name: web, exitCode: migration }] }] },
    UpdateService: (input: { taskDefinition: string }) => {
      updates.push(input);
      writeFileSync(mark, input.taskDefinition.split(":").at(-1) ?? "");
      return {};
    },
    ...ecs,
  });
  const recorded: unknown[] = [];
  const ssm = fakeClient<SSMClient>({
    GetParameter: { Parameter: { Value: record } },
    PutParameter: (input: unknown) => {
      recorded.push(input);
      return putParameter ?? {};
    },
  });
  const left: unknown[] = [];
  const interrupts = new Interrupts();
  const screen = new Screen({ write: (text) => (printed += text) });
  const index = { manifests: [{ digest: "sha256:1", platform: { architecture: "amd64" } }] };
  const clients = {
    ecs: fakeEcs.client,
    ecr: fakeClient<ECRClient>({
      BatchGetImage: { images: [{ imageManifest: JSON.stringify(index) }] },
      DescribeImageScanFindings: scan ?? awsFailure("ScanNotFoundException"),
    }).client,
    elb: fakeClient<ElasticLoadBalancingV2Client>({}).client,
    logs: fakeClient<CloudWatchLogsClient>({}).client,
    secrets: fakeClient<SecretsManagerClient>({}).client,
    ssm: ssm.client,
  } as Partial<Clients> as Clients;
  const plan: SavedPlan = {
    images: [{ container: web, before: image(3), after: image(4) }],
    isEmpty: false,
    unexpected,
    containers: [{ name: web, image: image(4) }],
    parts: [],
    program: {
      binary: join(programs(folder, { terraform: `${terraform}\nexit "\${CODE:-0}"` }), "terraform"),
      env: { PATH: "/usr/bin:/bin", MARK: mark },
    },
    stack: folder,
    folder: planFolder,
    file: join(planFolder, "release.tfplan"),
  };
  const work: Work = {
    environment: production,
    clients,
    screen,
    interrupts,
    steps: new Steps(screen, interrupts),
    command: "./platform release production v4",
    interval: 1,
    steadyMinutes: 1,
    log: join(folder, "release.log"),
    journal: {
      begin: (intent) => {
        kept.push(intent);
        return Promise.resolve();
      },
    },
    plan: () => Promise.resolve(plan),
    terraform: {},
    leaveBehind: (attempt) => void left.push(attempt),
  };
  return {
    work,
    asked: fakeEcs.asked,
    updates,
    kept,
    recorded,
    deregistered,
    left,
    planFolder,
    applied: () => existsSync(mark),
    printed: () => printed,
  };
}

/** Releases v4 there. */
export async function run(given: Scene, options: Partial<ReleaseOptions> = {}) {
  const made = scene(given);
  try {
    const code = await release(made.work, { tag: "v4", ...options }).catch((error: unknown) => error);
    return { ...made, result: code };
  } finally {
    made.work.interrupts.dispose();
  }
}
