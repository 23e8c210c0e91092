import { UserError } from "../../packages/common/errors";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Ctrl-C, and the signals that mean the same, as a request to end in good order: what is under way is asked to stop, and
 * what would come next does not begin. A process that is simply killed leaves locks and half-made resources behind.
 */
export class Interrupts {
  private requested = false;
  private stop: (() => void) | undefined;

  private readonly handle = (): void => {
    this.requested = true;
    this.stop?.();
  };

  constructor() {
    for (const signal of signals) process.on(signal, this.handle);
  }

  get isRequested(): boolean {
    return this.requested;
  }

  /** Does some work; `stop` is called at each interrupt that comes meanwhile. */
  async during<T>(stop: () => void, work: Promise<T>): Promise<T> {
    this.stop = stop;
    try {
      return await work;
    } finally {
      this.stop = undefined;
    }
  }

  /** @throws UserError when an interrupt came */
  check(): void {
    if (this.requested) throw new UserError("Interrupted; the next run continues from what exists.");
  }

  /** Gives the signals back to Node, which ends the process. */
  dispose(): void {
    for (const signal of signals) process.off(signal, this.handle);
  }
}
