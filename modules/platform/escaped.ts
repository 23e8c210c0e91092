import { literal } from "../shared";
import type { Environment } from "./environment";

/**
 * The environment with every text as a person wrote it, also where Terraform would evaluate `${...}` and `%{...}`. The texts of `task`
 * stay, since the task definition escapes them itself.
 */
export function escaped({ task, ...rest }: Environment): Environment {
  return { ...(escapeTexts(rest) as Omit<Environment, "task">), task };
}

function escapeTexts(value: unknown): unknown {
  if (typeof value === "string") return literal(value);
  if (Array.isArray(value)) return value.map(escapeTexts);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, escapeTexts(inner)]));
}
