import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { synthesize } from "../cdktf/synthesize";
import { UserError } from "../cli";
import { findEnvironment } from "../environment";
import { run } from "../process";
import { projectRoot } from "../root";
import { findTerraform } from "../terraform";
import { connect, type Aws } from "./aws";
import { decide } from "./decide";
import { isCopy, parseState, type StateFile } from "./state-file";

export interface BootstrapOptions {
  /** Whole environment for Terraform and AWS. @default - that of `findTerraform()`, which is this process's */
  readonly env?: NodeJS.ProcessEnv;
  /** Told what is being done, a line each. @default - nobody is told */
  readonly say?: (line: string) => void;
  /** Where working folders are kept. @default - `.bootstrap` in the project */
  readonly folder?: string;
}

export interface Outcome {
  /** Whether this run changed anything. */
  readonly changed: boolean;
  /** What there is now, in a sentence. */
  readonly message: string;
}

/** The state backend's stack, and the tools to make it. */
interface Work {
  readonly stack: string;
  readonly bucket: string;
  /** The stack's own state in the bucket. */
  readonly key: string;
  /** Kept until the state is in the bucket: a run that was cut short goes on here. */
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  readonly aws: Aws;
  readonly say: (line: string) => void;
}

/**
 * Makes the bucket that keeps an environment's Terraform state. The stack that describes the bucket is applied with its
 * state in a folder, and the state is then moved into the bucket. Each step may be repeated, so a run that was cut short
 * is finished by the next one.
 *
 * @throws UserError when there is no such environment, AWS or Terraform refuses, or the bucket is not ours
 */
export async function bootstrap(environmentName: string, options: BootstrapOptions = {}): Promise<Outcome> {
  const { name, account, region, state } = findEnvironment(environmentName);
  if (state.kind !== "s3") {
    const where = state.kind === "hcp" ? `HCP Terraform (${state.organization})` : `the folder ${state.directory}`;
    return { changed: false, message: `${name} keeps its state in ${where}: there is no bucket to make` };
  }
  const { env = (await findTerraform()).env, say = () => {}, folder = join(projectRoot(), ".bootstrap") } = options;
  const aws = connect({ account, region, env });
  await aws.checkAccount();

  const { bucket } = state;
  const stack = `${name}-state-backend`;
  const key = `${stack}.tfstate`;
  // What one emulator was told is no beginning for another, or for AWS.
  const target = env.AWS_ENDPOINT_URL === undefined ? name : `${name}-${new URL(env.AWS_ENDPOINT_URL).host}`;
  const work: Work = { stack, bucket, key, folder: join(folder, target.replace(":", "-")), env, aws, say };
  const there = `s3://${bucket}/${key}`;

  const bucketExists = await aws.bucketExists(bucket);
  const remote = bucketExists ? await aws.state(bucket, key) : undefined;
  const begun = existsSync(work.folder);
  switch (decide({ bucketExists, remote, begun, local: localState(work) })) {
    case "nothing":
      return {
        changed: false,
        message: `the state bucket ${bucket} exists, and its own state is in it: nothing to do`,
      };
    case "foreign-bucket":
      throw new UserError(
        `the bucket ${bucket} exists, but ${key} is not in it, and this machine did not begin making it: finish where the bootstrap was begun, or delete the bucket if it is empty, or choose another name in state.bucket`,
      );
    case "two-states":
      throw new UserError(
        `${there} and ${work.folder} hold two different states of ${stack}: keep the one that lists what exists, and remove the other`,
      );
    case "clean":
      rmSync(work.folder, { recursive: true });
      return { changed: true, message: `an earlier run had moved the state to ${there}; its leftovers are removed` };
    case "create":
      if (begun) say(`going on where an earlier run stopped (${work.folder})`);
      await create(work, begun && bucketExists);
      return { changed: true, message: `the state bucket ${bucket} is made, and its own state is in it` };
  }
}

async function create(work: Work, adopting: boolean): Promise<void> {
  const { folder, bucket, say } = work;
  await writeConfiguration(work);
  const override = join(folder, "backend_override.tf.json");
  writeFileSync(override, JSON.stringify({ terraform: { backend: { local: {} } } }));
  // -reconfigure: an earlier run may have stopped between the two backends, with its state still in the folder.
  await terraform(work, ["init", "-reconfigure"]);
  if (adopting) await adopt(work);
  say(`making the bucket ${bucket} and its key, about a minute`);
  await terraform(work, ["apply", "-auto-approve"]);
  const local = localState(work);

  say(`moving the state to s3://${bucket}/${work.key}`);
  rmSync(override);
  // Without a lock: nobody knows this state yet, and a run that is cut short would leave its lock in the bucket.
  await terraform(work, ["init", "-migrate-state", "-force-copy", "-lock=false"]);
  const remote = await work.aws.state(bucket, work.key);
  if (local === undefined || remote === undefined || !isCopy(remote, local)) {
    throw new UserError(`the state in s3://${bucket}/${work.key} is not the one in ${folder}, which is kept`);
  }
  rmSync(folder, { recursive: true });
}

/** The working folder is there only once the app has synthesized: from then on, the bucket may be ours. */
async function writeConfiguration({ stack, folder, env }: Work): Promise<void> {
  const output = mkdtempSync(join(tmpdir(), "bootstrap-"));
  try {
    await synthesize({ output, env });
    mkdirSync(folder, { recursive: true });
    copyFileSync(join(output, "stacks", stack, "cdk.tf.json"), join(folder, "cdk.tf.json"));
  } finally {
    rmSync(output, { recursive: true });
  }
}

/**
 * Takes into the state what AWS has but a run that was killed could not write down any more: of all that is made, the
 * bucket and the alias have names of their own, so making them again would fail.
 */
async function adopt(work: Work): Promise<void> {
  const { resource } = JSON.parse(readFileSync(join(work.folder, "cdk.tf.json"), "utf8")) as {
    resource: Record<string, Record<string, Record<string, string>>>;
  };
  const known = localState(work) ?? {};
  for (const [type, nameField] of [
    ["aws_s3_bucket", "bucket"],
    ["aws_kms_alias", "name"],
  ] as const) {
    for (const [id, properties] of Object.entries(resource[type] ?? {})) {
      const address = `${type}.${id}`;
      if (address in known) continue;
      await terraform(work, ["import", address, properties[nameField] ?? ""], /non-existent remote object/);
    }
  }
}

function localState({ folder }: Pick<Work, "folder">): StateFile | undefined {
  const file = join(folder, "terraform.tfstate");
  return existsSync(file) ? parseState(readFileSync(file, "utf8")) : undefined;
}

/** @param unless a failure that says this is none */
async function terraform({ env, folder }: Work, args: readonly string[], unless?: RegExp): Promise<void> {
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
