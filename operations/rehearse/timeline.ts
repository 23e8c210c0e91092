import { duration } from "../../lib/terminal/rows";
import { printable } from "../../packages/common/printable";
import { plural } from "../../packages/common/text";

/** A command that was run. */
export interface Done {
  readonly command: string;
  readonly title: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly milliseconds: number;
  readonly exitCode: number;
  readonly expected: number;
  /** Without colors. */
  readonly output: string;
}

/** A page without scripts, fonts or pictures from elsewhere: what was run, when, for how long, and what it printed. */
export function timeline(environment: string, steps: readonly Done[]): string {
  const begun = steps[0]?.startedAt ?? 0;
  const total = Math.max(1, ...steps.map(({ startedAt, milliseconds }) => startedAt + milliseconds - begun));
  const wrong = steps.filter(({ exitCode, expected }) => exitCode !== expected).length;
  const result =
    wrong === 0 ? "every command did what it should" : `${plural(wrong, "command")} did not do what was expected`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Rehearsal of ${escape(environment)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>Rehearsal of ${escape(environment)}</h1>
<p class="${wrong === 0 ? "good" : "bad"}">${plural(steps.length, "command")} on the emulator in ${duration(total)}: ${result}.</p>
<p class="note">${new Date(begun).toISOString().slice(0, 19).replace("T", " ")} UTC. A release that fails exits with 6, which is expected of the images that are made to fail.</p>
<ol>
${steps.map((step, index) => card(step, steps[index - 1]?.title, begun, total)).join("\n")}
</ol>
</main>
</body>
</html>
`;
}

function card(step: Done, before: string | undefined, begun: number, total: number): string {
  const { command, title, startedAt, milliseconds, exitCode, expected, output } = step;
  const good = exitCode === expected;
  const left = (((startedAt - begun) / total) * 100).toFixed(2);
  const width = Math.max(0.5, (milliseconds / total) * 100).toFixed(2);
  const code = `exit code ${exitCode}${good ? (exitCode === 0 ? "" : ", as expected") : `, expected ${expected}`}`;
  return `${title === before ? "" : `<li class="title">${escape(title)}</li>\n`}<li>
<div class="line"><code>${escape(command)}</code><span class="${good ? "good" : "bad"}">${good ? "✔" : "✖"} ${code}</span></div>
<div class="bar" role="img" aria-label="from ${duration(startedAt - begun)}, for ${duration(milliseconds)}"><i style="margin-left:${left}%;width:${width}%"></i></div>
<div class="when">after ${duration(startedAt - begun)}, took ${duration(milliseconds)}</div>
<details${good ? "" : " open"}><summary>what it printed</summary><pre>${escape(printable(output.trim()))}</pre></details>
</li>`;
}

const escape = (text: string): string => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

const style = `
:root{--back:#fff;--text:#1f2328;--dim:#59636e;--line:#d1d9e0;--soft:#f6f8fa;--good:#1a7f37;--bad:#c93a3a;--bar:#0969da}
@media (prefers-color-scheme:dark){:root{--back:#0d1117;--text:#e6edf3;--dim:#9198a1;--line:#3d444d;--soft:#151b23;--good:#3fb950;--bad:#f85149;--bar:#4493f8}}
*{box-sizing:border-box}
body{margin:0;background:var(--back);color:var(--text);font:16px/1.5 system-ui,sans-serif}
main{max-width:70rem;margin:0 auto;padding:1.5rem 1rem}
h1{font-size:1.5rem;margin:0 0 .5rem}
p{margin:0 0 .5rem}
.note,.when,summary{color:var(--dim);font-size:.875rem}
.good{color:var(--good)}.bad{color:var(--bad)}
ol{list-style:none;margin:1rem 0 0;padding:0}
li{border:1px solid var(--line);border-radius:6px;padding:.75rem;margin:0 0 .75rem}
li.title{border:0;padding:.75rem 0 0;margin:0 0 .5rem;font-weight:600}
.line{display:flex;flex-wrap:wrap;gap:.25rem 1rem;justify-content:space-between}
code,pre{font:.875rem/1.45 ui-monospace,monospace}
code{overflow-wrap:anywhere}
.bar{background:var(--soft);border-radius:3px;margin:.5rem 0 .25rem;overflow:hidden}
.bar i{display:block;height:6px;background:var(--bar);border-radius:3px}
summary{cursor:pointer}
pre{background:var(--soft);border-radius:6px;margin:.5rem 0 0;padding:.75rem;overflow-x:auto;white-space:pre}
`;
