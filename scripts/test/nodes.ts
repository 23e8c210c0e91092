import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { arch, platform, tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { projectRoot } from "../../lib/root";
import { UserError } from "../../packages/common/errors";
import { run } from "../../packages/common/process";
import { oneCheck, total, type Counts } from "./counts";
import { jest, say, show, showBin } from "./show";

/** The versions of Node.js that everything is tested on, as npm has them; each release line that `engines` names. */
export const nodeVersions = ["20.20.2", "22.23.3", "24.21.0", "26.10.0"] as const;

/** Those that do not run this test already. */
export const otherNodes = nodeVersions.filter((version) => majorOf(version) !== majorOf(process.versions.node));

/** Slow unit tests that start programs: what else takes long is the same computation by any Node.js. */
const startingPrograms = [
  "__tests__/cli/processes.slow.test.ts",
  "__tests__/lib/runner/cache.slow.test.ts",
  "__tests__/lib/runner/node-version.slow.test.ts",
  "__tests__/lib/runner/run.slow.test.ts",
];

/**
 * A synth, the list of commands, the unit tests that start programs and some of the quick ones by another Node.js.
 *
 * @param shard which part of the quick ones, such as `2/3`
 * @throws UserError when it cannot be installed
 */
export async function nodeTests(version: string, shard: string): Promise<Counts> {
  const node = await install(version);
  const env = { ...process.env, PATH: [dirname(node), process.env.PATH].join(delimiter) };
  return total([
    await synthesizes(node, env),
    await helps(node, env),
    await jest("jest.config.cjs", { env, node, tests: startingPrograms }),
    await jest("jest.config.cjs", { env, node, shard, speed: "quick" }),
  ]);
}

/** Whether each stack is what was recorded of it, byte for byte. */
async function synthesizes(node: string, env: NodeJS.ProcessEnv): Promise<Counts> {
  const outdir = mkdtempSync(join(tmpdir(), "synth-"));
  try {
    // By the CLI, which loads a native module, too.
    await showBin("cdktf", ["synth", "--output", outdir], { env }, node);
    const recorded = join(projectRoot(), "__tests__/modules/platform/recorded");
    const different = readdirSync(recorded).filter((name) => {
      const file = join(outdir, "stacks", name.replace(/\.json$/, ""), "cdk.tf.json");
      return !existsSync(file) || !readFileSync(file).equals(readFileSync(join(recorded, name)));
    });
    if (different.length > 0) say(`not what was recorded: ${different.join(", ")}`);
    return oneCheck(different.length === 0);
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/** Whether the program lists its commands; a unit test has the help of each. */
async function helps(node: string, env: NodeJS.ProcessEnv): Promise<Counts> {
  const { code, stdout, stderr } = await run(node, ["platform", "--help"], { cwd: projectRoot(), env });
  const listed = code === 0 && stdout.includes("status");
  if (!listed) say(`./platform --help: exit code ${code}\n${stdout}${stderr}`);
  return oneCheck(listed);
}

/** Path of a Node.js, from the npm package that has the program of this platform. */
async function install(version: string): Promise<string> {
  if (platform() !== "linux") {
    throw new UserError(`Node.js ${majorOf(version)} is installed for this test on Linux alone, not on ${platform()}`);
  }
  const name = `node-linux-${arch()}`;
  const folder = join(projectRoot(), "node_modules", ".cache", "node", version);
  const node = join(folder, "node_modules", name, "bin", "node");
  if (existsSync(node)) return node;
  const args = ["install", "--prefix", folder, "--no-save", "--no-audit", "--no-fund", `${name}@${version}`];
  const { code } = await show("npm", args);
  if (code !== 0) throw new UserError(`npm could not install ${name}@${version}`);
  return node;
}

function majorOf(version: string): string {
  return version.split(".")[0] ?? "";
}
