import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { CodeDeployClient } from "@aws-sdk/client-codedeploy";
import { ECRClient } from "@aws-sdk/client-ecr";
import { ECSClient } from "@aws-sdk/client-ecs";
import { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import { S3Client } from "@aws-sdk/client-s3";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SSMClient } from "@aws-sdk/client-ssm";
import { join } from "node:path";
import { mainTargetOf, type ServiceTarget } from "../../lib/ecs/target";
import { Interrupts } from "../../lib/terminal/interrupts";
import { describe } from "../../lib/aws";
import { Screen, type Output } from "../../lib/terminal/screen";
import { terminal } from "../../lib/terminal/streams";
import { Steps } from "../../lib/terminal/steps";
import { synthesize } from "../../lib/cdktf/synthesize";
import { exitCodes, UserError } from "../../packages/common/errors";
import { sleep } from "../../packages/common/process";
import { projectRoot } from "../../lib/root";
import { RunRecords } from "../../lib/run-record";
import { openSession, type Session } from "../../lib/sessions";
import type { Environment } from "../../modules/platform/environment";
import { workersEnded } from "../recover/locks";
import { resume } from "../recover/resume";
import { findTerraform } from "../../lib/terraform";
import { Journal, keeperOf } from "./journal";
import { leaveBehind, type Attempt } from "./leave-behind";
import { holderOf, lockReleases } from "./lock";
import { planRelease, type RunningTerraform, type SavedPlan } from "./plan/terraform";
import type { RolledOut } from "./planned-actual";
import type { Tags } from "./tags";

export type Clients = ReturnType<typeof connect>;

export interface PlanMode {
  /** Infrastructure changes are taken along, so the policies must hold. @default false - the image alone may change */
  readonly allowChanges?: boolean;
  /** Addresses that alone are planned, with what they depend on. @default - everything */
  readonly only?: readonly string[];
  /** An earlier plan of this run has written the configuration. @default false */
  readonly isWritten?: boolean;
  /** Waits for the Terraform of an earlier release, and is called with what happens meanwhile. @default - nothing waits for it */
  readonly say?: (phase: string) => void;
}

/** Everything that a release and a rollback work with. */
export interface Work {
  readonly environment: ServiceTarget;
  readonly clients: Clients;
  readonly screen: Screen;
  readonly steps: Steps;
  readonly interrupts: Interrupts;
  /** What the person typed, such as "./platform release production v42". */
  readonly command: string;
  /** Milliseconds between reads of the deployment. */
  readonly interval: number;
  /** Time that a rollout has to become steady. */
  readonly steadyMinutes: number;
  /** File that receives what Terraform says when it applies. */
  readonly log: string;
  /** Receives what is going to be changed, before it is. */
  readonly journal: Pick<Journal, "begin">;
  /** What applies at the moment: it may have registered a revision that ECS does not deploy yet. */
  readonly terraform: RunningTerraform;
  /** Plans the service stack with tags of images. */
  readonly plan: (tags: Tags, mode?: PlanMode) => Promise<SavedPlan>;
  /** Waits in the background for a rollout that nobody watches any more, and records how it ended. */
  readonly leaveBehind: (attempt: Attempt) => void;
  /** Whether the account is settled when this service's deployment is over, and not by whoever deploys several. @default true */
  readonly settles?: boolean;
  /** Receives the deployments that became steady, as planned and as they went. @default - nobody asks */
  readonly rollouts?: RolledOut[];
}

export interface WorkOptions {
  readonly environmentName: string;
  /** Work on the emulator of this machine. */
  readonly emulated: boolean;
  readonly command: string;
  /** @default - `release.steadyMinutes` of the environment */
  readonly steadyMinutes?: number;
  /** @default 2000 */
  readonly interval?: number;
  /** @default - standard output */
  readonly output?: Output;
}

export function connect({ config }: Pick<Session, "config">) {
  return {
    ecs: new ECSClient(config),
    ecr: new ECRClient(config),
    elb: new ElasticLoadBalancingV2Client(config),
    logs: new CloudWatchLogsClient(config),
    secrets: new SecretsManagerClient(config),
    ssm: new SSMClient(config),
    codedeploy: new CodeDeployClient(config),
    // An emulator has no host name for each bucket.
    s3: new S3Client({ ...config, forcePathStyle: config.endpoint !== undefined }),
  };
}

/** How a release or rollback ended, also for programs. */
export interface Done {
  readonly code: number;
  /** What the journal keeps of it; of one that had nothing to do, the outcome alone. */
  readonly json: Readonly<Record<string, unknown>>;
}

/**
 * Does some work on an environment as the only one who does.
 *
 * @throws UserError when AWS cannot be asked (exit code "unreachable"), or somebody else is at work (exit code "busy")
 */
export async function workOn(options: WorkOptions, does: (work: Work) => Promise<number>): Promise<Done> {
  const { environmentName, emulated, command, interval = 2000, output = terminal.output } = options;
  const screen = new Screen(output, "credentials".length);
  const interrupts = new Interrupts();
  const steps = new Steps(screen, interrupts);
  try {
    const session = await steps.do({
      name: "credentials",
      work: () => openSession(environmentName, emulated),
      outcome: ({ environment: { account, region } }) => `account ${account}, region ${region}`,
    });
    const { env } = session;
    const environment = mainTargetOf(session.environment);
    const clients = connect(session);
    const records = new RunRecords(environment.name, env);
    await records.check();
    const holder = await holderOf(command);
    const journal = new Journal(keeperOf(environment, clients), holder);
    const release = await lockReleases(environment, clients, holder, waiting(screen, interrupts));
    let exitCode: number = exitCodes.failed;
    const rollouts: RolledOut[] = [];
    try {
      await takeUp({ environment, env, records, steps, screen });
      await records.begin(command, [{ file: releaseLog(environment.name), stack: `${environment.name}-service` }]);
      exitCode = await does({
        environment,
        clients,
        screen,
        steps,
        interrupts,
        command,
        interval,
        steadyMinutes: options.steadyMinutes ?? environment.release.steadyMinutes,
        journal,
        log: releaseLog(environment.name),
        terraform: {},
        rollouts,
        plan: servicePlan(environment.name, env, () => interrupts.check()),
        leaveBehind: (attempt) => void leaveBehind(environment.name, attempt, emulated, releaseLog(environment.name)),
      });
    } catch (error) {
      if (error instanceof UserError) exitCode = error.exitCode;
      throw error;
    } finally {
      records.end();
      // How it ended is known to the person already.
      await journal.end(exitCode).catch((error: unknown) => screen.print(describe(error)));
      await release();
    }
    const nothing = exitCode === 0 ? "nothing to do" : "stopped";
    return {
      code: exitCode,
      json: { environment: environmentName, ...(journal.entry ?? { outcome: nothing, exitCode }), rollouts },
    };
  } finally {
    interrupts.dispose();
  }
}

/** Waits for an earlier release that is being recorded, and says so once. */
function waiting(screen: Screen, interrupts: Interrupts): (holder: string) => Promise<void> {
  let isAnnounced = false;
  return async (holder) => {
    if (!isAnnounced) screen.print(`Waiting: ${holder}`);
    isAnnounced = true;
    interrupts.check();
    await sleep(1000);
  };
}

interface TakeUp {
  readonly environment: Environment;
  readonly env: NodeJS.ProcessEnv;
  readonly records: RunRecords;
  readonly steps: Steps;
  readonly screen: Screen;
}

/** What a run of this checkout left that was killed. */
async function takeUp({ environment, env, records, steps, screen }: TakeUp): Promise<void> {
  if (records.read() === undefined) return;
  const program = await findTerraform({ env });
  const given = { env: program.env, environments: [environment.name], context: { policies: "warn" } };
  const stacks = await synthesize(given);
  const output = join(projectRoot(), "cdktf.out");
  const hint = await resume({ environment, stacks, output, program, records, steps });
  if (hint !== undefined) screen.print(hint);
}

/** File that receives what Terraform says when it applies a release. */
export const releaseLog = (environment: string): string =>
  join(projectRoot(), "cdktf.out", `${environment}-release.log`);

/** Plans the service stack of an environment with tags of images. @param check throws when it is not to wait any longer */
export function servicePlan(environment: string, env: NodeJS.ProcessEnv, check: () => void = () => {}): Work["plan"] {
  return async (tags, { allowChanges = false, isWritten = false, only = [], say } = {}) => {
    if (say !== undefined) {
      await workersEnded([`${environment}-service`], (pid) => {
        check();
        say(`waiting for Terraform (process ${pid}), which still works for an earlier release`);
      });
      say("terraform plan of the service stack");
    }
    const program = await findTerraform({ env });
    // What changes more than the image is refused when its plan is read, so the policies have nothing to refuse here.
    const context = allowChanges ? {} : { policies: "warn" };
    if (!isWritten) await synthesize({ env: program.env, environments: [environment], context });
    return planRelease(program, join(projectRoot(), "cdktf.out", "stacks", `${environment}-service`), { tags, only });
  };
}
