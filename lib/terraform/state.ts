import { readFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../packages/common/errors";
import { run } from "../../packages/common/process";
import type { Terraform } from "./find";

type Program = Pick<Terraform, "binary" | "env">;

/** Runs a Terraform command in a stack's folder. @throws UserError with the output of Terraform when it fails */
export async function terraform({ binary, env }: Program, folder: string, args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await run(binary, args, { cwd: folder, env });
  if (code === 0) return stdout;
  throw new UserError(`\`terraform ${args[0]}\` failed in ${folder}:\n\n${stderr.trim() || stdout.trim()}`);
}

export interface ResourceInState {
  /** Such as "aws_vpc.network_vpc". */
  readonly address: string;
  /** Whether its creation was not seen to the end, so that Terraform wants to replace it. */
  readonly tainted: boolean;
  /** May hold secrets. */
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Whether Terraform reads it, and does not own it. */
  readonly isData: boolean;
}

/** The resources that the state of a stack records; data sources are left out. */
export async function resourcesInState(program: Program, folder: string): Promise<readonly ResourceInState[]> {
  return (await readState(program, folder)).filter(({ isData }) => !isData);
}

/** All that the state of a stack records. */
export async function readState(program: Program, folder: string): Promise<readonly ResourceInState[]> {
  await terraform(program, folder, ["init", "-input=false", "-no-color"]);
  // `state list` fails where there is no state at all, `state pull` is empty then.
  const pulled = await terraform(program, folder, ["state", "pull"]);
  if (pulled.trim() === "") return [];
  const { resources = [] } = JSON.parse(pulled) as {
    resources?: {
      mode: string;
      type: string;
      name: string;
      instances: { status?: string; attributes?: Readonly<Record<string, unknown>> }[];
    }[];
  };
  return resources
    .filter(({ instances }) => instances.length > 0)
    .map(({ mode, type, name, instances }) => ({
      address: `${mode === "data" ? "data." : ""}${type}.${name}`,
      tainted: instances.some(({ status }) => status === "tainted"),
      attributes: instances[0]?.attributes ?? {},
      isData: mode === "data",
    }));
}

/**
 * Keeps what is protected and was being created when a run ended: Terraform marks it as tainted, would replace it, and is
 * then refused by the protection, at every run from then on. Without the mark, the next run completes it in place.
 *
 * @returns the addresses that were kept
 */
export async function keepTainted(program: Program, folder: string): Promise<readonly string[]> {
  const { resource = {} } = JSON.parse(readFileSync(join(folder, "cdk.tf.json"), "utf8")) as {
    resource?: Record<string, Record<string, { lifecycle?: { prevent_destroy?: boolean } }>>;
  };
  const isProtected = (address: string): boolean => {
    const [type = "", name = ""] = address.split(".");
    return resource[type]?.[name]?.lifecycle?.prevent_destroy === true;
  };
  const tainted = (await resourcesInState(program, folder)).filter(
    (found) => found.tainted && isProtected(found.address),
  );
  for (const { address } of tainted) await terraform(program, folder, ["untaint", address]);
  return tainted.map(({ address }) => address);
}
