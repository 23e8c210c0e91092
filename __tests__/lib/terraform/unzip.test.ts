import { unzip } from "../../../lib/terraform/unzip";
import { zip } from "./zip";

const archive = zip({ "LICENSE.txt": "You may", terraform: "the program ".repeat(100) });

test("a file of an archive comes out whole, wherever it is", () => {
  expect(unzip(archive, "terraform").toString()).toBe("the program ".repeat(100));
  expect(unzip(archive, "LICENSE.txt").toString()).toBe("You may");
});

test("what is no archive, or holds no such file, is reported", () => {
  expect(() => unzip(archive, "tofu")).toThrow("no tofu in the ZIP archive");
  expect(() => unzip(Buffer.from("<html>"), "terraform")).toThrow("not a ZIP archive");
});
