import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { report, UserError } from "../errors";
import { readJsonFile, writeWhole } from "../files";

const folder = mkdtempSync(join(tmpdir(), "files-"));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, "state.json");

test("a JSON file is read whole, and each beginning of it is refused with what to do, without quoting it", () => {
  const text = JSON.stringify({ password: "s3cret", list: [1, { deep: true }] });
  writeFileSync(file, text);
  expect(readJsonFile(file, "make it again")).toEqual(JSON.parse(text));
  for (let length = 0; length < text.length; length++) {
    writeFileSync(file, text.slice(0, length));
    const problem = length === 0 ? "is empty" : "is cut off or damaged";
    expect(() => readJsonFile(file, "make it again")).toThrow(new UserError(`${file} ${problem}; make it again`));
  }
});

test.each(["[]", "null", '"text"', "3"])("%s is no JSON object", (text) => {
  writeFileSync(file, text);
  expect(() => readJsonFile(file, "make it again")).toThrow(new UserError(`${file} is no JSON object; make it again`));
});

test("a file that cannot be written is as it was, and nothing is left beside it", () => {
  const other = mkdtempSync(join(folder, "whole-"));
  writeWhole(join(other, "a"), "first");
  writeWhole(join(other, "a"), "second");
  expect(readFileSync(join(other, "a"), "utf8")).toBe("second");
  // Renaming a file onto a folder fails after it was written.
  expect(() => writeWhole(other, "third")).toThrow("EISDIR");
  expect(readdirSync(folder).filter((name) => name.includes(`.${process.pid}`))).toEqual([]);
});

test("what the operating system refuses is one line", () => {
  const missing = join(folder, "missing", "file");
  const thrown = (act: () => unknown): string => {
    try {
      act();
    } catch (error) {
      return report(error);
    }
    throw new Error("nothing was thrown");
  };
  expect(thrown(() => writeFileSync(missing, ""))).toBe(`cannot open ${missing}: no such file or directory (ENOENT)`);
  expect(thrown(() => readFileSync(folder))).toBe("cannot read: illegal operation on a directory (EISDIR)");
  const full = Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC", syscall: "write" });
  expect(report(full)).toBe("cannot write: no space left on device (ENOSPC)");
  const taken = Object.assign(new Error("listen EADDRINUSE: address already in use :::80"), {
    code: "EADDRINUSE",
    syscall: "listen",
  });
  expect(report(taken)).toBe("listen EADDRINUSE: address already in use :::80");
});
