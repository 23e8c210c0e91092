import { createdAgain, imports } from "../../aws/imports";
import type { Journal } from "../../lib/terraform";
import { argumentsAt, importName, missingFrom, type StackState } from "./stacks";
import type { Tagged } from "./tagged";

/** An object that may be imported at an address that a state does not record. */
export interface Candidate {
  readonly stack: string;
  readonly address: string;
  readonly id: string;
  /** Other addresses that it may belong to. */
  readonly others: readonly string[];
  /**
   * How it was found: by what an earlier run created; by its tags; by the name that an earlier run began to create; or by its name
   * alone, which somebody else may have used.
   */
  readonly by: "journal" | "tags" | "begun" | "name";
}

/** Whether it exists: a name may be that of something that nobody has created yet. */
export const isKnown = ({ by }: Candidate): boolean => by === "journal" || by === "tags";

export interface Found {
  readonly candidates: readonly Candidate[];
  /** Objects with the tags of a stack that no state records and no address is free for. */
  readonly left: readonly Tagged[];
}

/**
 * Compares what exists with what the states record.
 *
 * @param named whether an object may be looked for by its name alone, at an address
 */
export function compare(
  stacks: readonly StackState[],
  journals: ReadonlyMap<string, Journal>,
  tagged: readonly Tagged[],
  named: (stack: string, address: string) => boolean,
): Found {
  const left: Tagged[] = [];
  const candidates = stacks.flatMap((stack) => {
    const free = new Set(missingFrom(stack).filter((address) => !createdAgain.test(address.split(".")[0] ?? "")));
    const ids = new Map<string, string>();
    const found: Candidate[] = [];
    const take = (address: string, id: string, by: Candidate["by"], others: readonly string[] = []): void => {
      free.delete(address);
      ids.set(address, id);
      found.push({ stack: stack.name, address, id, by, others });
    };
    for (const [address, id] of journals.get(stack.name) ?? []) {
      if (id === "" || !free.has(address)) continue;
      if (imports[address.split(".")[0] ?? ""]?.notById === true) ids.set(address, id);
      else take(address, id, "journal");
    }
    const recorded = new Set([...stack.state.flatMap(({ attributes: { id, arn } }) => [id, arn]), ...ids.values()]);
    const unknown = tagged.filter(
      (object) =>
        object.stack === stack.name &&
        !recorded.has(object.id) &&
        !recorded.has(object.arn) &&
        !isDefaultSecurityGroup(stack, object),
    );
    for (const object of unknown) {
      const places = placesOf(stack, object, free, ids);
      const [first, ...others] = places;
      if (first === undefined) left.push(object);
      else take(first, object.id, "tags", others);
    }
    // Those whose names hold the id of another one come after it.
    for (const address of free) {
      const id = importName(stack, address, ids);
      const by = journals.get(stack.name)?.has(address) === true ? "begun" : "name";
      if (id !== undefined && named(stack.name, address)) take(address, id, by);
    }
    return found;
  });
  return { candidates, left };
}

/** A VPC's default security group: AWS creates and deletes it with the VPC, and Terraform adopts it by the VPC's id. Nobody can delete it alone. */
function isDefaultSecurityGroup(stack: StackState, { kind, tags }: Tagged): boolean {
  if (!kind.types.includes("aws_security_group")) return false;
  return Object.keys(stack.json.resource?.aws_default_security_group ?? {}).some((name) => {
    const own = argumentsAt(stack, `aws_default_security_group.${name}`)?.tags as { Name?: unknown } | undefined;
    return own?.Name !== undefined && own.Name === tags.Name;
  });
}

/** Addresses that are free and that an object may belong to: those of its name, where its kind has names. */
function placesOf(
  stack: StackState,
  { kind, id, tags }: Tagged,
  free: ReadonlySet<string>,
  ids: ReadonlyMap<string, string>,
): readonly string[] {
  return [...free].filter((address) => {
    if (!kind.types.includes(address.split(".")[0] ?? "")) return false;
    const name = importName(stack, address, ids);
    if (name !== undefined) return name === id;
    const { tags: own, name: given } = argumentsAt(stack, address) ?? {};
    const label = (own as { Name?: unknown } | undefined)?.Name;
    if (label !== undefined) return label === tags.Name;
    // A secret's ARN ends with its name and six characters, a load balancer's with its name and an id. Other ids say nothing.
    if (kind.id === "rest" || typeof given !== "string" || given.includes("${")) return true;
    return id.includes(`/${given}/`) || id.slice(0, -"-abcdef".length).endsWith(`:${given}`);
  });
}
