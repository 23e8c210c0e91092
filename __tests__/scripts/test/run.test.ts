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

test("suites run in order; those beside run with the last of the others, one at a time", async () => {
  const { events, suite } = recorded();
  const results = await runSuites(
    [suite("types"), suite("lane", { beside: true }), suite("node", { beside: true }), suite("end to end")],
    () => {},
  );
  expect(results.map(({ name }) => name)).toEqual(["types", "lane", "node", "end to end"]);
  expect(events.slice(0, 4)).toEqual(["types begins", "types ends", "end to end begins", "lane begins"]);
  expect(events.indexOf("lane ends")).toBeLessThan(events.indexOf("node begins"));
});

test("what runs beside shows its output when it has ended, and its programs have a low priority", async () => {
  const lines: string[] = [];
  const beside: Suite = {
    name: "lane",
    beside: true,
    run: async () => {
      say("nice:");
      await show("sh", ["-c", "nice; echo problem >&2"]);
      return passed;
    },
  };
  await runSuites([beside], (line) => lines.push(line));
  const own = Number(lines[0]?.match(/nice:\n(\d+)/)?.[1]);
  expect(own).toBeGreaterThanOrEqual(10);
  expect(lines).toEqual([expect.stringMatching(/── lane[^]*\nnice:\n\d+\nproblem$/)]);
});

test("a suite that this machine cannot run is skipped with the reason; a mistake in one ends the run", async () => {
  const lacks: Suite = { name: "lane", beside: true, run: () => Promise.reject(new UserError("no Python")) };
  const [skipped] = await runSuites([lacks], () => {});
  expect(skipped).toMatchObject({ skippedBecause: "no Python", counts: { passed: 0, failed: 0, skipped: 1 } });
  const broken: Suite = { name: "lane", beside: true, run: () => Promise.reject(new TypeError("a mistake")) };
  await expect(runSuites([broken], () => {})).rejects.toThrow("a mistake");
});
