import { unique, zonesInWords } from "./block";
import { plurals } from "./kinds";
import { arrowKey, type Area, type Arrow, type Box, type Model } from "./model";

/** Names that a box of several shows; more are counted. */
const shownNames = 5;

/** The model with the boxes of one kind as one, and with arrows from instances where all services on them have the same. */
export function overview(model: Model): Model {
  const idOf = new Map(
    model.boxes.map((box) => [box.id, box.overview === undefined ? box.id : `overview ${box.overview}`]),
  );
  const isHidden = (id: string) => idOf.get(id) === "overview hidden" || !idOf.has(id);
  const groups = new Map<string, Box[]>();
  for (const box of model.boxes) {
    const id = idOf.get(box.id) ?? box.id;
    if (!isHidden(box.id)) groups.set(id, [...(groups.get(id) ?? []), box]);
  }
  const boxes = [...groups].map(([id, members]) => merged(id, members));
  const arrows = model.arrows
    .filter(({ from, to }) => !isHidden(from) && !isHidden(to))
    .map((arrow) => ({ ...arrow, from: idOf.get(arrow.from) ?? "", to: idOf.get(arrow.to) ?? "" }))
    .filter(({ from, to, kind }) => from !== to && !(kind === "notification" && to === "overview log groups"));
  return { areas: model.areas, boxes, arrows: joined(lifted(joined(arrows), boxes, model.areas)) };
}

function merged(id: string, members: readonly Box[]): Box {
  const [first] = members;
  if (first === undefined) throw new Error("a box without members");
  if (first.overview === undefined) return first;
  const areas = unique(members.map(({ area }) => area));
  const names = members.map(({ lines }) => lines[0] ?? "");
  const lines = members.length > shownNames ? [`${members.length} ${noun(first)}`] : names;
  return {
    ...first,
    id,
    title: plurals[first.overview] ?? first.title,
    lines: summaries[first.overview]?.(members) ?? lines,
    area: areas.length === 1 ? areas[0] : (members.find(({ area }) => area?.endsWith("private"))?.area ?? areas[0]),
    resources: members.flatMap(({ resources }) => resources),
  };
}

/** What one box says of all of its members, where it is not their names. */
const summaries: Readonly<Record<string, (members: readonly Box[]) => readonly string[]>> = {
  alarms: (members) => [counted(members)],
  "NAT gateways": (members) => [zonesInWords(members.flatMap(({ lines }) => lines))],
};

const noun = ({ overview: name }: Box): string => (name === "log groups" || name === "secrets" ? name : `of them`);

function counted(members: readonly Box[]): string {
  const rules = members.filter(({ title }) => title === "EventBridge rule").length;
  const alarms = members.length - rules;
  return [alarms > 0 && `${alarms} alarms`, rules > 0 && `${rules} event rules`]
    .filter((text) => text !== false)
    .join(", ");
}

/** Arrows of the same two boxes and kind as one. */
function joined(arrows: readonly Arrow[]): Arrow[] {
  const groups = new Map<string, Arrow>();
  for (const arrow of arrows) {
    const key = arrowKey({ ...arrow, label: "" });
    const known = groups.get(key);
    const labels = unique([...(known?.label.split(", ") ?? []), ...arrow.label.split(", ")]).filter(
      (label) => label !== "",
    );
    const protocol = labels[0]?.split(" ")[0] ?? "";
    const label = labels
      .map((text, index) =>
        index > 0 && /^[A-Z]+ \d/.test(text) && text.startsWith(`${protocol} `)
          ? text.slice(protocol.length + 1)
          : text,
      )
      .filter((text, index, all) => all.indexOf(text) === index && (index === 0 || `${protocol} ${text}` !== labels[0]))
      .join(", ");
    groups.set(key, { ...arrow, label, resources: unique([...(known?.resources ?? []), ...arrow.resources]) });
  }
  return [...groups.values()];
}

/** What all services of a capacity do is drawn once, from their instances. */
function lifted(arrows: readonly Arrow[], boxes: readonly Box[], areas: readonly Area[]): Arrow[] {
  let result = [...arrows];
  for (const { id } of areas.filter(({ kind }) => kind === "capacity")) {
    const inside = boxes.filter(({ area }) => area === id);
    const instances = inside.find(({ title }) => title === "Amazon EC2");
    const services = inside.filter((box) => box !== instances).map((box) => box.id);
    if (instances === undefined || services.length < 2) continue;
    const sameEnd = (a: Arrow, b: Arrow) => a.to === b.to && a.kind === b.kind && a.label === b.label;
    result = result.map((arrow) => {
      if (!services.includes(arrow.from)) return arrow;
      const all = services.every((service) => arrows.some((other) => other.from === service && sameEnd(other, arrow)));
      return all ? { ...arrow, from: instances.id } : arrow;
    });
  }
  return result;
}
