import pc from "picocolors";
import {
  failing,
  isSatisfied,
  sectionsByPolicy,
  type EnvironmentEvaluation,
  type Policy,
  type WaivedFinding,
} from "../../policies";

/** How stacks that belong to no environment are called. */
export const noEnvironment = "other stacks";

/** A row for each policy, what fails and why, and every waiver with its reason. */
export function report(evaluations: readonly EnvironmentEvaluation[], policies: readonly Policy[]): string {
  return [table(evaluations, policies), ...evaluations.map((evaluation) => details(evaluation, policies))].join("\n\n");
}

function table(evaluations: readonly EnvironmentEvaluation[], policies: readonly Policy[]): string {
  const heads = ["policy", "Security Hub", ...evaluations.map(({ name = noEnvironment }) => name)];
  const rows = policies.map(({ id, severity, securityHub = [] }) => [
    severity === "error" ? id : `${id} (${severity})`,
    securityHub.join(" "),
    ...evaluations.map(({ findings }) => cell(findings.filter(({ policy }) => policy === id))),
  ]);
  const widths = heads.map((head, column) => Math.max(head.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) => row.map((text, column) => text.padEnd(widths[column] ?? 0));
  return [
    pc.dim(line(heads).join("  ").trimEnd()),
    ...rows.map((row) => {
      const [policy = "", controls = "", ...cells] = line(row);
      return [policy, pc.dim(controls), ...cells.map(coloured)].join("  ").trimEnd();
    }),
  ].join("\n");
}

/** The worst result, and how often: `2 fail`, `1 waived`, `3 recommended`, `9 pass`, `-` where the policy does not apply. */
function cell(findings: readonly WaivedFinding[]): string {
  const count = (isOf: (finding: WaivedFinding) => boolean) => findings.filter(isOf).length;
  const recommended = failing(findings, "recommendation").length;
  const fails = failing(findings, "error").length + failing(findings, "warning").length;
  const waived = count(({ waiver }) => waiver !== undefined);
  const passes = count(({ verdict }) => verdict === "pass");
  if (findings.length === 0) return "error";
  if (fails > 0) return `${fails} fail`;
  if (waived > 0) return `${waived} waived`;
  if (recommended > 0) return `${recommended} recommended`;
  return passes > 0 ? `${passes} pass` : "-";
}

function coloured(text: string): string {
  if (/fail|error/.test(text)) return pc.red(text);
  return text.includes("waived") ? pc.yellow(text) : text.includes("pass") ? pc.green(text) : pc.dim(text);
}

function details(evaluation: EnvironmentEvaluation, policies: readonly Policy[]): string {
  const { name = noEnvironment, findings, problems, notices } = evaluation;
  const waived = findings.filter(({ waiver }) => waiver !== undefined);
  const sections = [
    section(pc.red("fails"), sectionsByPolicy(failing(findings, "error"), policies)),
    section(pc.red("is wrong"), problems.map(indented)),
    section(pc.yellow("warns"), [
      ...sectionsByPolicy(failing(findings, "warning"), policies),
      ...notices.map(indented),
    ]),
    section("recommends", sectionsByPolicy(failing(findings, "recommendation"), policies)),
    section("waived", waiverLines(waived)),
  ];
  const summary = isSatisfied(evaluation)
    ? pc.green("satisfies the policies")
    : pc.red("does not satisfy the policies");
  return [`${pc.bold(name)} ${summary}: ${totals(evaluation, policies)}`, ...sections.flat()].join("\n");
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ["", title, ...lines];
}

function totals({ findings }: EnvironmentEvaluation, policies: readonly Policy[]): string {
  const cells = policies.map(({ id }) => cell(findings.filter(({ policy }) => policy === id)).replace(/^\d+ /, ""));
  const count = (word: string) => cells.filter((text) => text === word).length;
  return `of ${policies.length} policies ${count("pass")} pass, ${count("fail") + count("error")} fail, ${count("waived")} are waived, ${count("recommended")} are recommended, ${count("-")} do not apply`;
}

/** Each waiver once, with all that it covers. */
function waiverLines(waived: readonly WaivedFinding[]): readonly string[] {
  const waivers = [...new Set(waived.flatMap(({ waiver }) => waiver ?? []))];
  return waivers.flatMap((waiver) => {
    const own = waived.filter((finding) => finding.waiver === waiver);
    const places = own.map(({ subject, message }) => `      ${subject}: ${message}`);
    return [`  ${waiver.policy} until ${waiver.until}: ${waiver.reason}`, ...places];
  });
}

function indented(line: string): string {
  return `  ${line}`;
}
