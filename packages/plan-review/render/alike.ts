import type { DiffLine, ResourceChange } from "../model";
import { plural, thousands } from "../../common/text";
import { happening } from "./words";

/** Changes of one type in one module to which the same happens, by the same arguments. */
export interface Alike {
  /** The module without the keys of its instances, such as `module.app`; empty for the root. */
  readonly module: string;
  /** Empty where only tags change, and the types are several. */
  readonly type: string;
  readonly changes: readonly ResourceChange[];
  /** Lines that are the same for all of them. */
  readonly common: readonly DiffLine[];
  /** Lines of each that are not those of all, in the order of `changes`. */
  readonly own: readonly (readonly DiffLine[])[];
}

/** Fewer changes are shown one by one. */
const fewest = 3;

/** Changes in the order of the first of those that are alike, which are together. */
export function alike(changes: readonly ResourceChange[]): readonly (ResourceChange | Alike)[] {
  const groups = new Map<string, ResourceChange[]>();
  for (const change of changes) {
    const key = keyOf(change);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [change]);
    else group.push(change);
  }
  return [...groups.values()].flatMap((group): readonly (ResourceChange | Alike)[] =>
    group.length < fewest ? group : [together(group)],
  );
}

/** What must be the same of changes that are shown together: of their lines, the place, the kind and the note. */
function keyOf({ address, type, actions, reasons, risk, diff, previousAddress, importId }: ResourceChange): string {
  const lines = diff.map(({ kind, path, note }) => [kind, path, note]);
  return JSON.stringify([
    // A tag that every resource gets is one change, whatever they are.
    ...(isOfTags(diff) ? [] : [moduleOf(address), type]),
    actions,
    reasons,
    risk,
    previousAddress !== undefined,
    importId !== undefined,
    lines,
  ]);
}

const isOfTags = (diff: readonly DiffLine[]): boolean =>
  diff.length > 0 && diff.every(({ path: [first = ""] }) => /^(?:default )?tags$/.test(first));

/** `module.app["eu"].module.web[0].aws_instance.a` is in `module.app.module.web`. */
function moduleOf(address: string): string {
  const steps = /^(?:module\.[^.[]+(?:\[(?:\d+|"(?:[^"\\]|\\.)*")\])?\.)*/.exec(address)?.[0] ?? "";
  return steps.replace(/\[(?:\d+|"(?:[^"\\]|\\.)*")\]/g, "").replace(/\.$/, "");
}

function together(changes: readonly ResourceChange[]): Alike {
  const [first] = changes;
  const { address = "", type = "", diff = [] } = first ?? {};
  const isCommon = diff.map((line, index) => changes.every((change) => isSame(line, change.diff[index])));
  return {
    module: isOfTags(diff) ? "" : moduleOf(address),
    type: changes.every((change) => change.type === type) ? type : "",
    changes,
    common: diff.filter((_, index) => isCommon[index]),
    own: changes.map((change) => change.diff.filter((_, index) => isCommon[index] === false)),
  };
}

function isSame(line: DiffLine, other: DiffLine | undefined): boolean {
  return (
    line.before === other?.before && line.after === other?.after && line.lines?.join("\n") === other?.lines?.join("\n")
  );
}

/** `5,000 × aws_instance in module.app` */
export function titleOf({ module, type, changes }: Alike): string {
  if (type === "") return plural(changes.length, "resource");
  return `${thousands(changes.length)} × ${type}${module === "" ? "" : ` in ${module}`}`;
}

/** What each is called where module and type are known: its name, and its address where instances of the module differ. */
export function namesOf({ module, type, changes }: Alike): readonly string[] {
  const prefix = `${module === "" ? "" : `${module}.`}${type}.`;
  return changes.map(({ address, previousAddress, importId }) =>
    [
      address.startsWith(prefix) ? address.slice(prefix.length) : address,
      ...(previousAddress === undefined ? [] : [`from ${previousAddress}`]),
      ...(importId === undefined ? [] : [`as ${importId}`]),
    ].join(" "),
  );
}

/** `updated in place`; of all the same. */
export function happeningTo({ changes: [first] }: Alike): string {
  return first === undefined ? "" : happening(first);
}
