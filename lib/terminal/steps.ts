import type { Interrupts } from "./interrupts";
import type { Row } from "./rows";
import type { Screen } from "./screen";

export interface StepOptions<T> {
  readonly name: string;
  /** Does the step; `say` tells what is being done meanwhile. */
  readonly work: (say: (phase: string) => void) => Promise<T>;
  /** What the row says in the end. */
  readonly outcome: (result: T) => string;
}

/** Does the steps of a program under the eyes of the person: a row for each, with its elapsed time and what came out. */
export class Steps {
  constructor(
    private readonly screen: Screen,
    private readonly interrupts: Interrupts,
  ) {}

  /** @throws UserError when the person interrupted it, and whatever the work throws */
  async do<T>({ name, work, outcome }: StepOptions<T>): Promise<T> {
    const startedAt = Date.now();
    let row: Row = { name, state: "running", phase: "", startedAt };
    const show = (changes: Partial<Row>): void => {
      row = { ...row, ...changes };
      this.screen.draw([row], Date.now());
    };
    const timer = setInterval(() => show({}), 100);
    try {
      const result = await work((phase) => show({ phase }));
      show({ state: "done", phase: outcome(result), endedAt: Date.now() });
      this.interrupts.check();
      return result;
    } catch (error) {
      // What it stopped for an interrupt is no error of its own.
      const stopped = this.interrupts.isRequested;
      if (row.state === "running") {
        show({ state: stopped ? "stopped" : "failed", phase: stopped ? "stopped" : "failed", endedAt: Date.now() });
      }
      this.interrupts.check();
      throw error;
    } finally {
      clearInterval(timer);
      this.screen.keep();
    }
  }
}
