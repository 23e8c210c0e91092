import { arrowKey, type Arrow, type Box, type Mark, type MarkedModel, type Model } from "./model";

/**
 * Both models as one, with marks at what is added, removed or changed.
 *
 * @param changed addresses of resources that change without being added or removed
 */
export function compare(before: Model, after: Model, changed: ReadonlySet<string> = new Set()): MarkedModel {
  const marks = new Map<string, Mark>();
  const boxes = union(
    before.boxes,
    after.boxes,
    ({ id }) => id,
    marks,
    (one, other) => differs(one, other, changed),
  );
  const areas = union(
    before.areas,
    after.areas,
    ({ id }) => id,
    marks,
    (one, other) => one.lines.join() !== other.lines.join(),
  );
  const arrows = union(before.arrows, after.arrows, arrowKey, marks, () => false);
  return { areas, boxes, arrows, marks };
}

function union<Part>(
  before: readonly Part[],
  after: readonly Part[],
  keyOf: (part: Part) => string,
  marks: Map<string, Mark>,
  isChanged: (before: Part, after: Part) => boolean,
): Part[] {
  const was = new Map(before.map((part) => [keyOf(part), part]));
  const is = new Map(after.map((part) => [keyOf(part), part]));
  for (const [key, part] of is) {
    const earlier = was.get(key);
    if (earlier === undefined) marks.set(key, "added");
    else if (isChanged(earlier, part)) marks.set(key, "changed");
  }
  for (const key of was.keys()) if (!is.has(key)) marks.set(key, "removed");
  return [...after, ...before.filter((part) => !is.has(keyOf(part)))];
}

const differs = (before: Box, after: Box, changed: ReadonlySet<string>): boolean =>
  JSON.stringify([before.lines, before.parts, before.resources]) !==
    JSON.stringify([after.lines, after.parts, after.resources]) ||
  after.resources.some((address) => changed.has(address));

const isOfInstances = ({ boxes }: Model, { from, to }: Arrow): boolean =>
  boxes.some(({ id, title }) => title === "Amazon EC2" && (id === from || id === to));

/** As `arrowKey`, with the place of what is on instances instead of itself. */
function areaKey({ boxes }: Model, arrow: Arrow): string {
  const placeOf = (id: string) => {
    const area = boxes.find((box) => box.id === id)?.area;
    return area?.endsWith(" area") === true ? area : id;
  };
  return arrowKey({ ...arrow, from: placeOf(arrow.from), to: placeOf(arrow.to) });
}

export interface AccessChange {
  readonly gained: boolean;
  /** `Amazon ECS service shop reads Secrets Manager API_KEY`. */
  readonly text: string;
  readonly resources: readonly string[];
}

/** Who gains access to what, and who loses it: of models in full detail. */
export function accessChanges(before: Model, after: Model): AccessChange[] {
  const sentence = ({ boxes }: Model, { from, to, label, kind }: Arrow) => {
    const called = (id: string) => {
      const box = boxes.find((one) => one.id === id);
      return box === undefined ? id : [box.title, box.lines[0]].filter((text) => text !== undefined).join(" ");
    };
    return kind === "permission"
      ? `${called(from)} ${label} ${called(to)}`
      : `${called(from)} reaches ${called(to)}${label === "" ? "" : ` (${label})`}`;
  };
  const of = (own: Model, other: Model, gained: boolean) => {
    const known = new Set([...other.arrows.map(arrowKey), ...other.arrows.map((arrow) => areaKey(other, arrow))]);
    return (
      own.arrows
        .filter((arrow) => arrow.kind !== "notification" && !known.has(arrowKey(arrow)))
        // Instances without tasks have the traffic of tasks themselves: it is not lost when a task takes it over.
        .filter((arrow) => !isOfInstances(own, arrow) || !known.has(areaKey(own, arrow)))
        .map((arrow) => ({ gained, text: sentence(own, arrow), resources: arrow.resources }))
    );
  };
  return [...of(after, before, true), ...of(before, after, false)];
}
