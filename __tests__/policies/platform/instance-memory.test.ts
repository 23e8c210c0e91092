import { memoryGiBOf } from "../../../policies/platform/shared/instance-memory";

test.each([
  ["db.t4g.micro", 1],
  ["db.t3.2xlarge", 32],
  ["db.m7g.large", 8],
  ["db.m6gd.4xlarge", 64],
  ["db.r6i.16xlarge", 512],
  ["db.r8g.xlarge", 32],
  ["db.x2iedn.xlarge", 64],
  ["db.c6gd.medium", 2],
])("%s has %i GiB", (instanceClass, memory) => {
  expect(memoryGiBOf(instanceClass)).toBe(memory);
});

test.each(["db.m1.large", "db.r3.large", "db.serverless", "db.m7g.metal", "m7g.large", "db.q7.large"])(
  "the memory of %s is not known",
  (instanceClass) => {
    expect(memoryGiBOf(instanceClass)).toBeUndefined();
  },
);
