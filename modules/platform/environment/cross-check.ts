import type { Environment } from "./model";
import type { Parsed } from "./schema";

/** One thing that is wrong: the field, what would be right, what is there. */
export interface Problem {
  readonly path: string;
  readonly allowed: string;
  readonly got: string;
  /** The whole message. @default - what is allowed, and what was got */
  readonly message?: string;
}

/** What no single field can know; each runs when the sections it reads are right by themselves. */
export interface CrossCheck {
  readonly reads: readonly (keyof Parsed)[];
  readonly problems: (environment: Environment, parsed: Partial<Parsed>) => readonly Problem[];
}

export const json = (value: unknown): string => JSON.stringify(value);
