import { readFileSync } from "node:fs";
import { join } from "node:path";
import { transformSync } from "esbuild";
import { Checkout } from "./checkout";

/** Starts the runner in this Node.js, which claims to be of another version. */
function startAs(version: string) {
  const claim = `Object.defineProperty(process.versions, "node", { value: ${JSON.stringify(version)} });`;
  const checkout = new Checkout({ "main.ts": `console.log("ran");`, "claim.cjs": claim });
  return checkout.run({ node: ["--require", join(checkout.folder, "claim.cjs")] });
}

test.each(["12.22.12", "18.20.8", "20.18.3"])("Node.js %s is refused in one line", (version) => {
  expect(startAs(version)).toEqual({
    status: 1,
    stdout: "",
    stderr: `Node.js ${version} is too old; install Node.js 20.19 or newer, for example 24\n`,
  });
});

test.each(["20.19.0", "22.12.0", "24.0.0", "27.1.0"])("Node.js %s is accepted", (version) => {
  expect(startAs(version)).toEqual({ status: 0, stdout: "ran\n", stderr: "" });
});

test.each([
  ["node-version.cjs", "es2015"],
  ["run.mjs", "es2020"],
])("%s parses on an old Node.js", (file, target) => {
  const source = readFileSync(join(__dirname, "../../../lib/runner", file), "utf8");
  // esbuild refuses what it would have to rewrite, and what it can rewrite would differ.
  const withoutMinifying = { target, supported: { "dynamic-import": true } };
  expect(transformSync(source, withoutMinifying).code).toBe(transformSync(source, { target: "esnext" }).code);
});
