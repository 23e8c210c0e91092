/** What is known of one kind of process: a row of the table in `kinds.ts`. */
export interface ApplicationKind {
  /** What people call it. */
  readonly title: string;
  /** The command of a container that runs it. @default - a command does not reveal it */
  readonly command?: RegExp;
  /** Environment variables or secrets that only it has; they reveal it where the image decides on the command. @default - none */
  readonly variables?: readonly string[];
  /** Processes of one container. @default - one */
  readonly processes?: Setting;
  /** Connections of one process to each database it uses. @default - unknown: they have to be declared */
  readonly connections?: Setting;
  /** Connections of one process beside those. @default 0 */
  readonly connectionsBeside?: number;
  /** A command with which the two settings above do not hold. @default - none */
  readonly undecided?: RegExp;
  /** Settings that lower the number of its database connections; they complete the sentence "lower ...". */
  readonly lessConnections: readonly string[];
  /** Settings that make it run more jobs at once; they complete the sentence "raise ...". @default - it runs no jobs */
  readonly moreJobs?: readonly string[];
  /** The port it listens on unless it is configured. @default - it listens on none */
  readonly port?: number;
  /** What sets how long it finishes work after SIGTERM, and the seconds without it. @default - it has no such setting */
  readonly shutdown?: { readonly setting: string; readonly defaultSeconds?: number };
  /** Where the facts are from. */
  readonly sources: readonly string[];
}

/** A number that a process reads: the first of these that is there. */
export interface Setting {
  /** Options of the command, such as `--workers`. @default - none */
  readonly options?: readonly string[];
  /** Environment variables, such as `WEB_CONCURRENCY`. @default - none */
  readonly variables?: readonly string[];
  /** Where the command is known and has none of them. @default - unknown: it has to be declared */
  readonly otherwise?: number;
  /** Where the image decides on the command, and no variable is there. @default - unknown: it has to be declared */
  readonly unseen?: number;
}
