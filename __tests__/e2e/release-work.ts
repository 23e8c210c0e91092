import { join } from "node:path";
import type { Environment } from "../../modules/platform/environment";
import { production } from "../../environments/production";
import { Interrupts } from "../../lib/terminal/interrupts";
import { Screen } from "../../lib/terminal/screen";
import { Steps } from "../../lib/terminal/steps";
import { clientConfig, type Emulator } from "../../lib/emulator";
import { planRelease } from "../../operations/release/plan/terraform";
import { connect, type Work } from "../../operations/release/work";
import type { Terraform } from "../../lib/terraform";

export interface World {
  readonly emulator: Emulator;
  readonly terraform: Pick<Terraform, "binary" | "env">;
  /** Folder of the stack's configuration, with its state. */
  readonly folder: string;
  readonly cluster: string;
  /** A service with blue/green deployments, of a container `web` with port 4000. */
  readonly service: string;
}

/**
 * What the programs of operations/release work with, for a stack that is not a whole environment.
 *
 * @returns what `does` returns, and what stood on the screen
 */
export async function releasing<T>(
  { emulator, terraform, folder, cluster, service }: World,
  does: (work: Work) => Promise<T>,
): Promise<{ readonly result: T; readonly said: string }> {
  let said = "";
  const interrupts = new Interrupts();
  const screen = new Screen({ write: (text) => (said += text) });
  const environment: Environment = {
    ...production,
    cluster: { ...production.cluster, name: cluster },
    release: { ...production.release, record: "/test/image-tag" },
    task: { ...production.task, family: "test-web", scheduled: { nightly } },
    service: {
      ...production.service,
      name: service,
      web: { ...production.service.web, container: "web", port: 4000 },
      deployment: blueGreen,
    },
  };
  try {
    const result = await does({
      environment,
      clients: connect({ config: clientConfig(emulator) }),
      screen,
      interrupts,
      steps: new Steps(screen, interrupts),
      command: "./platform release test 2",
      interval: 200,
      steadyMinutes: 5,
      log: join(folder, "release.log"),
      journal: { begin: () => Promise.resolve() },
      plan: (tag) => planRelease(terraform, folder, tag),
      leaveBehind: () => undefined,
    });
    return { result, said };
  } finally {
    interrupts.dispose();
  }
}

const nightly = { command: ["sh"], schedule: "cron(30 3 * * ? *)", timezone: "UTC", enabled: true };

const blueGreen: Environment["service"]["deployment"] = {
  strategy: "blue-green",
  traffic: { kind: "canary", percent: 10, minutes: 1 },
  terminationWaitMinutes: 0,
  rollback: true,
  hooks: {},
  testListener: { port: 8443 },
};
