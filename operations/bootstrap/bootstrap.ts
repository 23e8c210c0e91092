import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { synthesize } from "../../lib/cdktf/synthesize";
import { UserError } from "../../packages/common/errors";
import { loadEnvironment } from "../../lib/environments";
import { run } from "../../packages/common/process";
import { projectRoot } from "../../lib/root";
import { workName } from "../../lib/run-record";
import { reach } from "../../lib/sessions";
import { findTerraform } from "../../lib/terraform";
import { compare } from "../recover/candidates";
import { readStates, type StackJson } from "../recover/stacks";
import { findTagged } from "../recover/tagged";
import { connect } from "./aws";
import { makeStateBucket, type Outcome, type Work } from "./make";

export interface BootstrapOptions {
  /** Whole environment for Terraform and AWS. @default - that of `findTerraform()`, which is this process's */
  readonly env?: NodeJS.ProcessEnv;
  /** Receives progress messages, a line each. @default - none are printed */
  readonly say?: (line: string) => void;
  /** Where working folders are kept. @default - `.bootstrap` in the project */
  readonly folder?: string;
}

/**
 * Makes the bucket that keeps an environment's Terraform state, once; a second run finds it and does nothing.
 *
 * @throws UserError when there is no such environment, AWS or Terraform refuses, or the bucket is not ours to make
 */
export async function bootstrap(environmentName: string, options: BootstrapOptions = {}): Promise<Outcome> {
  const { name, account, region, state, preview } = await loadEnvironment(environmentName);
  if (state.kind !== "s3") {
    const where = state.kind === "hcp" ? `HCP Terraform (${state.organization})` : `the folder ${state.directory}`;
    return { changed: false, message: `${name} keeps its state in ${where}: there is no bucket to make` };
  }
  if (state.existing) {
    const owner =
      preview === undefined
        ? "another environment"
        : `${preview.from}, which ./platform bootstrap ${preview.from} makes`;
    return { changed: false, message: `${name} keeps its state in the bucket ${state.bucket} of ${owner}` };
  }
  const { env = (await findTerraform()).env, say = () => {} } = options;
  const aws = connect({ account, region, env });
  await aws.checkAccount();

  const stack = `${name}-state-backend`;
  const folder = join(options.folder ?? join(projectRoot(), ".bootstrap"), workName(name, env.AWS_ENDPOINT_URL));
  return makeStateBucket({
    stack,
    bucket: state.bucket,
    folder,
    aws,
    synthesize: () => configurationOf(name, stack, env),
    terraform: (args, unless) => terraform({ folder, env, args, unless }),
    tagged: () => taggedIn(stack, folder, env),
    say,
  });
}

/** `bootstrap` with the credentials of this process, or in the emulator of this machine. */
export async function bootstrapEnvironment(
  name: string,
  { emulated, say }: { readonly emulated: boolean; readonly say: (line: string) => void },
): Promise<Outcome> {
  const environment = await loadEnvironment(name);
  // Ctrl-C reaches Terraform by itself, which then finishes what it is doing and saves its state; we wait for that.
  process.on("SIGINT", () => {});
  return bootstrap(name, { env: await reach(environment, emulated, (await findTerraform()).env), say });
}

async function taggedIn(name: string, folder: string, env: NodeJS.ProcessEnv) {
  const program = await findTerraform({ env });
  const json = JSON.parse(readFileSync(join(folder, "cdk.tf.json"), "utf8")) as StackJson;
  const [stack] = await readStates(program, [{ name, folder, json }]);
  if (stack === undefined) return [];
  const { candidates } = compare([stack], new Map(), await findTagged(program, [stack]), () => false);
  return candidates;
}

async function configurationOf(environment: string, stack: string, env: NodeJS.ProcessEnv): Promise<string> {
  const output = mkdtempSync(join(tmpdir(), "bootstrap-"));
  try {
    await synthesize({ output, env, environments: [environment] });
    return readFileSync(join(output, "stacks", stack, "cdk.tf.json"), "utf8");
  } finally {
    rmSync(output, { recursive: true });
  }
}

interface TerraformRun {
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  readonly args: Parameters<Work["terraform"]>[0];
  readonly unless: RegExp | undefined;
}

async function terraform({ folder, env, args, unless }: TerraformRun): Promise<void> {
  const [command = "", ...rest] = args;
  const binary = env.TERRAFORM_BINARY_NAME ?? "terraform";
  const { code, stdout, stderr } = await run(binary, [command, "-input=false", "-no-color", ...rest], {
    cwd: folder,
    env,
  });
  if (code === 0 || unless?.test(stderr) === true) return;
  throw new UserError(
    `terraform ${command} failed; run the same command again to go on from here (${folder})\n\n${stderr.trim() || stdout.trim()}`,
  );
}
