import { proveRollout } from "../../rollout";
import { fieldNames, fieldOf } from "../../rollout/fields";
import { factsWith } from "./facts";

const fields = fieldNames("services.web", "capacities.jobs");

test("facts are called as in the environment, by the longest part of their path that has a name", () => {
  expect(fieldOf({ fields }, "capacity.maximum")).toBe("capacities.jobs.maximum");
  expect(fieldOf({ fields }, "service.maximum")).toBe("services.web.scaling.maximum");
  expect(fieldOf({ fields }, "service.deployment.maximumPercent")).toBe("services.web.deployment.maximumPercent");
  expect(fieldOf({ fields }, "network.zones")).toBe("network.zones");
  expect(fieldOf({}, "service.maximum")).toBe("service.maximum");
});

test("a proof names those fields in its reason and in its fixes", () => {
  const proof = proveRollout({ ...factsWith({ capacity: { maximum: 1 }, service: { maximum: 1 } }), fields });
  if (proof.verdict !== "blocked") throw new Error(proof.verdict);
  expect(proof.reason).toContain("limited to 1 instance (capacities.jobs.maximum)");
  expect(proof.fixes.flatMap(({ changes }) => changes).map(({ field }) => field)).toEqual(["capacities.jobs.maximum"]);
});

test("so does what it says of facts that cannot be", () => {
  expect(() => proveRollout({ ...factsWith({ service: { desired: 3 } }), fields })).toThrow(
    new RangeError("services.web.scaling.desired must be at most services.web.scaling.maximum (2), got 3"),
  );
  expect(() => proveRollout({ ...factsWith({ task: { memoryMiB: 0 } }), fields })).toThrow(
    "services.web.containers.*.memoryReservationMiB (sum) must be a whole number from 1",
  );
});
