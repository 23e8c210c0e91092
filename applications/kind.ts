/** What is known of one kind of process: a row of the table in `kinds.ts`. */
export interface ApplicationKind {
  /** What people call it. */
  readonly title: string;
  /** Settings that lower the number of its database connections; they complete the sentence "lower ...". */
  readonly lessConnections: readonly string[];
  /** Settings that make it run more jobs at once; they complete the sentence "raise ...". @default - it runs no jobs */
  readonly moreJobs?: readonly string[];
  /** The port it listens on unless it is configured. @default - it listens on none */
  readonly port?: number;
  /** What sets how long it finishes work after SIGTERM. @default - it has no such setting */
  readonly shutdown?: { readonly setting: string; readonly unit: "seconds" | "milliseconds" };
  /** Where the facts are from. */
  readonly sources: readonly string[];
}
