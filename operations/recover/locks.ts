import type { S3Client } from "@aws-sdk/client-s3";
import { realpathSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../../lib/root";
import { whoAmI, type RunRecord } from "../../lib/run-record";
import { tryJson } from "../../packages/common/json";
import { processesLike, sleep } from "../../packages/common/process";
import { isRecord } from "../../packages/terraform-json";
import { s3Lock } from "../release/lock/s3";
import { readStackJson, type S3Backend, type StackState } from "./stacks";

/** A lock of a stack's state. */
export interface StateLock {
  readonly stack: string;
  /** Such as "apply by ann@laptop since 2026-11-30T13:36:00Z". */
  readonly holder: string;
  readonly place: string;
  /** Whether its holder still runs; undefined where that cannot be known from here. */
  readonly isAlive: boolean | undefined;
  readonly remove: () => Promise<void>;
}

/**
 * The locks of states in a bucket, where a run that was killed leaves its lock. That of a local state ends with the process, and HCP
 * Terraform's are its own.
 *
 * @param run what was under way on this machine when it ended
 */
export async function findLocks(
  s3: S3Client,
  stacks: readonly Pick<StackState, "name" | "json">[],
  account: string,
  run: RunRecord | undefined,
): Promise<readonly StateLock[]> {
  const found = await Promise.all(
    stacks.map(async ({ name: stack, json }): Promise<readonly StateLock[]> => {
      const { s3: backend } = json.terraform?.backend ?? {};
      if (backend === undefined) return [];
      const store = s3Lock(s3, backend.bucket, `${backend.key}.tflock`, account);
      const text = await store.read();
      if (text === undefined) return [];
      const isAlive = await isHolderAlive(stack, backend, text, run);
      return [{ stack, holder: describeStateLock(text), place: store.place, isAlive, remove: () => store.remove() }];
    }),
  );
  return found.flat();
}

export function describeStateLock(text: string): string {
  const info = tryJson(text);
  if (!isRecord(info)) return "somebody";
  const { Operation: operation, Who: who, Created: created } = info;
  return `${String(operation)
    .replace(/^OperationType/, "")
    .toLowerCase()} by ${String(who)} since ${String(created).replace(/\.\d+Z$/, "Z")}`;
}

/**
 * Terraform's lock names a person and a host, but no process. It is certain that the holder is gone when it is this person on this host, a
 * run of this checkout that had begun before ended without taking its record back, and no Terraform works on this state any more.
 */
async function isHolderAlive(
  stack: string,
  backend: S3Backend,
  text: string,
  run: RunRecord | undefined,
): Promise<boolean | undefined> {
  const info = tryJson(text);
  if (!isRecord(info) || info.Who !== whoAmI()) return undefined;
  const all = await workersOf([stack]);
  const workers = all.filter(({ isOurs, configuration }) => isOurs || !worksElsewhere(configuration, backend));
  if (workers.some(({ isOurs }) => isOurs)) return true;
  if (workers.length > 0 || run === undefined) return undefined;
  return Date.parse(run.since) <= Date.parse(String(info.Created)) ? false : undefined;
}

/** Whether a configuration is certainly one of another state: another system may have a stack of the same name. */
function worksElsewhere(configuration: string, { bucket, key }: S3Backend): boolean {
  try {
    const { s3 } = readStackJson(configuration).terraform?.backend ?? {};
    return s3?.bucket !== bucket || s3.key !== key;
  } catch {
    return false;
  }
}

export interface Worker {
  readonly pid: number;
  /** Folder of the configuration that it works on. */
  readonly configuration: string;
  /** Whether it works in this checkout; a stack of the same name may be that of another account. */
  readonly isOurs: boolean;
}

/** Processes of Terraform and cdktf that work on stacks of these names on this machine. */
export async function workersOf(stacks: readonly string[]): Promise<readonly Worker[]> {
  const root = realpathSync(projectRoot());
  const running = await processesLike(/(^|\/)(terraform(?!-provider)|cdktf)/);
  return running.flatMap(({ pid, folder, command }) => {
    const isCdktf = /cdktf (deploy|destroy) /.test(command);
    const stack = stacks.find(
      (name) => folder.endsWith(`/stacks/${name}`) || (isCdktf && command.includes(` ${name} `)),
    );
    if (stack === undefined) return [];
    const configuration = isCdktf ? join(folder, "cdktf.out", "stacks", stack) : folder;
    return [{ pid, configuration, isOurs: folder === root || folder.startsWith(`${root}/`) }];
  });
}

/** Waits until no Terraform of this checkout works on stacks any more. @param onWait called each second with the process that does; what it throws ends the wait */
export async function workersEnded(stacks: readonly string[], onWait: (pid: number) => void): Promise<void> {
  const own = async () => (await workersOf(stacks)).find(({ isOurs }) => isOurs);
  for (let worker = await own(); worker !== undefined; worker = await own()) {
    onWait(worker.pid);
    await sleep(1000);
  }
}
