import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, sep } from "node:path";
import { tryJson } from "../../packages/common/json";
import { isRunning } from "../../packages/common/process";
import { clientConfig } from "./env";

/** What is written down of an emulator that keeps running in the background, one file an account. */
export interface EmulatorRecord {
  /** Process to be sent SIGTERM: the server, or the `docker` that it ends with. */
  readonly pid: number;
  readonly port: number;
  /** 12 digits. */
  readonly account: string;
  /** Version of the emulator's sources that it runs. */
  readonly version: string;
  /** ISO 8601. */
  readonly startedAt: string;
}

const fileOf = (folder: string, account: string): string => join(folder, `${account}.json`);

/** The record of an account; undefined when there is none, or a damaged one. */
export function readRecord(folder: string, account: string): EmulatorRecord | undefined {
  const file = fileOf(folder, account);
  if (!existsSync(file)) return undefined;
  const record = tryJson(readFileSync(file, "utf8")) as Partial<EmulatorRecord> | null | undefined;
  const whole = Number.isInteger(record?.pid) && Number.isInteger(record?.port) && record?.account === account;
  return whole ? (record as EmulatorRecord) : undefined;
}

/** Writes the record unless another start was faster; returns whether it did. */
export function writeRecord(folder: string, record: EmulatorRecord): boolean {
  mkdirSync(folder, { recursive: true });
  try {
    writeFileSync(fileOf(folder, record.account), `${JSON.stringify(record, null, 2)}\n`, { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

export function removeRecord(folder: string, account: string): void {
  rmSync(fileOf(folder, account), { force: true });
}

/**
 * Whether the emulator of a record still answers, as the account it plays. A process of its id is not enough: after a
 * restart of the machine, another program may have it.
 */
export async function answers({ pid, port, account }: EmulatorRecord): Promise<boolean> {
  if (!isRunning(pid)) return false;
  // Any region: the answer is the same in all of them.
  const endpoint = { url: `http://127.0.0.1:${port}`, account, region: "eu-central-1" };
  const sts = new STSClient({ ...clientConfig(endpoint), requestHandler: { requestTimeout: 10_000 } });
  try {
    return (await sts.send(new GetCallerIdentityCommand({}))).Account === account;
  } catch {
    return false;
  } finally {
    sts.destroy();
  }
}

/** Version of the emulator's sources, so that a server that runs older ones is not taken for this one. */
export function sourceVersion(sources: string): string {
  const hash = createHash("sha256");
  const files = readdirSync(sources, { recursive: true, encoding: "utf8" }).filter(
    (name) => name === "requirements.txt" || (name.endsWith(".py") && !name.startsWith(`tests${sep}`)),
  );
  for (const file of files.sort()) hash.update(file).update(readFileSync(join(sources, file)));
  return hash.digest("hex").slice(0, 12);
}
