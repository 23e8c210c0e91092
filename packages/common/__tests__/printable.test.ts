import fc from "fast-check";
import { printable } from "../printable";

test.each([
  ["a clipboard", "\u001b]52;c;cm0gLXJm\u0007done", "\\x1b]52;c;cm0gLXJm\\x07done"],
  ["a window's title", "\u001b]0;owned\u001b\\", "\\x1b]0;owned\\x1b\\"],
  ["the cursor", "\u001b[2J\u001b[Hhello", "\\x1b[2J\\x1b[Hhello"],
  ["an 8-bit control sequence", "\u009b2J", "\\x9b2J"],
  ["a carriage return that overwrites the line", "failed\rok    ", "failed\\x0dok    "],
  ["text that reads backwards", "a\u202eb", "a\\u202eb"],
])("%s is shown, not obeyed", (_, text, shown) => {
  expect(printable(text)).toBe(shown);
});

test("line breaks, tabs and every other text are as they were", () => {
  expect(printable("a\tb\nÄ 漢 🎉")).toBe("a\tb\nÄ 漢 🎉");
});

test("colors stay where they are wanted, and end with the text", () => {
  expect(printable("\u001b[31mred", { colors: true })).toBe("\u001b[31mred\u001b[0m");
  expect(printable("\u001b[31m\u001b[2J", { colors: true })).toBe("\u001b[31m\\x1b[2J\u001b[0m");
  expect(printable("\u001b[31mred")).toBe("\\x1b[31mred");
});

test("no text leaves a control character behind, and none is lost on the way", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      // oxlint-disable-next-line no-control-regex
      expect(printable(text)).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
      expect(printable(text).length).toBeGreaterThanOrEqual(text.length);
    }),
  );
});
