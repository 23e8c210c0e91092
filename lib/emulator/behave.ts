import type { Endpoint } from "./env";

/** What becomes of a container that a rule fits. Times are in seconds since its task began to run. */
export type Behaviour = {
  /** Its reason, as `DescribeTasks` reports it. @default - none */
  readonly reason?: string;
  /** Lines that it writes to its log, once. @default - a line when it starts, and one when it exits */
  readonly logs?: readonly string[];
} & (
  | {
      readonly kind: "run";
      /** When it passes its health checks. @default - at once */
      readonly healthyAfterSeconds?: number;
    }
  | {
      readonly kind: "exit";
      /** 0 to 255. @default 0 */
      readonly exitCode?: number;
      /** @default 0 - before its first health check */
      readonly afterSeconds?: number;
      /** When it passes its health checks. @default - at once, where it does not exit at once */
      readonly healthyAfterSeconds?: number;
    }
  | {
      readonly kind: "unhealthy" | "never-healthy";
      /** When it is replaced. @default 0 */
      readonly afterSeconds?: number;
    }
  | { readonly kind: "fail-to-start" }
);

/** Containers for which all that is given holds, and what becomes of them. */
export interface Rule {
  /** Family of the task definition. @default - any */
  readonly family?: string;
  /** Name of the container. @default - any */
  readonly container?: string;
  /** Part of the image; one with a tag is its end: "web:1" is not "web:10". @default - any */
  readonly image?: string;
  /** Part of the command, its words joined by a space. @default - any */
  readonly command?: string;
  readonly does: Behaviour;
}

/** What the emulator's `settings` take; README.md describes each. */
export interface Settings {
  readonly checkImages: boolean;
  readonly secondsPerMinute: number;
  readonly taskStartsAfterSeconds: number;
  readonly taskRunsForSeconds: number;
}

/** One finding of an image scan. */
export interface Finding {
  /** Such as "CVE-2024-3094". */
  readonly name: string;
  readonly severity: "INFORMATIONAL" | "LOW" | "MEDIUM" | "HIGH" | "CRITICAL" | "UNDEFINED";
  readonly description?: string;
  readonly uri?: string;
}

/** Tells how containers behave from now on, those that run included; the first rule that fits decides. No rules: all run. */
export const behave = (endpoint: Pick<Endpoint, "url">, rules: readonly Rule[]): Promise<void> =>
  send(endpoint, "containers", { rules });

/** Adds rules before those that are there; a rule for the same containers takes the place of the old one. */
export async function addRules(endpoint: Pick<Endpoint, "url">, added: readonly Rule[]): Promise<void> {
  const { rules } = (await (await fetch(`${endpoint.url}/_emulator`)).json()) as { readonly rules: readonly Rule[] };
  const about = ({ family, container, image, command }: Rule) => JSON.stringify([family, container, image, command]);
  const replaced = new Set(added.map(about));
  await behave(endpoint, [...added, ...rules.filter((rule) => !replaced.has(about(rule)))]);
}

/** Changes the settings that are given. */
export const configure = (endpoint: Pick<Endpoint, "url">, settings: Partial<Settings>): Promise<void> =>
  send(endpoint, "settings", settings);

/** Sets what a scan of the image that has this tag finds. */
export const setScanFindings = (
  endpoint: Pick<Endpoint, "url">,
  image: { readonly repository: string; readonly tag: string; readonly findings: readonly Finding[] },
): Promise<void> => send(endpoint, "scan-findings", image);

/** @throws Error with the emulator's own message where it refuses */
async function send({ url }: Pick<Endpoint, "url">, path: string, body: unknown): Promise<void> {
  const response = await fetch(`${url}/_emulator/${path}`, { method: "POST", body: JSON.stringify(body) });
  if (response.ok) return;
  const { message } = (await response.json()) as { readonly message: string };
  throw new Error(`the emulator refuses: ${message}`);
}
