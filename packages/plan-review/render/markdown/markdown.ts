import type { Review, Since } from "../../model";

import { details, longestLeftOut, shellsOf } from "./details";
import { effectList, messages } from "./effects";
import type { Attachment } from "../attachment";
import { prose } from "./escape";
import { defaultTitle, frame, join } from "./head";
import { otherTools } from "./other-tools";
import { sinceList } from "./since";
import { thousands } from "../../../common/text";

export interface MarkdownOptions {
  /**
   * Characters the text may have, 1,000 at least. GitHub refuses a comment of more than 65,536 characters; here UTF-16 code units are counted,
   * which are never fewer, and 128 are left free.
   *
   * @default 65536
   */
  readonly limit?: number;
  /** Where the full text is: a URL, or words such as "the artifact plan-review of this run". @default - it is not mentioned */
  readonly fullText?: string;
  /** @default "Plan review" */
  readonly title?: string;
  /** What is new since the last review. @default - there was none, or nobody asked */
  readonly since?: Since;
  /** @default - none */
  readonly attachments?: readonly Attachment[];
}

const minimumLimit = 1000;
const margin = 128;

/**
 * The review as a comment on a pull request.
 *
 * Verdict, table, every block and the hash are never cut (`frame` tells how they get shorter when they alone would be too long); what
 * Terraform printed for a failed plan, the effects, worst first, and the changes by risk take what is left, whole changes at a time, with a
 * line that says how much is not shown. Nothing of a plan becomes a link, a mention, markup or an invisible character.
 *
 * @throws RangeError for a limit below 1,000
 */
export function markdown(review: Review, options: MarkdownOptions = {}): string {
  const { limit = 65_536, fullText, title = defaultTitle, since, attachments = [] } = options;
  const isAlone = review.stacks.length === 1;
  if (!(limit >= minimumLimit)) {
    throw new RangeError(`limit must be ${minimumLimit} characters at least, got ${limit}`);
  }
  const budget = Math.floor(limit) - margin;
  const shells = shellsOf(review);
  const notice = (leftOut: string, brief: number) => noticeOf(leftOut, brief, fullText);
  const longest = notice(
    longestLeftOut(shells),
    review.stacks.reduce((sum, { changes }) => sum + changes.length, 0),
  );
  const { head, foot } = frame(review, title, budget - longest.length - 2);
  let left = budget - head.length - foot.length - longest.length - 6;
  const take = (text: string): string => {
    if (text === "" || text.length + 2 > left) return "";
    left -= text.length + 2;
    return text;
  };
  const news = take(sinceList(since, left * 0.2, isAlone));
  const output = take(messages(review.stacks, left * 0.5));
  const effects = take(effectList(review.effects, left * 0.5, isAlone));
  const others = take(otherTools(review, left * 0.3, isAlone));
  const attached = attachments.map(({ title: name, lines }) =>
    take([`### ${prose(name)}`, "", ...lines.map((line) => `- ${prose(line)}`)].join("\n")),
  );
  const { text, leftOut, brief } = details(shells, left);
  return join([head, news, output, effects, ...attached, others, notice(leftOut, brief), text, foot]);
}

/** How much is not shown, and where it is. */
function noticeOf(leftOut: string, brief: number, fullText: string | undefined): string {
  if (leftOut === "" && brief === 0) return "";
  const parts = [
    ...(leftOut === "" ? [] : [`${leftOut} left out`]),
    ...(brief === 0 ? [] : [`${thousands(brief)} shown in a line without details`]),
  ];
  const where = fullText === undefined ? "" : ` Full text: ${placeOf(fullText)}.`;
  return `_Too long for a comment: ${parts.join("; ")}._${where}`;
}

function placeOf(fullText: string): string {
  return /^https?:\/\/[^\s<>\\]{1,400}$/.test(fullText) ? `[the whole review](<${fullText}>)` : prose(fullText, 100);
}
