import type { Risk } from "./model";

const risks: readonly Risk[] = ["none", "low", "not assessed", "medium", "high"];

/** The worst of some risks. */
export function worst(all: readonly Risk[]): Risk {
  return risks[Math.max(0, ...all.map((risk) => risks.indexOf(risk)))] ?? "none";
}

/** For sorting: the worst first. */
export function byRisk(a: { readonly risk: Risk }, b: { readonly risk: Risk }): number {
  return risks.indexOf(b.risk) - risks.indexOf(a.risk);
}
