import type { DiffLine } from "../../model";
import { isRecord, type Properties } from "../../../terraform-json";
import { isNothing, isScalar, keysOf, same, type Knowledge } from "./equal";
import { imagesOf } from "./image";
import { added, changed, line, removed, type Path } from "./lines";
import { contentOf } from "./lists";
import { parseStructure } from "./parse";
import { diffRecord, diffValue, own } from "./values";

/** Lists of a container whose entries have a name, by the key it is in. Source: ECS API, `ContainerDefinition`. */
const named: Readonly<Record<string, readonly string[]>> = {
  environment: ["name"],
  secrets: ["name"],
  environmentFiles: ["value"],
  portMappings: ["containerPort", "protocol", "hostPort"],
  mountPoints: ["containerPath"],
  volumesFrom: ["sourceContainer"],
  dependsOn: ["containerName"],
  ulimits: ["name"],
  systemControls: ["namespace"],
  extraHosts: ["hostname", "ipAddress"],
  resourceRequirements: ["type"],
};

/** What ECS fills in where a container says nothing, beside what means nothing anyway. Source: ECS API, `ContainerDefinition`. */
const defaults: Properties = { essential: true };
const portDefaults: Properties = { protocol: "tcp", hostPort: 0 };
/** Source: ECS API, `HealthCheck`. */
const healthCheckDefaults: Properties = { interval: 30, timeout: 5, retries: 3 };

/** `container_definitions` by container, and in them by name, key, port and path. Undefined where the JSON cannot be read so. */
export function diffContainers(before: unknown, after: unknown, knowledge: Knowledge): DiffLine[] | undefined {
  const [was, becomes] = [readContainers(before), readContainers(after)];
  if (was === undefined || becomes === undefined) return undefined;
  return [...new Set([...was.keys(), ...becomes.keys()])].flatMap((name) => {
    const path = [`container ${name}`];
    const [old, young] = [was.get(name), becomes.get(name)];
    if (old === undefined) return [added(path, young?.image), ...diffContainer(path, {}, young ?? {}, knowledge)];
    if (young === undefined) return [removed(path, old.image)];
    return diffContainer(path, old, young, knowledge);
  });
}

/** Containers by name; undefined for what is no list of containers with names of their own, and empty for nothing at all. */
export function readContainers(definitions: unknown): Map<string, Properties> | undefined {
  if (isNothing(definitions)) return new Map();
  const list = parseStructure(definitions);
  if (!Array.isArray(list)) return undefined;
  const containers = new Map<string, Properties>();
  for (const container of list) {
    if (!isRecord(container) || !isScalar(container.name)) return undefined;
    containers.set(String(container.name), container);
  }
  return containers.size === list.length ? containers : undefined;
}

function diffContainer(path: Path, before: Properties, after: Properties, knowledge: Knowledge): DiffLine[] {
  const isNew = Object.keys(before).length === 0;
  const old = isNew ? before : { ...defaults, ...withoutNothing(before) };
  const young = { ...(isNew ? {} : defaults), ...withoutNothing(after) };
  return keysOf(old, young)
    .filter((key) => key !== "name" && !(isNew && key === "image"))
    .flatMap((key) => diffArgument([...path, key], key, own(old, key), own(young, key), knowledge));
}

function diffArgument(path: Path, key: string, before: unknown, after: unknown, knowledge: Knowledge): DiffLine[] {
  if (key === "image" && typeof before === "string" && typeof after === "string") {
    if (same(before, after, knowledge)) return [];
    const images = imagesOf(before, after, knowledge);
    return same(images.before, images.after, knowledge) ? [] : [changed(path, images.before, images.after)];
  }
  const names = own(named, key);
  if (Array.isArray(names)) return diffNamedList(path, names.map(String), key, before, after, knowledge);
  if (key === "healthCheck" && isRecord(before) && isRecord(after)) {
    return diffRecord(
      path,
      withDefaults(healthCheckDefaults, before),
      withDefaults(healthCheckDefaults, after),
      knowledge,
    );
  }
  return diffValue(path, before, after, knowledge);
}

/** A variable that is empty is there all the same, so being in the list is what counts. */
function diffNamedList(
  path: Path,
  names: readonly string[],
  key: string,
  before: unknown,
  after: unknown,
  knowledge: Knowledge,
): DiffLine[] {
  const [was, becomes] = [entriesOf(before, names, key), entriesOf(after, names, key)];
  if (was === undefined || becomes === undefined) return diffValue(path, before, after, knowledge);
  const first = names[0] ?? "name";
  return [...new Set([...was.keys(), ...becomes.keys()])].flatMap((name) => {
    const place = [...path, name];
    const [old, young] = [was.get(name), becomes.get(name)];
    if (old === undefined) return [added(place, entryOf(young ?? {}, first))];
    if (young === undefined) return [removed(place, entryOf(old, first))];
    return diffRecord(place, old, young, knowledge).map((found) => collapsed(found, place));
  });
}

/** Entries by name; undefined where one has none or two have the same. */
function entriesOf(value: unknown, names: readonly string[], key: string): Map<string, Properties> | undefined {
  if (isNothing(value)) return new Map();
  if (!Array.isArray(value)) return undefined;
  const entries = new Map<string, Properties>();
  for (const item of value) {
    if (!isRecord(item)) return undefined;
    const entry = key === "portMappings" ? withDefaults(portDefaults, item) : item;
    const name = nameOf(entry, names, key);
    if (name === undefined || entries.has(name)) return undefined;
    entries.set(name, entry);
  }
  return entries;
}

/** `4000`, `53/udp`; a port that is published twice is known by where, too. */
function nameOf(entry: Properties, names: readonly string[], key: string): string | undefined {
  const [name, ...more] = names.map((part) => entry[part]);
  if (!isScalar(name) || name === "") return undefined;
  if (key === "portMappings") return entry.protocol === "tcp" ? String(name) : `${name}/${String(entry.protocol)}`;
  return more.length === 0 ? String(name) : [name, ...more].join(" ");
}

function entryOf(entry: Properties, name: string): unknown {
  if (isScalar(entry.valueFrom)) return entry.valueFrom;
  return contentOf(entry, name);
}

/** The only thing that a variable or secret has is its value. */
function collapsed(found: DiffLine, place: Path): DiffLine {
  const last = found.path.length === place.length + 1 ? found.path.at(-1) : undefined;
  return last === "value" || last === "valueFrom" ? line({ ...found, path: place }) : found;
}

function withDefaults(filled: Properties, value: Properties): Properties {
  return { ...filled, ...withoutNothing(value) };
}

/** `essential: false` is worth more than nothing: it is not what ECS fills in. */
function withoutNothing(value: Properties): Properties {
  return Object.fromEntries(
    Object.entries(value).filter(([key, item]) => !isNothing(item) || (key === "essential" && item === false)),
  );
}
