import { createHash } from "node:crypto";
import { html, markdown, text } from "../../render";
import { review } from "../../review";

const nothing = review([], { policies: [], environments: [] });
const attachments = [
  {
    title: "What it <costs>",
    lines: ["+ $33 a month, mostly *one* <b>resource</b>"],
    figures: ["<svg><style>.a{fill:red}</style><g/></svg>"],
  },
];

test("lines are text in every format, figures are in the HTML alone", () => {
  const page = html(nothing, { attachments });
  expect(page).toContain("What it &#60;costs&#62;");
  expect(page).not.toContain("<b>resource</b>");
  expect(page).toContain("<svg><style>.a{fill:red}</style><g/></svg>");
  expect(text(nothing, { attachments, colour: false })).toContain(
    "What it <costs>\n  + $33 a month, mostly *one* <b>resource</b>",
  );
  const comment = markdown(nothing, { attachments });
  expect(comment).toContain("33 a month");
  expect(comment).not.toMatch(/<svg|<b>|(?<!\\)\*one/);
});

test("the content security policy lets in the styles of the figures, and no others", () => {
  const hash = createHash("sha256")
    .update(".a{fill:red}")
    .digest("base64")
    .replace(/[+=/]/g, (character) => `&#${character.charCodeAt(0)};`);
  const plain = (page: string) => page.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
  expect(plain(html(nothing, { attachments }))).toContain(`sha256-${plain(hash)}`);
  expect(plain(html(nothing))).not.toContain(plain(hash));
});
