import { existsSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { projectRoot } from "../lib/root";
import { projectFiles } from "../scripts/test/copy";

/** Modules that nothing imports, since programs, Jest or people start with them, or since they are found by their folder. */
const first = [
  /\.test\.ts$/,
  /(?:^|\/)cli\.ts$|^cli\/[\w-]+\.ts$|^main\.ts$/,
  /^(?:environments|examples)\/[\w.-]+\.ts$/,
  /^packages\/[\w-]+\/(?:[\w-]+\/)?(?:index|setup)\.ts$/,
  /^operations\/release\/unattended\.ts$/,
  /^scripts\/(?:benchmark\/review|golden\/record|reference\/output)\.ts$/,
  /^__tests__\/(?:setup|rollout\/system\/many)\.ts$/,
];

test("every other module is imported: a check that nobody asks is no check", () => {
  const files = projectFiles().filter((file) => file.endsWith(".ts") && existsSync(join(projectRoot(), file)));
  const imported = files.flatMap((file) => {
    const text = readFileSync(join(projectRoot(), file), "utf8");
    return [...text.matchAll(/(?:from|import\(|import|require\()\s*"(\.[^"]*)"/g)].flatMap(([, path = ""]) => {
      const target = normalize(join(dirname(file), path));
      return [target, `${target}.ts`, `${target}/index.ts`];
    });
  });
  const known = new Set(imported);
  expect(files.length).toBeGreaterThan(500);
  expect(files.filter((file) => !known.has(file) && !first.some((pattern) => pattern.test(file)))).toEqual([]);
});
