import { stripVTControlCharacters } from "node:util";
import { diagnose } from "../../../operations/status/diagnose";
import { report } from "../../../operations/status/report";
import type { Snapshot } from "../../../operations/status/snapshot";
import { counts, firstOf } from "../../../operations/status/summarize";
import { crashed, healthy, task } from "./parts";

const many = <Item>(count: number, item: (index: number) => Item): readonly Item[] =>
  Array.from({ length: count }, (_, index) => item(index));
const id = (index: number) => index.toString(16).padStart(32, "0");
const [instance] = healthy.instances;

/** 30 tasks on 12 instances: two of an older revision, one unhealthy, one starting; an agent that is gone; 15 crashes. */
const large: Snapshot = {
  ...healthy,
  instances: many(12, (index) => ({ ...instance!, id: `i-${index}`, agentConnected: index !== 7 })),
  tasks: many(30, (index) => ({
    ...task,
    id: id(index),
    taskDefinition: index < 2 ? "app:6" : "app:7",
    zone: index % 3 === 0 ? "eu-central-1b" : "eu-central-1a",
    status: index === 20 ? "PENDING" : "RUNNING",
    health: index === 21 ? "UNHEALTHY" : "HEALTHY",
  })),
  stopped: many(15, (index) => crashed(id(index), index < 10 ? 1 : 137)),
  targets: many(30, (index) => ({
    targetGroup: "web-1",
    id: "i-1",
    port: 32768 + index,
    state: index < 8 ? "unhealthy" : "healthy",
  })),
};
const text = stripVTControlCharacters(report(large, diagnose(large)));
const section = (title: string) => text.split(`\n${title}\n`)[1]?.split("\n\n")[0]?.split("\n");

test("many tasks are counted by status, health, revision and zone, the worst ones shown first", () => {
  expect(section("Tasks")).toEqual([
    "  30 tasks: RUNNING 29, PENDING 1",
    "  health: HEALTHY 29, UNHEALTHY 1",
    "  revisions: app:7 28, app:6 2",
    "  zones: eu-central-1a 20, eu-central-1b 10",
    expect.stringContaining("00000000  app:7  RUNNING  UNHEALTHY"),
    expect.stringContaining("web"),
    expect.stringContaining("00000000  app:7  PENDING"),
    expect.stringContaining("web"),
  ]);
});

test("many instances are counted, and those that are impaired shown", () => {
  expect(section("Instances")).toEqual([
    "  12 instances: ACTIVE 11, not connected 1",
    "  types: m7i.large 12",
    "  zones: eu-central-1a 12",
    "  free cpu 6144 of 24576, memory 56520 of 93384 MiB",
    expect.stringContaining("i-7"),
  ]);
});

test("many stopped tasks are counted by revision and reason, many targets by state", () => {
  expect(section("Stopped lately")).toEqual([
    "  10 tasks  app:7  Essential container in task exited: web exit code 1",
    "  5 tasks  app:7  Essential container in task exited: web exit code 137",
  ]);
  expect(section("Targets")?.[0]).toBe("  30 targets: healthy 22, unhealthy 8");
  expect(section("Targets")).toHaveLength(6);
});

test("evidence names the first ones, and how many more there are", () => {
  const targets = diagnose(large).find(({ trouble }) => trouble === "unhealthy targets");
  expect(targets?.evidence).toHaveLength(6);
  expect(targets?.evidence.at(-1)).toBe("and 3 more");
});

test("the most frequent value comes first, and few are all shown", () => {
  expect(counts(["b", "a", "b"], (value) => value)).toBe("b 2, a 1");
  expect(firstOf([1, 2], String)).toEqual(["1", "2"]);
});
