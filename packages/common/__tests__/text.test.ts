import { alternatives, isoToday, list, plural } from "../text";

test.each([
  [plural(1, "task"), "1 task"],
  [plural(0, "task"), "0 tasks"],
  [plural(2000, "task"), "2,000 tasks"],
  [plural(1, "policy", "policies"), "1 policy"],
  [plural(2, "policy", "policies"), "2 policies"],
  [list([]), ""],
  [list(["a"]), "a"],
  [list(["a", 22]), "a and 22"],
  [list(["a", "b", "c"]), "a, b and c"],
  [alternatives(["a", "b", "c"]), "a, b or c"],
])("%s", (text, expected) => {
  expect(text).toBe(expected);
});

test("today is the day in UTC", () => {
  jest.useFakeTimers({ now: Date.UTC(2026, 10, 27, 23, 59) });
  expect(isoToday()).toBe("2026-11-27");
  jest.useRealTimers();
});
