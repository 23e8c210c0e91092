import type { Row } from "./rows";
import type { Screen } from "./screen";

/** Rows of steps that run at the same time, drawn from the first moment until all of it has ended. */
export class Board {
  private readonly rows: Map<string, Row | (() => Row)>;

  constructor(
    private readonly screen: Screen,
    names: readonly string[],
  ) {
    this.rows = new Map(names.map((name) => [name, { name, state: "waiting", phase: "waits" }]));
  }

  /** Changes a row, or has it made again each time it is drawn. */
  show(name: string, changes: Partial<Row> | (() => Row)): void {
    const before = this.rows.get(name) ?? { name, state: "waiting", phase: "" };
    this.rows.set(name, typeof changes === "function" ? changes : { ...now(before), ...changes });
  }

  async during<T>(work: Promise<T>): Promise<T> {
    const draw = (): void => this.screen.draw([...this.rows.values()].map(now), Date.now());
    draw();
    const timer = setInterval(draw, 100);
    try {
      return await work;
    } finally {
      clearInterval(timer);
      draw();
      this.screen.keep();
    }
  }
}

const now = (row: Row | (() => Row)): Row => (typeof row === "function" ? row() : row);
