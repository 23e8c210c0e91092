import { isRecord, type Configuration } from "../terraform-json";

/** One finding of `terraform validate -json`. */
export interface Diagnostic {
  readonly severity: string;
  readonly summary: string;
  readonly detail: string;
  /** `resource.aws_vpc.main`, `output.url`; undefined when it is about no block. */
  readonly context: string | undefined;
  readonly stack: string | undefined;
}

/**
 * Reads what `terraform validate -json` printed; undefined when it is no such JSON.
 *
 * @param stacks the stacks that stand in `stack_0`, `stack_1`, ..., or the only one
 */
export function readDiagnostics(text: string, stacks: readonly Configuration[]): Diagnostic[] | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(json) || !Array.isArray(json.diagnostics)) return undefined;
  return json.diagnostics.filter(isRecord).map(({ severity, summary, detail, range, snippet }) => {
    const file = isRecord(range) ? String(range.filename) : "";
    const [, index] = /^stack_(\d+)\//.exec(file) ?? [];
    const stack = stacks.length === 1 ? stacks[0] : index === undefined ? undefined : stacks[Number(index)];
    return {
      severity: String(severity),
      summary: String(summary),
      detail: typeof detail === "string" ? detail : "",
      context: isRecord(snippet) && typeof snippet.context === "string" ? snippet.context : undefined,
      stack: stack?.name,
    };
  });
}

/** Where a person finds it, and what Terraform says: `test/network/vpc (aws_vpc.vpc): Unsupported argument. ...`. */
export function describeDiagnostic(
  { summary, detail, context, stack }: Diagnostic,
  stacks: readonly Configuration[],
): string {
  const address = context?.replace(/^resource\./, "");
  const block = stacks.find(({ name }) => name === stack)?.find(address ?? "");
  const place = block?.path === undefined ? [stack, address].filter(Boolean).join(", ") : `${block.path} (${address})`;
  const text = detail === "" || detail === summary ? summary : `${summary}. ${detail}`;
  return `${place === "" ? "" : `${place}: `}${text.replace(/\s*\n\s*/g, " ")}`;
}
