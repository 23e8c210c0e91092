import { targetOf } from "../../lib/ecs/target";
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
 * @returns whether it is new; an image that is there stays, and behaves as it is told now
 * @throws UserError when no emulator is running, or nothing has been deployed to it
 */
export async function push(environmentName: string, image: SampleImage): Promise<boolean> {
  if (!/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/.test(image.tag)) {
    throw new UserError(
      `a tag must have 1 to 128 letters, digits and the characters _ . - and not begin with . or -; got ${JSON.stringify(image.tag)}`,
      exitCodes.usage,
    );
  }
  const environment = targetOf(await loadEnvironment(environmentName));
  const { account, region } = environment;
  const emulator = await findEmulator({ account, region });
  if (emulator === undefined) {
    throw new UserError(
      `no emulator of account ${account} is running: deploy to one with ./platform start ${environmentName}`,
      exitCodes.refused,
    );
  }
  return pushSample(emulator, environment, image).catch((error: unknown) => {
    if (!(error instanceof Error) || error.name !== "RepositoryNotFoundException") throw error;
    throw new UserError(
      `the emulator has no repository ${environment.image.repository}: deploy to it with ./platform start ${environmentName}`,
      exitCodes.refused,
    );
  });
}

/** Starts, stops, inspects or empties the emulator of an environment's account. @param notice told what takes long */
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
