import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Interrupts } from "../../../lib/terminal/interrupts";
import { runCdktf } from "../../../lib/cdktf/run";
import { environment, programs, temporaryFolder } from "../../../packages/common/__tests__/helpers/programs";

const home = temporaryFolder();
const interrupts = new Interrupts();
afterAll(() => interrupts.dispose());

/** Runs a script in place of cdktf. */
async function run(cdktf: string, onLine: (line: string) => void = () => {}) {
  const folder = programs(home, { cdktf });
  const log = join(folder, "logs", "deploy.log");
  const env = environment(home);
  const lines: string[] = [];
  const keep = (line: string) => {
    lines.push(line);
    onLine(line);
  };
  const options = { args: ["deploy", "production-data"], env, log, interrupts, onLine: keep };
  const code = await runCdktf({ ...options, cdktf: join(folder, "cdktf") });
  return { code, lines, log: readFileSync(log, "utf8"), folder };
}

test("all that cdktf writes is in the log, and is read line by line", async () => {
  const { code, lines, log } = await run('echo "$@"; echo "no cursor: CI=$CI" >&2; printf "no newline at the end"');
  expect(code).toBe(0);
  expect(log).toBe("deploy production-data\nno cursor: CI=1\nno newline at the end");
  expect(lines).toEqual(["deploy production-data", "no cursor: CI=1", "no newline at the end"]);
});

test("its exit code is passed on", async () => {
  await expect(run("exit 3")).resolves.toMatchObject({ code: 3 });
});

test("a program that is not there is an error", async () => {
  const options = { args: [], env: {}, log: join(home, "none.log"), interrupts, onLine: () => {} };
  await expect(runCdktf({ ...options, cdktf: "/no/such/cdktf" })).rejects.toThrow("ENOENT");
});

test("an interrupt stops Terraform, which finishes in good order, and never cdktf itself", async () => {
  const terraform = `
console.log("Creating...");
setTimeout(() => process.exit(0), 10_000);
process.on("SIGINT", () => {
  console.log("saving the state");
  require("node:fs").writeFileSync("saved", "");
  process.exit(1);
});`;
  // Node, because a shell has its background processes ignore SIGINT.
  const cdktf = `cd "$(dirname "$0")"; exec "${process.execPath}" -e '
process.on("SIGINT", () => console.log("cdktf got the signal"));
require("node:child_process")
  .spawn(process.execPath, ["-e", process.argv[1]], { stdio: "inherit" })
  .on("exit", (code) => { console.log("Terraform ended with " + code); process.exit(code); });
' '${terraform}'`;
  let reported = false;
  const { code, lines, folder } = await run(cdktf, (line) => {
    if (line !== "Creating..." || reported) return;
    reported = true;
    process.emit("SIGINT");
  });
  expect(interrupts.isRequested).toBe(true);
  expect(lines).toEqual(["Creating...", "saving the state", "Terraform ended with 1"]);
  expect(existsSync(join(folder, "saved"))).toBe(true);
  expect(code).toBe(1);
});
