import { loadEnvironment } from "../../lib/environments";
import { exitCodes, UserError } from "../../packages/common/errors";
import { list } from "../../packages/common/text";

/** The key of an environment's image. @throws UserError where it has several, or none */
export async function onlyImage(environment: string): Promise<string> {
  const keys = Object.keys((await loadEnvironment(environment)).images);
  const [key] = keys;
  if (key !== undefined && keys.length === 1) return key;
  const what = keys.length === 0 ? "no image of its own" : `several images (${list(keys)})`;
  throw new UserError(
    `${environment} has ${what}: leave out --image-tag, and bring images with ./platform release`,
    exitCodes.usage,
  );
}
