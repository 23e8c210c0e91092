import type { Deployment, Observation } from "../../../operations/release/follow/observation";
import { advance, beginning, isNew, isOver, type Rollout } from "../../../operations/release/follow/rollout";

const revision = (number: number) => `arn:aws:ecs:eu-central-1:111122223333:task-definition/shop:${number}`;

const deployment = (id: string, number: number, changes: Partial<Deployment> = {}): Deployment => ({
  id,
  isPrimary: true,
  taskDefinition: revision(number),
  state: "IN_PROGRESS",
  reason: "",
  desired: 1,
  running: 0,
  pending: 1,
  failed: 0,
  ...changes,
});

const seen = (deployments: readonly Deployment[], events: readonly string[] = []): Observation => ({
  desired: 1,
  deployments,
  tasks: [],
  events: events.map((message, index) => ({ id: String(index), message })),
});

const old = deployment("one", 3, { state: "COMPLETED", running: 1, pending: 0 });
const retired: Deployment = { ...old, isPrimary: false };
const start = beginning(revision(3), ["one"]);
const look = (rollout: Rollout, ...observations: readonly Observation[]) =>
  observations.reduce((before, observation) => advance(before, observation), rollout);

describe("a rollout", () => {
  test("waits while only the deployments from before are there, however steady they are", () => {
    expect(look(start, seen([old])).phase).toEqual({ kind: "waiting" });
  });

  test("is under way with a deployment of another revision, and steady when ECS calls that one completed", () => {
    const rolling = look(start, seen([deployment("two", 4), retired]));
    expect(rolling.phase).toEqual({ kind: "rolling" });
    expect(isOver(rolling.phase)).toBe(false);
    const steady = look(rolling, seen([deployment("two", 4, { state: "COMPLETED" })]));
    expect(steady.phase).toEqual({ kind: "steady" });
    expect(isOver(steady.phase)).toBe(true);
  });

  test("that goes back is never a success, whoever is steady in the end; the reason outlives the failed deployment", () => {
    const why = "ECS deployment circuit breaker: tasks failed to start.";
    const rolling = look(start, seen([deployment("two", 4), retired]));
    const failed = deployment("two", 4, { isPrimary: false, state: "FAILED", reason: why });
    const back = look(rolling, seen([{ ...old, state: "IN_PROGRESS", reason: "rolling back" }, failed]));
    expect(back.phase).toEqual({ kind: "rolling-back", why });
    expect(isOver(back.phase)).toBe(false);
    expect(look(back, seen([old])).phase).toEqual({ kind: "rolled-back", why });
  });

  test("that goes back to a new deployment of the old revision is recognized as well", () => {
    const rolling = look(start, seen([deployment("two", 4), retired]));
    const event = "(service shop) (deployment two) deployment failed: alarm detected.";
    const back = seen([deployment("three", 3, { state: "COMPLETED" })], [event]);
    expect(look(rolling, back).phase).toEqual({ kind: "rolled-back", why: event });
  });

  test("of which nothing was seen between two looks is distinguished from a success by ECS's events", () => {
    const event = "(service shop) (deployment two) deployment failed: tasks failed to start.";
    expect(advance(start, seen([old], [event]), true).phase).toEqual({ kind: "rolled-back", why: event });
    expect(advance(start, seen([old], [event]), false).phase).toEqual({ kind: "waiting" });
    expect(advance(start, seen([old]), true).phase).toEqual({ kind: "waiting" });
    // An earlier deployment's failure is not this one's.
    const later = beginning(revision(3), ["one"], ["0"]);
    expect(advance(later, seen([old], [event]), true).phase).toEqual({ kind: "waiting" });
  });

  test("that ECS gives up without going back has failed", () => {
    const why = "ECS deployment circuit breaker: tasks failed to start.";
    const failed = look(start, seen([deployment("two", 4, { state: "FAILED", reason: why }), retired]));
    expect(failed.phase).toEqual({ kind: "failed", why });
  });

  test("whose revision somebody deploys once more ends with that deployment", () => {
    const rolling = look(start, seen([deployment("two", 4), retired]));
    const again = look(rolling, seen([deployment("three", 4), deployment("two", 4, { isPrimary: false })]));
    expect(again.phase).toEqual({ kind: "rolling" });
    expect(look(again, seen([deployment("three", 4, { state: "COMPLETED" })])).phase).toEqual({ kind: "steady" });
    const back = [{ ...old, state: "COMPLETED" as const }];
    expect(look(again, seen(back)).phase).toEqual({ kind: "rolled-back", why: "" });
  });

  test("under way whose predecessor is gone already is steady, goes back, or is superseded", () => {
    const watched = look(beginning(undefined, []), seen([deployment("two", 4, { running: 1 })]));
    expect(watched.phase).toEqual({ kind: "rolling" });
    const completed = deployment("two", 4, { state: "COMPLETED" });
    expect(look(watched, seen([completed])).phase).toEqual({ kind: "steady" });
    expect(look(watched, seen([old])).phase.kind).toBe("rolled-back");
    expect(look(watched, seen([deployment("three", 5)])).phase.kind).toBe("superseded");
  });

  test("in whose place somebody deploys something else is superseded", () => {
    const rolling = look(start, seen([deployment("two", 4), retired]));
    const other = seen([deployment("three", 5), deployment("two", 4, { isPrimary: false })]);
    expect(look(rolling, other).phase).toEqual({ kind: "superseded", by: "shop:5" });
  });
});

test("the new revision is that of our deployment, or a later one of the family while there is none", () => {
  expect([2, 3, 4].map((number) => isNew(start, revision(number)))).toEqual([false, false, true]);
  const back = { ...start, ours: deployment("two", 2) };
  expect([2, 3, 4].map((number) => isNew(back, revision(number)))).toEqual([true, false, false]);
});
