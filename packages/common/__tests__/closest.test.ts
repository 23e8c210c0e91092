import { closest } from "../closest";

const names = ["healthCheck", "desiredCount", "minimum", "maximum"];

test.each([
  ["healtCheck", "healthCheck"],
  ["health_check", "healthCheck"],
  ["HEALTHCHECK", "healthCheck"],
  ["desired", "desiredCount"],
  ["desiredCounts", "desiredCount"],
  ["minimun", "minimum"],
  ["password", undefined],
  ["mi", undefined],
  ["", undefined],
])("%j is most likely to be %j", (name, expected) => {
  expect(closest(name, names)).toBe(expected);
});

test("where nothing is known, nothing is near", () => {
  expect(closest("a", [])).toBeUndefined();
});
