import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../packages/common/errors";
import type { Aws } from "./aws";
import { decide } from "./decide";
import { isCopy, parseState, type StateFile } from "./state-file";

export interface Outcome {
  /** Whether this run changed anything. */
  readonly changed: boolean;
  /** What there is now, in a sentence. */
  readonly message: string;
}

/** The state backend's stack of one environment, and what it takes to make it. */
export interface Work {
  /** Name of the stack. */
  readonly stack: string;
  readonly bucket: string;
  /** Kept until the state is in the bucket: a run that was cut short continues here. */
  readonly folder: string;
  readonly aws: Pick<Aws, "bucketExists" | "state">;
  /** Configuration of the stack: the text of its `cdk.tf.json`. */
  readonly synthesize: () => Promise<string>;
  /** Runs Terraform in the folder; a failure whose message matches `unless` is none. @throws UserError when it fails */
  readonly terraform: (args: readonly string[], unless?: RegExp) => Promise<void>;
  /** What carries the tags of the stack and is not in its state, with the address that it belongs to. */
  readonly tagged: () => Promise<readonly { readonly address: string; readonly id: string }[]>;
  readonly say: (line: string) => void;
}

/**
 * Applies the stack that describes the bucket with its state in a folder, then moves the state into the bucket. Each step
 * may be repeated, so a run that was cut short is finished by the next one.
 *
 * @throws UserError when AWS or Terraform refuses, or the bucket is not ours to make
 */
export async function makeStateBucket(work: Work): Promise<Outcome> {
  const { stack, bucket, folder, aws, say } = work;
  const key = stateKey(work);
  const bucketExists = await aws.bucketExists(bucket);
  const remote = bucketExists ? await aws.state(bucket, key) : undefined;
  const begun = existsSync(folder);
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
        `s3://${bucket}/${key} and ${folder} hold two different states of ${stack}: keep the one that lists what exists, and remove the other`,
      );
    case "clean":
      rmSync(folder, { recursive: true });
      return {
        changed: true,
        message: `an earlier run had moved the state to s3://${bucket}/${key}; its leftovers are removed`,
      };
    case "create":
      if (begun) say(`going on where an earlier run stopped (${folder})`);
      await create(work, begun);
      return { changed: true, message: `the state bucket ${bucket} is made, and its own state is in it` };
  }
}

async function create(work: Work, begun: boolean): Promise<void> {
  const { bucket, folder, aws, say, synthesize, terraform } = work;
  const configuration = await synthesize();
  // From here on, a bucket of that name may be ours.
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "cdk.tf.json"), configuration);
  const override = join(folder, "backend_override.tf.json");
  writeFileSync(override, JSON.stringify({ terraform: { backend: { local: {} } } }));
  // -reconfigure: an earlier run may have stopped between the two backends, with its state still in the folder.
  await terraform(["init", "-reconfigure"]);
  if (begun) await adopt(work, configuration);
  say(`creating the bucket ${bucket} and its key, about a minute`);
  await terraform(["apply", "-auto-approve"]);
  const local = localState(work);

  const key = stateKey(work);
  say(`moving the state to s3://${bucket}/${key}`);
  rmSync(override);
  // Without a lock: nobody knows this state yet, and a run that is cut short would leave its lock in the bucket.
  await terraform(["init", "-migrate-state", "-force-copy", "-lock=false"]);
  const remote = await aws.state(bucket, key);
  if (local === undefined || remote === undefined || !isCopy(remote, local)) {
    throw new UserError(`the state in s3://${bucket}/${key} is not the one in ${folder}, which is kept`);
  }
  rmSync(folder, { recursive: true });
}

/**
 * Takes into the state what AWS has but a run that was killed could not write down any more: the key by its tags, without which a second
 * one would be made; the bucket and the alias by their names, which making them again would fail on.
 */
async function adopt(work: Work, configuration: string): Promise<void> {
  const { resource } = JSON.parse(configuration) as {
    resource: Record<string, Record<string, Record<string, string>>>;
  };
  for (const { address, id } of await work.tagged()) await work.terraform(["import", address, id]);
  const known = localState(work) ?? {};
  for (const [type, nameField] of [
    ["aws_s3_bucket", "bucket"],
    ["aws_kms_alias", "name"],
  ] as const) {
    for (const [id, properties] of Object.entries(resource[type] ?? {})) {
      const address = `${type}.${id}`;
      if (address in known) continue;
      await work.terraform(["import", address, properties[nameField] ?? ""], /non-existent remote object/);
    }
  }
}

const stateKey = ({ stack }: Pick<Work, "stack">): string => `${stack}.tfstate`;

function localState({ folder }: Pick<Work, "folder">): StateFile | undefined {
  const file = join(folder, "terraform.tfstate");
  const remedy = `restore it from ${file}.backup, or remove it: the next run takes over the bucket that exists`;
  return existsSync(file) ? parseState(readFileSync(file, "utf8"), file, remedy) : undefined;
}
