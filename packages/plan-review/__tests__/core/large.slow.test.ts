import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { temporaryFolder } from "../../../common/__tests__/helpers/programs";
import { readInputs } from "../../read";
import { largeFile, parseLarge } from "../../read/large";
import { planOf, update } from "./parts";

const chunks = (text: string, size: number): Buffer[] => {
  const bytes = Buffer.from(text);
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  );
};

test("JSON that is read in pieces is what JSON.parse makes of it", () => {
  const long = fc.string({ minLength: 0, maxLength: 200, unit: "binary" });
  const item = fc.record({ a: long, b: fc.array(fc.record({ c: long, d: fc.jsonValue() })), e: fc.jsonValue() });
  fc.assert(
    fc.property(
      fc.array(item),
      fc.integer({ min: 1, max: 500 }),
      fc.constantFrom(undefined, 2),
      (items, size, space) => {
        const text = JSON.stringify({ x: items, "\\": [[items]], __proto__: null }, undefined, space);
        expect(parseLarge(chunks(text, size))).toEqual(JSON.parse(text));
      },
    ),
    { numRuns: 150 },
  );
});

test("a key of JavaScript's own is a key like others", () => {
  const text = `{"a":[{"__proto__":{"x":["${"y".repeat(200)}"]},"constructor":1}]}`;
  expect(JSON.stringify(parseLarge(chunks(text, 7)))).toBe(JSON.stringify(JSON.parse(text)));
});

test.each(["{", '{"a":[}', '{"a":"', "", '{"a":[{"b":1}]} x', "[1,2"])("%j is refused", (text) => {
  expect(() => parseLarge(chunks(text, 3))).toThrow(/JSON|brackets|does not end/);
});

describe("a file of many megabytes", () => {
  const folder = join(temporaryFolder(), "plans");
  mkdirSync(folder);
  const plan = JSON.stringify(planOf([update("aws_a.b", { text: "x".repeat(largeFile) }, { text: "y" })]));
  const read = (name: string, content: string | Buffer) => {
    writeFileSync(join(folder, name), content);
    return readInputs([join(folder, name)], join(folder, "no-synth")).inputs[0];
  };

  test("is a plan like any other", () => {
    expect(read("a.json", `\uFEFF${plan}`)).toMatchObject({ status: "planned", plan: JSON.parse(plan) });
  });

  test("that is cut short, or no plan, says so", () => {
    expect(read("b.json", plan.slice(0, -5))).toMatchObject({ message: expect.stringContaining("is cut short") });
    expect(read("c.json", `[${plan}]`)).toMatchObject({ message: expect.stringContaining("is a list, not a plan") });
    expect(read("d.json", Buffer.from(`\uFEFF${plan}`, "utf16le"))).toMatchObject({ status: "planned" });
  });
});
