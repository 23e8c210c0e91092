/** The look of the page; light or dark as the reader's system, AA contrast in both; light on paper. */
export const style = `
:root {
  color-scheme: light dark;
  --page: #ffffff; --raised: #f6f8fa; --line: #d1d9e0; --text: #1f2328; --muted: #59636e; --link: #0550ae;
  --red: #b42318; --red-back: #fef0ee; --amber: #8a4b00; --amber-back: #fff6e5; --green: #116329; --green-back: #e9f8ee;
  --violet: #6639ba; --grey-back: #eef1f4;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --page: #0d1117; --raised: #151b23; --line: #3d444d; --text: #e6edf3; --muted: #9aa4af; --link: #6cb6ff;
    --red: #ff9a8f; --red-back: #3a1513; --amber: #f0b95a; --amber-back: #33240a; --green: #6fd58b; --green-back: #0f2e1a;
    --violet: #c3a6ff; --grey-back: #21262d;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--page); color: var(--text); overflow-wrap: anywhere;
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", "Noto Sans", "Liberation Sans", sans-serif;
}
header, main, footer { max-width: 68rem; margin: 0 auto; padding: 0 1.25rem; }
header { padding-top: 2rem; }
footer { padding-bottom: 3rem; color: var(--muted); }
h1 { margin: 0; font-size: 1.7rem; line-height: 1.25; letter-spacing: -0.01em; }
h2 { margin: 2.25rem 0 0.75rem; font-size: 1.2rem; }
h3 { margin: 1.25rem 0 0.5rem; font-size: 1rem; }
p { margin: 0.5rem 0; max-width: 48rem; }
ul { margin: 0; padding-left: 1.2rem; }
code, pre { font: 0.85em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; }
code { overflow-wrap: anywhere; }
a { color: var(--link); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 4px; }
.verdict { padding: 1.1rem 1.3rem; border-left: 5px solid var(--muted); border-radius: 6px; background: var(--raised); }
.verdict p { margin: 0.4rem 0 0; }
.verdict.blocked, .verdict.failed { border-color: var(--red); background: var(--red-back); }
.verdict.changes { border-color: var(--link); }
.verdict.risky { border-color: var(--amber); background: var(--amber-back); }
.verdict.no-changes { border-color: var(--green); background: var(--green-back); }
.scroll { overflow-x: auto; }
figure { margin: 1rem 0; } figure svg { display: block; max-width: 100%; height: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { padding: 0.4rem 0.7rem; border-bottom: 1px solid var(--line); text-align: right; white-space: nowrap; }
th:first-child, td:first-child, th:last-child, td:last-child { text-align: left; }
th:first-child { padding-left: 0; }
thead th { color: var(--muted); font-weight: 600; font-size: 0.85rem; }
tbody th { font-weight: 600; }
tfoot th, tfoot td { border-bottom: 0; color: var(--muted); }
td.zero, td.spare { color: var(--muted); }
td.loud { color: var(--red); font-weight: 700; }
.label {
  display: inline-block; padding: 0 0.55em; border-radius: 1em; background: var(--grey-back); color: var(--text);
  font-size: 0.8rem; font-weight: 600; white-space: nowrap;
}
.label.high, .label.failed, .label.destroy, .label.replace.gap { background: var(--red-back); color: var(--red); }
.label.medium, .label.not-assessed, .label.waiting, .label.update, .label.replace { background: var(--amber-back); color: var(--amber); }
.label.create { background: var(--green-back); color: var(--green); }
.list { list-style: none; padding: 0; }
.list > li { padding: 0.65rem 0; border-bottom: 1px solid var(--line); }
.list > li:last-child { border-bottom: 0; }
.effects > li { display: grid; grid-template-columns: 5rem 1fr; align-items: baseline; }
.nb { white-space: nowrap; }
.where { display: block; color: var(--muted); font-size: 0.9rem; }
summary.where { display: list-item; }
.blocks > li { padding: 0.8rem 1.1rem; border: 0; border-left: 5px solid var(--red); background: var(--red-back); border-radius: 6px; margin-bottom: 0.6rem; }
.blocks p { margin: 0.25rem 0; }
fieldset { display: flex; flex-wrap: wrap; gap: 0.4rem 1.1rem; border: 0; margin: 0 0 0.75rem; padding: 0; }
legend { float: left; margin-right: 1rem; color: var(--muted); }
summary { cursor: pointer; }
.stack { margin: 0.75rem 0; border: 1px solid var(--line); border-radius: 8px; }
.stack > summary { padding: 0.65rem 1rem; background: var(--raised); border-radius: 8px; }
.stack > .body { padding: 0 1rem 0.75rem; }
.change { border-bottom: 1px solid var(--line); padding: 0.55rem 0; content-visibility: auto; contain-intrinsic-size: auto 2.6rem; }
.change:last-child { border-bottom: 0; }
.change > summary code { font-weight: 600; }
.change > .body { padding: 0.25rem 0 0.35rem 1.1rem; }
.names { color: var(--muted); font-size: 0.85rem; max-width: none; }
.facts { color: var(--muted); font-size: 0.9rem; }
pre { margin: 0.5rem 0; padding: 0.6rem 0.8rem; border: 1px solid var(--line); border-radius: 6px; background: var(--raised); white-space: pre-wrap; overflow-wrap: anywhere; }
pre span { display: block; padding-left: 1.6em; text-indent: -1.6em; }
pre .at { color: var(--violet); font-weight: 600; padding-left: 0; text-indent: 0; }
pre .added { color: var(--green); } pre .removed { color: var(--red); } pre .changed { color: var(--amber); }
main:has(#show-high:checked) .change:not(.risk-high),
main:has(#show-gone:checked) .change:not(.replace, .destroy, .forget),
main:has(#show-update:checked) .change:not(.update),
main:has(#show-create:checked) .change:not(.create) { display: none; }
@media (max-width: 40rem) {
  .spare { display: none; }
  header { padding-top: 1rem; }
  header, main, footer { padding-left: 0.9rem; padding-right: 0.9rem; }
  th, td { padding: 0.35rem 0.4rem; }
  th[scope="row"] { white-space: normal; min-width: 6rem; }
  thead th { font-size: 0.75rem; }
  .effects > li { grid-template-columns: 1fr; gap: 0.15rem; justify-items: start; }
  .change > .body { padding-left: 0; }
}
@media (max-width: 30rem) {
  table { font-size: 0.9rem; }
  th, td { padding: 0.35rem 0.2rem; }
  thead th { font-size: 0.68rem; }
  th[scope="row"] { min-width: 5.2rem; }
  .label { padding: 0 0.4em; font-size: 0.75rem; }
}
@media print {
  :root { --page: #fff; --text: #000; --muted: #444; --raised: #fff; --line: #999; }
  :root { color-scheme: light; }
  fieldset, .spare { display: none; }
  .scroll { overflow: visible; }
  .change { content-visibility: visible; break-inside: avoid; }
  details::details-content { content-visibility: visible; display: block; block-size: auto; }
}
`;
