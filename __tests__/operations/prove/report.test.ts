import { proveRollout, type RolloutFacts } from "../../../rollout";
import { exitCode, report } from "../../../operations/prove/report";
import { factsWith } from "../../rollout/facts";

const shown = (facts: RolloutFacts, environment = "production") =>
  report([{ environment, proof: proveRollout(facts) }]);

test("a proof is words and a small table", () => {
  const capacity = { instanceTypes: ["m7i.large", "m6i.large", "m7a.large"] };
  expect(shown(factsWith({ capacity }))).toBe(
    `
production: every rollout can finish

m7i.large holds 1 task: host port 4000 is there once; m6i.large and m7a.large
hold no fewer. It would hold 1 by CPU alone (2048 CPU units, 1536 a task) and 2
by memory alone (7321 MiB for tasks, 3072 a task).

                                            at 1 task   at 2 tasks
  instances at rest                                 1            2
  rolling update: tasks that stay healthy           1            2
  rolling update: tasks at its peak                 2            4
  rolling update: instances at its peak             2            4
  instance refresh: instances at its peak           2            4
  zone loss: tasks that stay up                     0            1

A rolling update of 1 task, step by step:
  start 1 new     1 old + 1 new         2 instances
  stop 1 old      0 old + 1 new         1 instance

Headroom within 4 instances: 3 more tasks at rest, 2 if a rolling update is
still to finish. Automatic scaling may add 1.

! At 1 task the loss of one zone takes all of them: the service is down until a
  new instance has started one.
`.trim(),
  );
});

test("a blue/green deployment is called so", () => {
  const deployment = { strategy: "blue-green", minimumHealthyPercent: 100, maximumPercent: 200 } as const;
  const text = shown(factsWith({ service: { deployment } }));
  expect(text).toContain("  blue/green deployment: instances at its peak             2            4\n");
  expect(text).toContain("A blue/green deployment of 1 task, step by step:");
  expect(text).not.toContain("rolling update");
});

test("what blocks is shown with the smallest fix first", () => {
  const refresh = { minHealthyPercentage: 90, maxHealthyPercentage: 100 };
  const facts = factsWith({ capacity: { maximum: 1, instanceRefresh: refresh }, service: { maximum: 1 } });
  expect(shown(facts)).toBe(
    `
production: blocked at rolling update

of 1 task, 1 must stay healthy (100 %), so none may stop before a new one is
healthy; and a new one has no room, because the group is limited to 1 instance
(capacity.maximum) and all are full (1 task each: host port 4000)

smallest fix  capacity.maximum 1 -> 2
or            service.deployment.minimumHealthyPercent 100 -> 0 (fewer tasks)
`.trim(),
  );
});

test("what an unknown instance type has to offer is at the top", () => {
  expect(shown(factsWith({ capacity: { instanceTypes: ["m99i.large"] } }))).toContain(
    `
production: every rollout can finish, if a plan finds what it requires

m99i.large must hold 1 task for a rolling update to finish: at least 2 vCPU,
3668 MiB of memory.

An instance holds 1 task, as required.
`.trim(),
  );
});

test("of a long update the first steps are shown, and the last", () => {
  const service = { desired: 9, maximum: 9, deployment: { minimumHealthyPercent: 100, maximumPercent: 112 } };
  const text = shown(factsWith({ capacity: { maximum: 12 }, service: { ...service, minimum: 9 } }));
  expect(text).toContain(
    "  start 1 new     7 old + 3 new         10 instances\n  ... 12 more\n  stop 1 old      0 old + 9 new",
  );
});

test("a service that begins without tasks has no steps to show", () => {
  expect(shown(factsWith({ service: { minimum: 0, desired: 0, maximum: 1 } }))).toContain(
    "Without tasks a rolling update has nothing to replace.",
  );
});

test("nothing is wider than 80 columns", () => {
  const wide = factsWith({
    capacity: {
      instanceTypes: ["m7i.large", "m7i-flex.large", "m6i.large", "m6a.large", "m7a.large"],
      spotPercent: 50,
    },
    task: { networkMode: "awsvpc", hostPorts: [], cpu: 256, memoryMiB: 512 },
    service: { minimum: 2, desired: 3, maximum: 7 },
  });
  const facts = [wide, factsWith(), factsWith({ capacity: { maximum: 1 } })];
  for (const line of facts.flatMap((each) => shown(each).split("\n"))) expect(line.length).toBeLessThanOrEqual(80);
});

test("a blocked environment is what the program fails for", () => {
  const named = (facts: RolloutFacts) => ({ environment: "production", proof: proveRollout(facts) });
  const fine = named(factsWith());
  const undecided = named(factsWith({ capacity: { instanceTypes: ["m99i.large"] } }));
  const blocked = named(factsWith({ capacity: { maximum: 1 } }));
  expect(exitCode([fine, undecided])).toBe(0);
  expect(exitCode([fine, blocked])).toBe(1);
});
