import { readFileSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { isRecord, type Properties } from "../../terraform-json";
import { recordsOf, textOf, type OtherFinding } from "./parts";

/** Results of a SARIF log (Checkov, Trivy, tflint and others), and what a tool could not do. @param root folder of the sources */
export function sarifFindings(
  log: Properties,
  root: string,
): { readonly findings: readonly OtherFinding[]; readonly problems: readonly string[] } {
  const runs = recordsOf(log.runs);
  const findings: OtherFinding[] = [];
  const problems: string[] = [];
  for (const run of runs) {
    const driver = at(run, "tool", "driver");
    const tool = textOf(driver.name) ?? "unknown tool";
    const rules = new Map(recordsOf(driver.rules).map((rule) => [textOf(rule.id) ?? "", rule]));
    for (const notification of recordsOf(run.invocations).flatMap((own) => recordsOf(own.toolExecutionNotifications))) {
      if (notification.level === "error")
        problems.push(`${tool}: ${textOf(at(notification, "message").text) ?? "it failed"}`);
    }
    for (const result of recordsOf(run.results)) {
      const { kind = "fail" } = result;
      if (kind !== "fail" || recordsOf(result.suppressions).length > 0) continue;
      const message = messageOf(textOf(at(result, "message").text) ?? "");
      const [location = {}] = recordsOf(result.locations);
      // tflint reports what it could not do as results of a run of its own, without a place.
      if (tool === "tflint-errors") {
        problems.push(`tflint: ${message}`);
        continue;
      }
      const rule = textOf(result.ruleId) ?? textOf(at(result, "rule").id) ?? "";
      const own = rules.get(rule) ?? {};
      const level = textOf(result.level) ?? textOf(at(own, "defaultConfiguration").level) ?? "warning";
      const title = textOf(at(own, "shortDescription").text);
      findings.push({
        tool: tool.toLowerCase() === "checkov" ? "Checkov" : tool,
        rule,
        level: level === "error" || level === "note" ? level : "warning",
        text: message === "" ? (title ?? rule) : message,
        ...placeOf(location, root),
      });
    }
  }
  return { findings, problems };
}

/** Trivy's message is a form; what it found is in the line `Message:`. */
function messageOf(text: string): string {
  const [, own] = /^Message: (.*)$/m.exec(text) ?? [];
  return (own ?? text).replace(/\s+/g, " ").trim();
}

/** The block at a place, and the place as text. */
function placeOf(location: Properties, root: string): Pick<OtherFinding, "block" | "place"> {
  const physical = at(location, "physicalLocation");
  const uri = textOf(at(physical, "artifactLocation").uri)?.replace(/^file:\/\//, "");
  const region = at(physical, "region");
  const line = typeof region.startLine === "number" ? region.startLine : undefined;
  const named = recordsOf(location.logicalLocations).flatMap(
    ({ fullyQualifiedName, name }) => blockIn(textOf(fullyQualifiedName) ?? textOf(name)) ?? [],
  );
  const snippet = textOf(at(region, "snippet").text);
  const block = named[0] ?? headerIn(snippet) ?? (uri === undefined ? undefined : blockAt(uri, line ?? 1, root));
  return {
    ...(block !== undefined && { block }),
    place: uri === undefined ? "" : line === undefined ? uri : `${uri}:${line}`,
  };
}

/** `aws_s3_bucket.b` in `module.a.aws_s3_bucket.b[0]` and in `stack/aws_s3_bucket.b`. */
function blockIn(text: string | undefined): string | undefined {
  return /((?:^|[./])(?:data\.)?[a-z][a-z0-9]*_\w+\.[\w-]+)(?:\[.*)?$/.exec(text ?? "")?.[1]?.replace(/^[./]/, "");
}

const header = /^\s*(resource|data)\s+"?([\w-]+)"?\s+"?([\w-]+)"?\s*\{?/;

function headerIn(text: string | undefined): string | undefined {
  const [, kind, type, name] = header.exec(text ?? "") ?? [];
  if (type === undefined || name === undefined) return undefined;
  return `${kind === "data" ? "data." : ""}${type}.${name}`;
}

/** The block of Terraform's language around a line: the last header at or above it. */
function blockAt(uri: string, line: number, root: string): string | undefined {
  if (!uri.endsWith(".tf") && !uri.endsWith(".tofu")) return undefined;
  let text: string;
  try {
    text = readFileSync(isAbsolute(uri) ? uri : join(root, uri), "utf8");
  } catch {
    return undefined;
  }
  const lines = text.split("\n").slice(0, line).toReversed();
  for (const [index, own] of lines.entries()) {
    const found = headerIn(own);
    if (found !== undefined) return found;
    // Another block, or the end of one above the line.
    if (/^[a-z]+\b.*\{\s*$/.test(own) || (index > 0 && own.startsWith("}"))) return undefined;
  }
  return undefined;
}

function at(value: Properties, ...path: readonly string[]): Properties {
  return path.reduce<Properties>((inner, key) => {
    const next = inner[key];
    return isRecord(next) ? next : {};
  }, value);
}
