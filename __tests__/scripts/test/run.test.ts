import { UserError } from "../../../packages/common/errors";
import { runSuites } from "../../../scripts/test/run";
import { say, show } from "../../../scripts/test/show";
import type { Suite } from "../../../scripts/test/suites";

const passed = { passed: 1, failed: 0, skipped: 0 };

/** Suites that write down when they begin and end. */
function recorded() {
  const events: string[] = [];
  const suite = (name: string, more: Partial<Suite> = {}): Suite => ({
    name,
    run: async () => {
      events.push(`${name} begins`);
      await new Promise((resolve) => setTimeout(resolve, 20));
      events.push(`${name} ends`);
      return passed;
    },
    ...more,
  });
  return { events, suite };
}

test("suites run in order; those that wait begin with the first, and are shown last", async () => {
  const { events, suite } = recorded();
  const lines: string[] = [];
  const results = await runSuites([suite("types"), suite("end to end", { waits: true }), suite("lane")], (line) =>
    lines.push(line),
  );
  expect(results.map(({ name }) => name)).toEqual(["types", "end to end", "lane"]);
  expect(events.slice(0, 2).toSorted()).toEqual(["end to end begins", "types begins"]);
  expect(events.indexOf("types ends")).toBeLessThan(events.indexOf("lane begins"));
  expect(lines.map((line) => /── (.*)/.exec(line)?.[1])).toEqual(["types", "lane", "end to end"]);
});

test("what a suite that waits prints is shown when the others have ended", async () => {
  const lines: string[] = [];
  const waits: Suite = {
    name: "end to end",
    waits: true,
    run: async () => {
      say("begun");
      await show("sh", ["-c", "echo problem >&2"]);
      return passed;
    },
  };
  await runSuites([waits], (line) => lines.push(line));
  expect(lines).toEqual([expect.stringMatching(/── end to end[^]*\nbegun\nproblem$/)]);
});

test("a suite that this machine cannot run is skipped with the reason; a mistake in one ends the run", async () => {
  const lacks: Suite = { name: "end to end", waits: true, run: () => Promise.reject(new UserError("no Python")) };
  const [skipped] = await runSuites([lacks], () => {});
  expect(skipped).toMatchObject({ skippedBecause: "no Python", counts: { passed: 0, failed: 0, skipped: 1 } });
  const broken: Suite = { name: "end to end", waits: true, run: () => Promise.reject(new TypeError("a mistake")) };
  await expect(runSuites([broken], () => {})).rejects.toThrow("a mistake");
});
