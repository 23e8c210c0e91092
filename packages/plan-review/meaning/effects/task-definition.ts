import type { Effect } from "../../model";
import { stepsOf } from "../diff/diff";
import { count, high, isOn, low, say, type ChangeDetails } from "../details";
import { valuesOf } from "../resource-index";
import { rollbacksOf } from "./rollback";
import { onlyGroup, sizeOf, tasksPerInstance, typesOf, type TaskSize } from "./rollout";

/** A task definition is never changed: what looks like a replacement is its next revision. */
export function describeTaskDefinition(details: ChangeDetails): readonly Effect[] {
  const { change, name, after, before } = details;
  const keeps = isOn((change.action === "destroy" ? before : after).skip_destroy);
  if (change.action === "destroy") {
    return [
      keeps
        ? low(`task definition ${name}: Terraform stops managing it; its revisions stay`)
        : low(`task definition ${name} deregistered: nothing new starts from it`),
    ];
  }
  if (change.action !== "replace") return [];
  const because = [...new Set(change.replacePaths.map((path) => stepsOf(path)[0] ?? path))].join(", ");
  const old = keeps ? "the old one is kept" : "the old one is deregistered, so there is no way back to it";
  const why = because === "" ? "" : ` because ${because} changed`;
  return say(
    low(`task definition ${name} replaced${why}: a new revision, ${old}`),
    ...rollbacks(details),
    fits(details),
  );
}

function rollbacks({ change, name }: ChangeDetails): Effect[] {
  const all = rollbacksOf(change.before, change.after);
  const images = [...new Set(all.map(({ before, after }) => `${before} -> ${after}`))].join(", ");
  return all.length === 0
    ? []
    : [
        high(
          `task definition ${name}: rollback, image ${images}: what runs now is the later one; migrations that came with it stay`,
        ),
      ];
}

/** Whether a task that grows still has an instance to run on. */
function fits({ change, resourceIndex, name }: ChangeDetails): Effect | undefined {
  const [was, becomes] = [sizeOf(change.before), sizeOf(change.after)];
  if (was === undefined || becomes === undefined) return undefined;
  if (becomes.memoryMiB <= was.memoryMiB && becomes.cpu <= was.cpu) return undefined;
  const group = onlyGroup(change, resourceIndex);
  if (group === undefined || isFargate(valuesOf(change))) return undefined;
  const types = typesOf(group, resourceIndex);
  const tasks = (size: TaskSize) => tasksPerInstance(size, types, resourceIndex.context.instanceSize);
  const [before, after] = [tasks(was), tasks(becomes)];
  if (after === undefined) return undefined;
  if (after === 0)
    return high(`task definition ${name}: a task of ${inWords(becomes)} fits on no instance of ${types.join(", ")}`);
  if (before === undefined || before === after) return undefined;
  return low(`task definition ${name}: ${count(after, "task")} fit on an instance, not ${before}`);
}

function inWords({ cpu, memoryMiB }: TaskSize): string {
  return `${cpu} CPU units and ${memoryMiB} MiB`;
}

function isFargate({ requires_compatibilities: list }: ChangeDetails["after"]): boolean {
  return Array.isArray(list) && list.includes("FARGATE") && !list.includes("EC2");
}
