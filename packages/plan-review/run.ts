import { UserError, exitCodes } from "../common/errors";
import { freeMemory } from "../common/memory";
import { isoToday, plural } from "../common/text";
import { writeBaseline } from "./baseline";
import { commentLimit } from "./github/marks";
import { postComment, writeSummary } from "./github";
import { runPlan } from "./hcp";
import type { Review, Since } from "./model";
import { mergeOtherTools } from "./other-tools/merge";
import { readOtherResults } from "./other-tools/read";
import { writeAll, type OutputFile } from "./outputs";
import { readInputs, type PlanInput, type ReadInputs } from "./read";
import { html, json, markdown, sarif, text, type Attachment } from "./render";
import { review, type ReviewOptions } from "./review";
import { inTemplate, type CommentTemplate } from "./template";

export interface RunOptions {
  /** Plan files, logs of plans that failed, and folders of them. */
  readonly paths: readonly string[];
  /** Folder that `cdktf synth` wrote; where it does not exist, the policies see the plans alone, and a remark says so. */
  readonly synth: string;
  /** Id of a run of HCP Terraform whose plan is reviewed, too. */
  readonly hcpRun?: string;
  /** Files to write, by format. */
  readonly files: Readonly<Partial<Record<"markdown" | "json" | "sarif" | "html", string>>>;
  /** Number of the pull request whose comment is written. @default - no comment */
  readonly comment?: string;
  /** Where the full text is, for what a comment leaves out. */
  readonly fullText?: string;
  /** Heading of the Markdown. @default - "Plan review" */
  readonly title?: string;
  /** The text around the review in the Markdown file and the comment. @default - nothing */
  readonly template?: CommentTemplate;
  /** Results of other tools: SARIF, and JSON of Infracost. @default - none */
  readonly merged?: readonly string[];
  /** Whether the older findings become the baseline. @default false */
  readonly writesBaseline?: boolean;
  /** The hash that was reviewed: any other is refused. */
  readonly reviewed?: string;
  readonly env: NodeJS.ProcessEnv;
  readonly review: ReviewOptions;
  /** What is shown beside the review, from the same plans: pictures, costs. @default - nothing */
  readonly attach?: (read: ReadInputs) => Promise<readonly Attachment[]>;
}

export interface RunResult {
  /** For standard output; empty when nothing could be read. */
  readonly text: string;
  /** For standard error, a line each. */
  readonly problems: readonly string[];
  /** 0 nothing to do, 2 changes, 3 blocked or not what was reviewed, 1 error. */
  readonly code: number;
  readonly review: Review;
}

const codes: Readonly<Record<Review["verdict"], number>> = { "no changes": 0, changes: 2, blocked: 3, failed: 1 };

/** Longest text of GitHub's job summaries, in characters that may have four bytes each. */
const summaryLimit = 250_000;

/**
 * Reads plans, reviews them, and writes what was asked for. A file that is no plan makes the review fail, and is reported in one line;
 * everything that was asked for is written all the same, so that no comment of an earlier plan is left standing.
 */
export async function run(options: RunOptions): Promise<RunResult> {
  const { files, comment, fullText, reviewed, env, title, template } = options;
  const { found: own, unreadable, attachments } = await readAndReview(options);
  // The plans, which are many times as large as their review.
  freeMemory();
  const { merged = [] } = options;
  const others = merged.length === 0 ? undefined : readOtherResults(merged);
  const found =
    others === undefined ? own : { ...own, otherTools: mergeOtherTools(own, others, options.review.policies) };
  const problems = found.stacks.filter(({ name }) => unreadable.has(name)).flatMap(({ message }) => message ?? []);
  const full = { attachments, ...(fullText !== undefined && { fullText }), ...(title !== undefined && { title }) };
  const comments = (limit: number, since?: Since) =>
    inTemplate(template, found, limit, (room) => markdown(found, { limit: room, ...full, ...(since && { since }) }));

  const reported = [...problems, ...(others?.unreadable ?? [])];
  const attempt = async (work: () => unknown): Promise<void> => {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      reported.push(error.message);
    }
  };
  await attempt(() => writeAll(outputFiles(found, files, comments, attachments)));
  await attempt(() => writeSummary(comments(summaryLimit), env));
  if (comment !== undefined) {
    await attempt(() => postComment({ pullRequest: comment, review: found, render: comments, env }));
  }
  const { baseline } = options.review;
  const isWritten = options.writesBaseline === true && baseline !== undefined;
  if (isWritten) await attempt(() => writeBaseline(baseline, found, options.review.today ?? isoToday()));
  const difference = reviewed === undefined || reviewed === found.hash ? undefined : notReviewed(reviewed, found.hash);
  return {
    text:
      unreadable.size === found.stacks.length
        ? ""
        : `${text(found, { attachments })}${isWritten ? accepted(found, baseline.file) : ""}`,
    problems: [...reported, ...(difference === undefined ? [] : [difference])],
    review: found,
    code: reported.length > 0 ? exitCodes.failed : difference === undefined ? codes[found.verdict] : exitCodes.refused,
  };
}

function accepted({ olderFindings }: Review, file: string): string {
  return `\n\n${file} accepts ${plural(olderFindings.length, "older finding")}; commit it.`;
}

/** The review alone: of a large plan, nothing is kept in memory. */
async function readAndReview(
  options: RunOptions,
): Promise<{ found: Review; unreadable: ReadonlySet<string>; attachments: readonly Attachment[] }> {
  const { inputs, stacks } = await readAll(options);
  const unreadable = inputs.filter((input) => input.status !== "planned" && input.unreadable === true);
  return {
    found: review(inputs, { stacks, ...options.review }),
    unreadable: new Set(unreadable.map(({ stack }) => stack)),
    attachments: (await options.attach?.({ inputs, stacks })) ?? [],
  };
}

async function readAll({ paths, synth, hcpRun, env, review: { policies } }: RunOptions): Promise<ReadInputs> {
  const { inputs: read, stacks } = readInputs(paths, synth);
  const isWithout = stacks.length === 0 && policies.length > 0;
  const remark = `The policies see this plan alone: ${synth} holds no synthesized stacks (--synth DIR).`;
  const inputs = read.map((input) =>
    isWithout && input.status === "planned" ? { ...input, remarks: [...input.remarks, remark] } : input,
  );
  if (hcpRun === undefined) return { inputs, stacks };
  const remote = await runPlan(hcpRun, { env, stacks }).catch((error: unknown): PlanInput => {
    if (!(error instanceof UserError)) throw error;
    return { stack: hcpRun, status: "failed", message: error.message, unreadable: true };
  });
  return { inputs: [...inputs.filter(({ stack }) => stack !== remote.stack), remote], stacks };
}

function outputFiles(
  found: Review,
  files: RunOptions["files"],
  comment: (limit: number) => string,
  attachments: readonly Attachment[],
): OutputFile[] {
  const contents = {
    markdown: () => `${comment(commentLimit)}\n`,
    json: () => `${json(found)}\n`,
    sarif: () => `${JSON.stringify(sarif(found), undefined, 2)}\n`,
    html: () => html(found, { attachments }),
  };
  return (Object.keys(contents) as (keyof typeof contents)[]).flatMap((format) => {
    const path = files[format];
    return path === undefined ? [] : [{ path, content: contents[format] }];
  });
}

function notReviewed(reviewed: string, found: string): string {
  const what = found === "" ? "there is no plan" : `its hash is ${found}`;
  return `what was planned is not what was reviewed: ${what}, reviewed was ${reviewed}; review it, then apply with the new hash`;
}
