import { imageTag } from "../../aws/limits";
import { releasedTargets } from "../../lib/ecs/target";
import type { Environment } from "../../modules/platform/environment";
import { closest } from "../../packages/common/closest";
import { exitCodes, UserError } from "../../packages/common/errors";
import { list } from "../../packages/common/text";

/** Tags by key of the image. */
export type Tags = Readonly<Record<string, string>>;

/**
 * What a release brings: the tag of the only image, or `image=tag` for some of several.
 *
 * @throws UserError (exit code "usage") that lists the images
 */
export function parseTags(environment: Environment, words: readonly string[]): Tags {
  const { name, images } = environment;
  const keys = Object.keys(images);
  const [only, ...more] = keys;
  const [bare] = words;
  if (words.length === 1 && bare !== undefined && !bare.includes("=") && only !== undefined && more.length === 0) {
    return { [only]: checkTag(bare) };
  }
  const tags: Record<string, string> = {};
  for (const word of words) {
    const at = word.indexOf("=");
    const [key, tag] = [word.slice(0, at), word.slice(at + 1)];
    const example = keys.map((one) => `${one}=TAG`).join(" or ");
    if (at < 0) {
      throw refused(`${name} has the images ${list(keys)}: write ${example}; got ${JSON.stringify(word)}`);
    }
    if (images[key] === undefined) {
      const near = closest(key, keys);
      const hint = near === undefined ? "" : `; did you mean ${near}?`;
      throw refused(`${name} has no image ${JSON.stringify(key)}; there are ${list(keys)}${hint}`);
    }
    if (tags[key] !== undefined) throw refused(`the image ${key} is named twice: ${tags[key]} and ${tag}`);
    if (releasedTargets(environment, key).length === 0) throw refused(`no service of ${name} runs the image ${key}`);
    tags[key] = checkTag(tag);
  }
  return tags;
}

/** "v7" of an environment with one image, else "api=v7, worker=v3". */
export const describeTags = ({ images }: Pick<Environment, "images">, tags: Tags): string =>
  Object.keys(images).length === 1
    ? Object.values(tags).join()
    : Object.entries(tags)
        .map(([key, tag]) => `${key}=${tag}`)
        .join(", ");

function checkTag(tag: string): string {
  if (imageTag.pattern.test(tag)) return tag;
  throw refused(`a tag is ${imageTag.allowed}; got ${JSON.stringify(tag)}`);
}

const refused = (message: string): UserError => new UserError(message, exitCodes.usage);
