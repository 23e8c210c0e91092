import { environmentNames } from "../../lib/environment-names";
import { loadEnvironment } from "../../lib/environments";
import { openSession, type Session } from "../../lib/sessions";
import type { Environment } from "../../modules/platform/environment";
import { exitCodes, UserError } from "../../packages/common/errors";
import { plural } from "../../packages/common/text";
import { recordsOf } from "./records";
import { isExpired, type Preview } from "./source";

export interface Places {
  /** The only environment whose previews are looked for. @default - every environment */
  readonly from?: string | undefined;
  readonly emulated: boolean;
  /** Says where could not be looked. */
  readonly notice: (line: string) => void;
  /** @default - `openSession` */
  readonly session?: (name: string) => Promise<Session>;
}

export type Found = Pick<Preview, "name" | "from" | "expires"> & Partial<Preview>;

/**
 * Previews of this checkout, and those that others recorded beside the state of the environments they are derived from.
 *
 * @throws UserError where `from` cannot be asked; of several environments, one that cannot is a notice
 */
export async function findPreviews({
  from,
  emulated,
  notice,
  session = (name) => openSession(name, emulated),
}: Places): Promise<readonly Found[]> {
  const environments = await loadAll(notice);
  const found = new Map<string, Found>();
  for (const environment of environments) {
    if (environment.preview !== undefined || (from !== undefined && environment.name !== from)) continue;
    try {
      for (const preview of await recordsOf(await session(environment.name)).all()) {
        found.set(preview.name, preview);
      }
    } catch (error) {
      if (!(error instanceof UserError) || from !== undefined) throw error;
      notice(`Previews of ${environment.name} on other machines were not looked for: ${error.message.split("\n")[0]}`);
    }
  }
  for (const { name, preview } of environments) {
    if (preview !== undefined && (from === undefined || preview.from === from)) {
      found.set(name, { ...found.get(name), name, ...preview });
    }
  }
  return [...found.values()].toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

/** A mistake in one environment keeps nobody from finding the others' previews. */
async function loadAll(notice: (line: string) => void): Promise<readonly Environment[]> {
  const environments: Environment[] = [];
  for (const name of environmentNames()) {
    try {
      environments.push(await loadEnvironment(name));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      notice(error.message);
    }
  }
  return environments;
}

/** What `./platform preview list` prints. */
export async function listPreviews(places: Places, now: Date) {
  if (places.from !== undefined) requireOriginal(await loadEnvironment(places.from));
  const previews = (await findPreviews(places)).map(({ name, from, expires }) => ({
    name,
    from,
    expires,
    expired: isExpired(expires, now),
  }));
  const rows = [
    ["preview", "from", "until", ""],
    ...previews.map(({ name, from, expires, expired }) => [name, from, expires, expired ? "expired" : ""]),
  ];
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  return {
    json: previews,
    text:
      previews.length === 0 ? "There are no previews." : [...lines, "", plural(previews.length, "preview")].join("\n"),
  };
}

/** @throws UserError for an environment that is a preview itself */
export function requireOriginal({ name, preview }: Environment): void {
  if (preview === undefined) return;
  const message = `${name} is a preview itself; previews are derived from ${preview.from}`;
  throw new UserError(message, exitCodes.usage);
}
