import { releasedTargets } from "../../lib/ecs/target";
import {
  emulatorEnv,
  findEmulator,
  pushSample,
  seed,
  type SampleImage,
  startEmulator,
  stopEmulator,
  type Emulator,
} from "../../lib/emulator";
import { loadEnvironment } from "../../lib/environments";
import { exitCodes, UserError } from "../../packages/common/errors";
import { parseTags } from "../release/tags";

export interface Operated {
  readonly account: string;
  /** The emulator, where it is running. */
  readonly emulator?: Emulator;
  /** Environment variables that lead to it, where they were asked for. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Whether one was stopped. */
  readonly stopped: boolean;
}

/**
 * Puts an image into the environment's repository on the emulator, to be released.
 *
 * @param word its tag; `image=tag` where there are several images
 * @returns whether it is new; an image that is there stays, and takes the behavior given now
 * @throws UserError when no emulator is running, or nothing has been deployed to it
 */
export async function push(environmentName: string, word: string, kind: SampleImage["kind"]): Promise<boolean> {
  const environment = await loadEnvironment(environmentName);
  const [image = "", tag = ""] = Object.entries(parseTags(environment, [word]))[0] ?? [];
  const { account, region } = environment;
  const emulator = await findEmulator({ account, region });
  if (emulator === undefined) {
    throw new UserError(
      `no emulator of account ${account} is running: deploy to one with ./platform start ${environmentName}`,
      exitCodes.refused,
    );
  }
  const targets = releasedTargets(environment, image);
  const pushed = Promise.all(targets.map((target) => pushSample(emulator, target, { tag, kind })));
  return pushed
    .then((all) => all.some(Boolean))
    .catch((error: unknown) => {
      if (!(error instanceof Error) || error.name !== "RepositoryNotFoundException") throw error;
      throw new UserError(
        `the emulator has no repository ${environment.images[image]?.repository}: deploy to it with ./platform start ${environmentName}`,
        exitCodes.refused,
      );
    });
}

/** Starts, stops, inspects or empties the emulator of an environment's account. @param notice called with what takes long */
export async function operate(
  action: "start" | "stop" | "status" | "env" | "reset",
  environmentName: string,
  notice: (line: string) => void,
): Promise<Operated> {
  const environment = await loadEnvironment(environmentName);
  const { account, region } = environment;
  const options = { account, region, onNotice: notice };
  switch (action) {
    case "stop":
      return { account, stopped: await stopEmulator(options) };
    case "status": {
      const emulator = await findEmulator(options);
      return { account, stopped: false, ...(emulator !== undefined && { emulator }) };
    }
    case "env": {
      const emulator = await findEmulator(options);
      if (emulator === undefined) {
        throw new UserError(
          `no emulator of account ${account} is running: start it with ./platform emulator start ${environmentName}`,
          exitCodes.refused,
        );
      }
      return { account, stopped: false, variables: emulatorEnv(emulator, {}) as Readonly<Record<string, string>> };
    }
    case "start":
    case "reset": {
      const stopped = action === "reset" && (await stopEmulator(options));
      const emulator = await startEmulator(options);
      await seed(emulator, environment);
      return { account, emulator, stopped };
    }
  }
}
