import pc from "picocolors";
import { duration, type Row, type RowState } from "./rows";

/** Where a screen draws. */
export interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
  /** Writes a control sequence of this program, such as one that moves the cursor. @default - `write` */
  control?(sequence: string): unknown;
}

const spinner = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];

/** Milliseconds after which a screen without a cursor says again what is under way. */
const repeat = 20_000;

/**
 * Shows rows as they change: redrawn in place on a terminal, else a line whenever a row enters a new phase. Finished rows
 * can be kept above with `print`.
 */
export class Screen {
  private drawn = 0;
  private readonly printed = new Map<string, { readonly line: string; readonly at: number }>();

  /** @param nameWidth characters for names, so that rows drawn one after the other line up. @default - the longest drawn */
  constructor(
    private readonly output: Output,
    private readonly nameWidth = 0,
  ) {}

  /** Prints text for good, above whatever is drawn next. */
  print(text: string): void {
    this.erase();
    this.output.write(`${text}\n`);
  }

  draw(rows: readonly Row[], now: number): void {
    if (this.output.isTTY !== true) {
      this.printNews(rows, now);
      return;
    }
    const lines = renderRows(rows, now, this.output.columns ?? 80, this.nameWidth);
    this.erase();
    this.output.write(lines.map((line) => `${line}\n`).join(""));
    this.drawn = lines.length;
  }

  /** Leaves the rows as they are drawn. */
  keep(): void {
    this.drawn = 0;
    this.printed.clear();
  }

  private erase(): void {
    // Up to the first drawn line, then clear to the end of the screen.
    if (this.drawn > 0) control(this.output, `\u001b[${this.drawn}A\u001b[0J`);
    this.drawn = 0;
  }

  private printNews(rows: readonly Row[], now: number): void {
    for (const row of rows.filter(({ state, phase }) => state !== "waiting" && phase !== "")) {
      const line = `${row.state} ${row.phase}`;
      const before = this.printed.get(row.name);
      const due = row.state === "running" && before !== undefined && now - before.at >= repeat;
      if (before?.line === line && !due) continue;
      this.printed.set(row.name, { line, at: now });
      this.output.write(`${plainRow(row, now)}\n`);
    }
  }
}

/** Gives a terminal a control sequence of this program. */
export function control(output: Output, sequence: string): void {
  if (output.control === undefined) output.write(sequence);
  else output.control(sequence);
}

const colors: Readonly<Record<RowState, (text: string) => string>> = {
  waiting: pc.dim,
  running: pc.cyan,
  done: pc.green,
  failed: pc.red,
  stopped: pc.yellow,
};

const marks: Readonly<Record<RowState, string>> = { waiting: "·", running: "", done: "✔", failed: "✖", stopped: "■" };

/** The rows in columns: mark, name, elapsed time, what is going on; none is wider than the terminal. */
export function renderRows(rows: readonly Row[], now: number, columns: number, minimum = 0): readonly string[] {
  const nameWidth = Math.max(minimum, ...rows.map(({ name }) => name.length));
  return rows.map((row) => {
    const { name, state } = row;
    const mark = state === "running" ? (spinner[Math.floor(now / 100) % spinner.length] ?? "") : marks[state];
    const head = `${mark} ${name.padEnd(nameWidth)}  ${elapsed(row, now).padStart(11)}  `;
    const rest = what(row).slice(0, Math.max(0, columns - head.length - 1));
    const color = colors[state];
    return `${color(head.slice(0, mark.length))}${head.slice(mark.length)}${state === "waiting" ? pc.dim(rest) : rest}`;
  });
}

function plainRow(row: Row, now: number): string {
  const time = elapsed(row, now);
  return `${marks[row.state] || "-"} ${row.name}: ${what(row)}${time === "" ? "" : ` (${time})`}`;
}

const what = ({ phase, detail }: Row): string =>
  detail === undefined || detail === "" ? phase : `${phase}: ${detail}`;

function elapsed({ startedAt, endedAt }: Row, now: number): string {
  return startedAt === undefined ? "" : duration((endedAt ?? now) - startedAt);
}
