import { existsSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../common/errors";
import { hcpAddress } from "../hcp";

export interface RunTaskSettings {
  /** Key that HCP Terraform signs requests with. */
  readonly hmacKey: string;
  /** Where HCP Terraform is; answers and tokens go to no other host. */
  readonly address: string;
  /** Folder that synth wrote, for the configurations. @default - plans are reviewed without, which the review remarks */
  readonly synth?: string;
  readonly host: string;
  readonly port: number;
  /** Reviews at the same time. */
  readonly concurrency: number;
}

/** Shorter keys could be guessed. */
const shortestKey = 16;

/**
 * Settings from environment variables; docs/guides/hcp-terraform.md tells them.
 *
 * @throws UserError that names the variable, what it is and what is allowed; never the key
 */
export function runTaskSettings(env: NodeJS.ProcessEnv): RunTaskSettings {
  const hmacKey = env.RUN_TASK_HMAC_KEY ?? "";
  if (hmacKey.length < shortestKey) {
    throw new UserError(
      `RUN_TASK_HMAC_KEY must be the run task's HMAC key, ${shortestKey} characters at least; ${hmacKey === "" ? "it is not set" : `got ${hmacKey.length}`}`,
    );
  }
  const synth = env.RUN_TASK_SYNTH;
  if (synth !== undefined && synth !== "" && !existsSync(join(synth, "stacks"))) {
    throw new UserError(`RUN_TASK_SYNTH must be a folder that cdktf synth wrote, got ${synth}, which has no stacks/`);
  }
  return {
    hmacKey,
    address: hcpAddress(env),
    ...(synth !== undefined && synth !== "" && { synth }),
    host: env.RUN_TASK_HOST ?? "127.0.0.1",
    port: whole("RUN_TASK_PORT", env.RUN_TASK_PORT, 8080, 0, 65_535),
    concurrency: whole("RUN_TASK_CONCURRENCY", env.RUN_TASK_CONCURRENCY, 4, 1, 64),
  };
}

function whole(name: string, text: string | undefined, otherwise: number, from: number, to: number): number {
  if (text === undefined || text === "") return otherwise;
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= from && number <= to) return number;
  throw new UserError(`${name} must be ${from} to ${to}, got ${JSON.stringify(text)}`);
}
