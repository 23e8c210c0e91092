import { fits, hasUnknownValue } from "./unknown-values";
import type { Knowledge } from "./equal";

/** Two images as one reads them: their tags (or digests) alone, where the repository stays. */
export function imagesOf(
  before: string,
  after: string,
  { unknownValues }: Knowledge,
): { before: string; after: string } {
  const [was, becomes] = [split(before), split(after)];
  if (was.tag === "" || becomes.tag === "") return { before, after };
  const remains =
    was.repository === becomes.repository ||
    (unknownValues && hasUnknownValue(becomes.repository) && fits(becomes.repository, was.repository));
  return remains ? { before: was.tag, after: becomes.tag } : { before, after };
}

/** The tag is after the last `:` behind the last `/`, a digest after `@`; an unknown value may hold any of these signs. */
function split(image: string): { readonly repository: string; readonly tag: string } {
  let depth = 0;
  let colon = -1;
  for (let at = 0; at < image.length; at++) {
    const sign = image[at];
    if (sign === "<") depth++;
    else if (sign === ">") depth--;
    else if (depth > 0) continue;
    else if (sign === "@") return { repository: image.slice(0, at), tag: image.slice(at + 1) };
    else if (sign === "/") colon = -1;
    else if (sign === ":") colon = at;
  }
  return colon === -1
    ? { repository: image, tag: "" }
    : { repository: image.slice(0, colon), tag: image.slice(colon + 1) };
}
