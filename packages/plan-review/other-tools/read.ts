import { readFileSync } from "node:fs";
import { isRecord, kindOf } from "../../terraform-json";
import { decodeText } from "../read/decode";
import { infracostCosts } from "./infracost";
import type { FoundCosts, OtherFinding } from "./parts";
import { sarifFindings } from "./sarif";

/** What the files of other tools say. */
export interface OtherResults {
  readonly findings: readonly OtherFinding[];
  readonly costs: readonly FoundCosts[];
  /** What tools could not do. */
  readonly problems: readonly string[];
  /** Files that are of no known kind, each with what was expected. */
  readonly unreadable: readonly string[];
}

const expected = "expected SARIF 2.1.0 (Checkov, Trivy, tflint) or what `infracost diff --format json` prints";

/** Reads results of other tools. A file that is none of theirs is a problem, in one line that does not quote it. @param root folder of the sources */
export function readOtherResults(paths: readonly string[], root = process.cwd()): OtherResults {
  const findings: OtherFinding[] = [];
  const costs: FoundCosts[] = [];
  const problems: string[] = [];
  const unreadable: string[] = [];
  for (const path of paths) {
    const json = readJson(path);
    if (typeof json === "string") unreadable.push(`${path} ${json}; ${expected}`);
    else if (Array.isArray(json.runs) && typeof json.version === "string" && json.version.startsWith("2.1.")) {
      const found = sarifFindings(json, root);
      findings.push(...found.findings);
      problems.push(...found.problems);
    } else if (Array.isArray(json.projects) && json.currency !== undefined) costs.push(infracostCosts(json));
    else if (Array.isArray(json.runs))
      unreadable.push(`${path} is SARIF of version ${JSON.stringify(json.version ?? null)}; ${expected}`);
    else unreadable.push(`${path} is JSON of another kind; ${expected}`);
  }
  return { findings, costs, problems, unreadable };
}

/** The object in a file, or what is wrong with it. */
function readJson(path: string): Readonly<Record<string, unknown>> | string {
  let text: string;
  try {
    text = decodeText(readFileSync(path));
  } catch (error) {
    return `cannot be read (${(error as NodeJS.ErrnoException).code ?? "damaged"})`;
  }
  try {
    const json = JSON.parse(text.replace(/^\uFEFF/, "")) as unknown;
    return isRecord(json) ? json : `is ${kindOf(json)}`;
  } catch {
    return text.trim() === "" ? "is empty" : "is not JSON";
  }
}
