import fc from "fast-check";
import { TypedValue } from "../../cli/program/typed";

/** What comes of keys, which a terminal sends in pieces. */
function typed(...pieces: readonly string[]): Pick<TypedValue, "value" | "state"> {
  const input = new TypedValue();
  for (const piece of pieces) input.add(piece);
  const { value, state } = input;
  return { value, state };
}

test.each([
  ["arrow keys", "se\u001b[D\u001b[1;5Cret\r", "seret"],
  ["keys of another mode", "\u001bOHa\u001bOPb\r", "ab"],
  ["Alt and a letter", "a\u001bfb\r", "ab"],
  ["a paste", "\u001b[200~p@ss\u001b[201~\r", "p@ss"],
  ["a pasted text of several lines", "\u001b[200~-----BEGIN\rkey\r\u001b[201~\r", "-----BEGIN\nkey\n"],
  ["backspace, also over a character of two units", "ab\u007f🎉\u007fc\r", "ac"],
  ["Ctrl-U", "wrong\u0015right\n", "right"],
  ["other control characters", "a\u0000\u0007b\r", "ab"],
])("%s", (_, keys, value) => {
  expect(typed(keys)).toEqual({ value, state: "done" });
  expect(typed(...Array.from(keys))).toEqual({ value, state: "done" });
});

test("Ctrl-C and Ctrl-D leave", () => {
  expect(typed("abc\u0003").state).toBe("left");
  expect(typed("\u0004").state).toBe("left");
  expect(typed("abc").state).toBe("typing");
});

test("printable text is the value, whatever it is and however it comes", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "grapheme" })), (pieces) => {
      expect(typed(...pieces, "\r")).toEqual({ value: pieces.join(""), state: "done" });
    }),
  );
});
