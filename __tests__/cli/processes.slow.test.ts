import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { environmentNames } from "../../lib/environment-names";
import { projectRoot } from "../../lib/root";

const [first = ""] = environmentNames();

const platform = join(projectRoot(), "platform");

/** Runs a line in bash, with the program's path as $platform. */
const bash = (line: string, cwd = projectRoot()) =>
  spawnSync("bash", ["-c", `set -o pipefail; ${line}`], {
    cwd,
    encoding: "utf8",
    env: { ...process.env, platform, NO_COLOR: "1", CI: "" },
    maxBuffer: 64 * 1024 * 1024,
  });

test("a slow reader gets everything", () => {
  const { stdout, status } = bash(
    'folder=$(mktemp -d); "$platform" policies --json > "$folder/all"; "$platform" policies --json | (sleep 0.5; cat) > "$folder/slow"; code=$?; wc -c < "$folder/all"; cmp "$folder/all" "$folder/slow" && rm -r "$folder"; exit $code',
  );
  expect(Number(stdout)).toBeGreaterThan(65_536);
  expect(status).toBe(0);
}, 60_000);

test.each(["prove --json", "--help", "completion bash"])(
  "%s into head is no error",
  (typed) => {
    const { status, stdout, stderr } = bash(`"$platform" ${typed} | head -n 1`);
    expect({ status, stderr, lines: stdout.split("\n").length }).toEqual({ status: 0, stderr: "", lines: 2 });
  },
  60_000,
);

test("it runs from any folder, and paths are those of that folder", () => {
  const docs = join(projectRoot(), "docs");
  expect(bash(`../platform image ${first}`, docs).stdout).toBe(bash(`./platform image ${first}`).stdout);
  expect(bash("../platform review nowhere", docs)).toMatchObject({
    status: 1,
    stderr: expect.stringContaining("nowhere"),
  });
}, 60_000);

test("bash completes commands, options and environments", () => {
  const complete = (...words: readonly string[]): readonly string[] =>
    bash(
      `eval "$("$platform" completion bash)"; COMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")}); COMP_CWORD=${words.length - 1}; _platform; printf '%s\\n' "\${COMPREPLY[@]}"`,
    )
      .stdout.trim()
      .split("\n");
  expect(complete("./platform", "stat")).toEqual(["status"]);
  const names = environmentNames();
  const beginningWith = (text: string) => names.filter((name) => name.startsWith(text));
  const start = first.slice(0, 2);
  expect(complete("./platform", "status", "")).toEqual(names);
  expect(complete("./platform", "status", start)).toEqual(beginningWith(start));
  expect(complete("./platform", "status", first, "--em")).toEqual(["--emulator"]);
  expect(complete("./platform", "emulator", "st")).toEqual(["start", "stop", "status"]);
  expect(complete("./platform", "emulator", "start", start)).toEqual(beginningWith(start));
  expect(complete("./platform", "synth", first, start)).toEqual(beginningWith(start));
}, 60_000);
