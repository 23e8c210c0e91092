import { join } from "node:path";
import type { Service } from "../../modules/platform/environment";
import { production as productionEnvironment } from "../../environments/production";
import { Interrupts } from "../../lib/terminal/interrupts";
import { Screen } from "../../lib/terminal/screen";
import { Steps } from "../../lib/terminal/steps";
import { clientConfig, type Emulator } from "../../lib/emulator";
import { planRelease } from "../../operations/release/plan/terraform";
import { connect, type Work } from "../../operations/release/work";
import type { Terraform } from "../../lib/terraform";
import { targetOf, type ServiceTarget } from "../../lib/ecs/target";

const production = targetOf(productionEnvironment);
const { migration } = production.service;
const oneOff = { ...production.service.oneOff, container: "web" };

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
): Promise<{ readonly result: T; readonly printed: string }> {
  let printed = "";
  const interrupts = new Interrupts();
  const screen = new Screen({ write: (text) => (printed += text) });
  const environment: ServiceTarget = {
    ...production,
    cluster: { ...production.cluster, name: cluster },
    image: { ...production.image, record: "/test/image-tag" },
    container: "web",
    service: {
      ...production.service,
      name: service,
      family: "test-web",
      oneOff,
      scheduled: { nightly: { ...nightly, size: oneOff } },
      migration: migration && { ...migration, size: oneOff },
      containers: { web: production.service.containers[production.container]! },
      routes: { web: { ...production.service.routes.web!, container: "web", port: 4000 } },
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
      plan: (tags) => planRelease(terraform, folder, { tags }),
      terraform: {},
      leaveBehind: () => undefined,
    });
    return { result, printed };
  } finally {
    interrupts.dispose();
  }
}

const nightly = { command: ["sh"], schedule: "cron(30 3 * * ? *)", timezone: "UTC", enabled: true };

const blueGreen: Service["deployment"] = {
  strategy: "blue-green",
  traffic: { kind: "canary", percent: 10, minutes: 1 },
  terminationWaitMinutes: 0,
  rollback: true,
  hooks: {},
  testListener: { port: 8443 },
};
