/** What a check found. `skipped` where it cannot be asked here. */
export interface Finding {
  readonly name: string;
  readonly state: "good" | "bad" | "skipped";
  readonly text: string;
  /** What to do. */
  readonly fix?: string;
}

export const good = (text: string): Omit<Finding, "name"> => ({ state: "good", text });
export const bad = (text: string, fix: string): Omit<Finding, "name"> => ({ state: "bad", text, fix });
export const skipped = (text: string): Omit<Finding, "name"> => ({ state: "skipped", text });

/** A line for each check, with what to do where something is wrong. */
export function describeFindings(findings: readonly Finding[]): string {
  const marks = { good: "✔", bad: "✖", skipped: "-" };
  const width = Math.max(...findings.map(({ name }) => name.length));
  return findings
    .flatMap(({ name, state, text, fix }) => [
      `${marks[state]} ${name.padEnd(width)}  ${text}`,
      ...(fix === undefined ? [] : [`  ${" ".repeat(width)}  → ${fix}`]),
    ])
    .join("\n");
}
