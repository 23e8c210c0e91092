import type { SampleImage } from "../../lib/emulator";

/** A command to try on the emulator, with what it exits with. */
export interface Step {
  readonly title: string;
  /** What follows `./platform`; words with spaces are quoted when it is shown. */
  readonly words: readonly string[];
  readonly exitCode: number;
}

/** What `release` exits with when the deployment was rolled back. */
const rolledBack = 6;

/**
 * A round of releases and looks, in the order in which a person would try it; nothing where there is no image to release.
 *
 * @param deployed tag that runs
 * @param word how a tag is written, of an environment with several images `image=tag`
 */
export function roundOf(
  name: string,
  images: readonly SampleImage[],
  deployed: string,
  word: (tag: string) => string = (tag) => tag,
): readonly Step[] {
  const tagOf = (kind: SampleImage["kind"]) => images.findLast((image) => image.kind === kind)?.tag ?? "";
  const next = tagOf("runs");
  if (next === "" || next === deployed) return [];
  const step = (title: string, words: readonly string[], exitCode = 0): Step => ({
    title,
    words: [...words, "--emulator"],
    exitCode,
  });
  const look = "See what runs, release the next image, and go back";
  const fail = "Release an image that crashes, or one that never becomes healthy, and see why it was rolled back";
  return [
    step(look, ["status", name]),
    step(look, ["release", name, word(next)]),
    step(look, ["logs", name]),
    step(look, ["rollback", name]),
    step(fail, ["release", name, word(tagOf("crashes"))], rolledBack),
    step(fail, ["release", name, word(tagOf("unhealthy"))], rolledBack),
    step(fail, ["status", name]),
    step("Run a command once, and see what was done", ["task", name, "ls -l /tmp"]),
    step("Run a command once, and see what was done", ["runs", name]),
  ];
}

/** A step as a person types it. */
export const commandOf = ({ words }: Pick<Step, "words">): string =>
  `./platform ${words.map((word) => (/\s/.test(word) ? `"${word}"` : word)).join(" ")}`;
