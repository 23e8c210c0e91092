import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { terraform, type Terraform } from "../../lib/terraform";
import { UserError } from "../../packages/common/errors";
import { run } from "../../packages/common/process";
import type { Candidate } from "./candidates";
import { argumentsAt, tagsOf, type StackState } from "./stacks";

export interface Rejected {
  readonly candidate: Candidate;
  readonly reason: string;
}

export interface Imported {
  readonly imported: readonly Candidate[];
  /** What is not at its address after all. */
  readonly rejected: readonly Rejected[];
}

interface PlanJson {
  readonly resource_changes?: readonly {
    readonly address: string;
    readonly change: {
      readonly actions: readonly string[];
      readonly importing?: unknown;
      readonly before: Readonly<Record<string, unknown>> | null;
    };
  }[];
}

/**
 * Imports objects into the state of a stack with import blocks, which Terraform reads for this one plan. What does not exist, would be
 * replaced, or was found by its name and does not carry the stack's tags, is left out.
 *
 * @throws UserError with the output of Terraform when it refuses all of it
 */
export async function importObjects(
  program: Terraform,
  stack: StackState,
  candidates: readonly Candidate[],
): Promise<Imported> {
  const { folder } = stack;
  const blocks = join(folder, "imports.tf.json");
  const plan = join(folder, "imports.plan");
  const rejected: Rejected[] = [];
  let left = candidates;
  const reject = (isRejected: (candidate: Candidate) => string | undefined): boolean => {
    const now = left.flatMap((candidate) => {
      const reason = isRejected(candidate);
      return reason === undefined ? [] : [{ candidate, reason }];
    });
    rejected.push(...now);
    left = left.filter((candidate) => !now.some((one) => one.candidate === candidate));
    return now.length > 0;
  };
  try {
    while (left.length > 0) {
      writeFileSync(blocks, JSON.stringify({ import: left.map(({ address: to, id }) => ({ to, id })) }));
      const targets = left.map(({ address }) => `-target=${address}`);
      const args = ["plan", "-input=false", "-no-color", "-lock-timeout=60s", `-out=${plan}`, ...targets];
      const { code, stdout, stderr } = await run(program.binary, args, { cwd: folder, env: program.env });
      if (code !== 0) {
        const errors = errorsOf(stderr);
        if (reject((candidate) => errors.find((error) => isAbout(error, candidate))?.message)) continue;
        throw new UserError(`Terraform cannot import into ${stack.name}:\n\n${(stderr || stdout).trim()}`);
      }
      const json = JSON.parse(await terraform(program, folder, ["show", "-json", plan])) as PlanJson;
      const changes = new Map((json.resource_changes ?? []).map(({ address, change }) => [address, change]));
      const moved = placed(stack, left, (address) => changes.get(address)?.before ?? undefined);
      if (moved.some((candidate, index) => candidate !== left[index])) {
        left = moved;
        continue;
      }
      const isOut = reject(({ address, by }) => {
        const change = changes.get(address);
        if (change?.actions.includes("delete") === true) return "Terraform would replace it";
        if (by === "journal" || by === "tags" || isTagged(change?.before, tagsOf(stack))) return undefined;
        // Of a bucket, for example, the tags come in a second request, which an earlier run may not have come to.
        return by === "begun" && hasNoTags(change?.before) ? undefined : "it lacks the tags of the stack";
      });
      if (isOut) continue;
      await terraform(program, folder, ["apply", "-input=false", "-no-color", "-lock-timeout=60s", plan]);
      return { imported: left, rejected };
    }
    return { imported: [], rejected };
  } finally {
    rmSync(blocks, { force: true });
    rmSync(plan, { force: true });
  }
}

interface TerraformError {
  readonly address: string | undefined;
  /** Its first line. */
  readonly message: string;
}

function errorsOf(output: string): readonly TerraformError[] {
  const text = output.replaceAll(/^[│╷╵] ?/gm, "");
  return text
    .split(/^Error: /m)
    .slice(1)
    .map((error) => ({
      address:
        /import\s+an\s+existing\s+object\s+to\s+"([^"]+)"/.exec(error)?.[1] ?? /^\s*with ([^,\s]+),/m.exec(error)?.[1],
      message: error.split("\n")[0] ?? "",
    }));
}

/** An error of a provider's importer names no address, but the parts of the id: `No association found between route table ID ...`. */
const isAbout = ({ address, message }: TerraformError, candidate: Candidate): boolean =>
  address === undefined
    ? candidate.id.includes("/") && candidate.id.split("/").every((part) => message.includes(part))
    : address === candidate.address;

/** Where kinds have neither names nor tags of their own, such as listeners: an object belongs where most of its arguments are configured. */
function placed(
  stack: StackState,
  candidates: readonly Candidate[],
  before: (address: string) => Readonly<Record<string, unknown>> | undefined,
): readonly Candidate[] {
  const taken = new Set(candidates.filter(({ others }) => others.length === 0).map(({ address }) => address));
  return candidates.map((candidate) => {
    const { address, others } = candidate;
    if (others.length === 0) return candidate;
    const is = before(address) ?? {};
    const score = (at: string): number =>
      Object.entries(argumentsAt(stack, at) ?? {}).filter(
        ([key, value]) => (typeof value === "string" || typeof value === "number") && String(is[key]) === String(value),
      ).length;
    const [best = address] = [address, ...others]
      .filter((at) => !taken.has(at))
      .toSorted((one, other) => score(other) - score(one));
    taken.add(best);
    return best === address ? candidate : { ...candidate, address: best, others: [] };
  });
}

type Before = Readonly<Record<string, unknown>> | null | undefined;

/** Whether an object carries tags. Of a kind without tags, only a run of ours knows the name. */
function isTagged(object: Before, wanted: Readonly<Record<string, string>>): boolean {
  const { tags_all: tags } = object ?? {};
  if (typeof tags !== "object" || tags === null) return true;
  return Object.entries(wanted).every(([key, value]) => (tags as Record<string, unknown>)[key] === value);
}

const hasNoTags = (object: Before): boolean => Object.keys(object?.tags_all ?? {}).length === 0;
