import { appendFileSync } from "node:fs";

/** Bytes that GitHub takes of one step's summary: https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions */
const limitBytes = 1024 * 1024;

/**
 * Adds Markdown to the summary of a job of GitHub Actions; elsewhere it does nothing.
 *
 * @returns whether there is a summary. What is longer than GitHub takes is cut at a line, with a note.
 */
export function writeSummary(markdown: string, env: NodeJS.ProcessEnv): boolean {
  const file = env.GITHUB_STEP_SUMMARY;
  if (file === undefined || file === "") return false;
  appendFileSync(file, `${cut(markdown)}\n`);
  return true;
}

const note = "\n\n_The rest is too long for a job summary; see the artifact plan-review of this run._";

function cut(markdown: string): string {
  if (Buffer.byteLength(markdown) < limitBytes) return markdown;
  const room = Buffer.from(markdown)
    .subarray(0, limitBytes - Buffer.byteLength(note) - 16)
    .toString("utf8");
  return `${room.slice(0, room.lastIndexOf("\n"))}${note}`;
}
