/** What a terminal sends for a key without a character (arrows, Home, F5), and around what is pasted. */
// oxlint-disable-next-line no-control-regex
const sequence = /^\u001b(?:\[[0-?]*[ -/]*[@-~]|O[ -~]|[^[O\u001b])/;
// oxlint-disable-next-line no-control-regex
const begun = /^\u001b(?:\[[0-?]*[ -/]*|O)?$/;

/** A value that is typed or pasted into a terminal in raw mode, which echoes nothing. */
export class TypedValue {
  /** What came, without what is no part of a value. */
  value = "";
  state: "typing" | "done" | "left" = "typing";
  private pasting = false;
  private pending = "";

  /** @param text as the terminal sends it, in pieces of any size */
  add(text: string): void {
    let rest = this.pending + text;
    this.pending = "";
    while (rest !== "" && this.state === "typing") {
      // The end of the sequence is still to come.
      if (begun.test(rest)) {
        this.pending = rest;
        return;
      }
      const [key] = sequence.exec(rest) ?? [];
      if (key !== undefined) {
        if (key === pasteBegins || key === pasteEnds) this.pasting = key === pasteBegins;
        rest = rest.slice(key.length);
        continue;
      }
      const [character = ""] = rest;
      this.type(character);
      rest = rest.slice(character.length);
    }
  }

  private type(character: string): void {
    if (character === "\r" || character === "\n") {
      // A line break inside what is pasted, such as a private key, is part of it.
      if (this.pasting) this.value += "\n";
      else this.state = "done";
    } else if (character === "\u0003" || character === "\u0004") this.state = "left";
    else if (character === "\u007f" || character === "\b") this.value = Array.from(this.value).slice(0, -1).join("");
    else if (character === "\u0015") this.value = "";
    else if (character >= " " || character === "\t") this.value += character;
  }
}

const pasteBegins = "\u001b[200~";
const pasteEnds = "\u001b[201~";

/** Ask a terminal to mark what is pasted, and to stop marking it. */
export const markPastes = { on: "\u001b[?2004h", off: "\u001b[?2004l" };
