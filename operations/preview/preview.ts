import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { environmentFile, hasEnvironmentFile, requireNewName, writeEnvironment } from "../../lib/environment-file";
import { loadEnvironment, loadEnvironments } from "../../lib/environments";
import { projectRoot } from "../../lib/root";
import { openSession, type Session } from "../../lib/sessions";
import { checkOwnedOnce } from "../../modules/platform/environment/owned-once";
import { preview as derive } from "../../modules/platform/environment/preview";
import { exitCodes, UserError } from "../../packages/common/errors";
import { findPreviews, requireOriginal } from "./list";
import { recordsOf } from "./records";
import { sourceOf, type Preview } from "./source";

/** How another command of this program is run. @returns its exit code */
export type Platform = (args: readonly string[]) => Promise<number>;

export interface PreviewWork {
  readonly emulated: boolean;
  readonly notice: (line: string) => void;
  /** Whether standard output belongs to the JSON. @default false */
  readonly json?: boolean;
  /** @default - a process of its own, which prints where this one does */
  readonly platform?: Platform;
  /** @default - `openSession` */
  readonly session?: (name: string) => Promise<Session>;
}

/**
 * Writes the file of a preview where there is none, records it beside the state of the environment it is derived from, and deploys it.
 *
 * @returns the exit code of the deployment
 * @throws UserError when it cannot begin; nothing is written then
 */
export async function up(wanted: Preview, work: PreviewWork): Promise<number> {
  const { emulated, json = false, platform = ownProcess(json), session = (name) => openSession(name, emulated) } = work;
  const { name, from } = wanted;
  const original = await loadEnvironment(from);
  requireOriginal(original);
  const exists = hasEnvironmentFile(name);
  if (exists) await requirePreview(wanted);
  else {
    requireNewName(name);
    checkOwnedOnce([...(await loadEnvironments()), derive(original, wanted)]);
  }
  const records = recordsOf(await session(from));
  const expires = (exists && (await loadEnvironment(name)).preview?.expires) || wanted.expires;
  const preview = exists ? { ...(await records.read(name)), name, from, expires } : wanted;
  // First the record: what is deployed half is found as well.
  await records.keep(preview);
  if (!exists) await writeEnvironment(name, sourceOf(preview));
  const byHand = Object.entries(original.secrets).flatMap(([secret, source]) => (source === "by-hand" ? [secret] : []));
  const code = await platform(["deploy", name, "--auto-approve", ...(emulated ? ["--emulator"] : [])]);
  if (code !== 0) return code;
  work.notice(`\n${name} expires after ${preview.expires}; ./platform preview down ${name} destroys it.`);
  for (const secret of byHand) {
    work.notice(
      `${secret} has a value of its own: ./platform secrets ${name} set ${secret}${emulated ? " --emulator" : ""}`,
    );
  }
  return 0;
}

/** @throws UserError where the file is another environment's, or would have to change */
async function requirePreview({ name, from, tags, maximumInstances }: Preview): Promise<void> {
  const { preview } = await loadEnvironment(name);
  const refuse = (what: string) => {
    throw new UserError(`${environmentFile(name)} ${what}`, exitCodes.usage);
  };
  if (preview === undefined) refuse("is no preview and is not overwritten; choose another name");
  if (preview?.from !== from) refuse(`is a preview of ${preview?.from} and is not overwritten; choose another name`);
  if (tags !== undefined || maximumInstances !== undefined) {
    refuse("exists: change its options there, and leave out --image-tag and --instances");
  }
}

/**
 * Destroys a preview with its data, and removes its file and its record. A preview of another machine is found by its record.
 *
 * @param from environment that it is derived from. @default - all are looked through
 * @returns the exit code of the destruction; the file and the record stay unless it is 0
 * @throws UserError for an environment that is no preview: it is never destroyed
 */
export async function down(name: string, from: string | undefined, work: PreviewWork): Promise<number> {
  const {
    emulated,
    notice,
    json = false,
    platform = ownProcess(json),
    session = (of) => openSession(of, emulated),
  } = work;
  const isHere = hasEnvironmentFile(name);
  let couldLook = true;
  const unseen = (line: string) => {
    couldLook = false;
    notice(line);
  };
  const preview = isHere
    ? (await loadEnvironment(name)).preview
    : (await findPreviews({ from, emulated, notice: unseen, session })).find((one) => one.name === name);
  if (isHere && (preview === undefined || (from !== undefined && preview.from !== from))) {
    const what = preview === undefined ? "no preview" : `a preview of ${preview.from}`;
    throw new UserError(`${name} is ${what}; nothing was destroyed`, exitCodes.usage);
  }
  if (preview === undefined) {
    notice(`No preview is called ${name}; nothing was destroyed.`);
    return couldLook ? 0 : exitCodes.failed;
  }
  if (!isHere) await writeEnvironment(name, sourceOf({ ...preview, name }));
  const code = await platform([
    "destroy",
    name,
    "--including-data",
    "--yes",
    name,
    ...(emulated ? ["--emulator"] : []),
  ]);
  if (code !== 0) return code;
  await recordsOf(await session(preview.from)).remove(name);
  rmSync(join(projectRoot(), environmentFile(name)), { force: true });
  return 0;
}

/** The environment's file may be younger than this process, which has loaded what there was. */
const ownProcess =
  (json: boolean): Platform =>
  (args) =>
    new Promise((resolve, reject) => {
      // Ctrl-C reaches the child by itself, which then ends in order.
      process.on("SIGINT", () => {});
      const child = spawn(process.execPath, [join(projectRoot(), "platform"), ...args], {
        stdio: ["inherit", json ? process.stderr : "inherit", "inherit"],
      });
      child.on("error", reject).on("close", (code) => resolve(code ?? exitCodes.interrupted));
    });
