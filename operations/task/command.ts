import { UserError } from "../../packages/common/errors";

/**
 * The command of a container: several words are run as they are; a single text with spaces, such as "ls -l /tmp | head", is
 * read by the image's shell.
 *
 * @throws UserError when there is none
 */
export function commandOf(words: readonly string[]): readonly string[] {
  const [first = "", ...rest] = words;
  if (first.trim() === "") throw new UserError("name a command, such as: ls -l /tmp");
  return rest.length === 0 && /\s/.test(first.trim()) ? ["/bin/sh", "-c", first] : words;
}
