import { existsSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../../lib/root";

test("the project is the nearest folder upwards with a cdktf.json", () => {
  expect(projectRoot(__dirname)).toBe(projectRoot());
  expect(existsSync(join(projectRoot(), "cdktf.json"))).toBe(true);
});

test("elsewhere there is none", () => {
  expect(() => projectRoot("/")).toThrow("this is not a CDKTF project");
});
