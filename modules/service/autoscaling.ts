/**
 * Target tracking by Application Auto Scaling: tasks are added and removed so that the average stays at the target. At
 * least one metric; with several, the one that asks for most tasks wins.
 */
export type AutoscalingProps = Cooldowns & AtLeastOne<Targets>;

/** A metric is one line here and one in `metrics`. */
interface Targets {
  /** Average use of the CPU units that the service reserves, 1 to 100 percent. */
  readonly cpuPercent: number;
  /** Average use of the memory that the service reserves, 1 to 100 percent. */
  readonly memoryPercent: number;
}

interface Cooldowns {
  /** Seconds after removing tasks before more are removed. @default - 300 */
  readonly scaleInCooldownSeconds?: number;
  /** Seconds after adding tasks before their effect is judged. @default - 60 */
  readonly scaleOutCooldownSeconds?: number;
}

type AtLeastOne<T> = { [Key in keyof T]: Pick<T, Key> & Partial<Omit<T, Key>> }[keyof T];
