import { stripVTControlCharacters } from "node:util";
import type { Environment } from "../../modules/platform/environment";
import { drawTimelines, escaped } from "../../picture";
import type { NamedSystemProof } from "./system-report";
import { timelinesOf, timesInWords, timesOf } from "./timelines";

/** Proofs as a page that loads nothing: what each says, and the rollouts of its services over time. */
export function timelinePage(
  environments: readonly Environment[],
  proofs: readonly NamedSystemProof[],
  report: string,
): string {
  const sections = environments.flatMap((environment, index) => {
    const proof = proofs[index]?.proof;
    const services = proof === undefined ? [] : timelinesOf(environment, proof);
    return services.map(({ service, timelines }, at) =>
      [
        `<h2>${escaped(`${environment.name}: ${service}`)}</h2>`,
        `<p>${escaped(timesInWords(timesOf(environment, service)))}</p>`,
        drawTimelines(timelines, `${service}: rollouts over time, in minutes`, `t${index}-${at}`),
      ].join("\n"),
    );
  });
  return documentOf("Rollouts over time", [
    ...sections,
    `<h2>The proof</h2><pre>${escaped(stripVTControlCharacters(report))}</pre>`,
  ]);
}

/** A page of drawings that loads nothing. */
export const documentOf = (title: string, sections: readonly string[]): string =>
  [
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>${escaped(title)}</title>`,
    "<style>body{font:16px/1.5 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem}svg{max-width:100%;height:auto}pre{white-space:pre-wrap}td,th{padding:.2rem 1.5rem .2rem 0;text-align:left}</style></head><body>",
    `<h1>${escaped(title)}</h1>`,
    ...sections,
    "</body></html>",
    "",
  ].join("\n");
