import { DefaultTokenResolver, Lazy, StringConcat, Token } from "cdktf";
import fc from "fast-check";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { holdsNoToken, late, quickResolve, withoutCreationTraces } from "../../../lib/runner/cdktf.cjs";

test("a token records no stack trace", () => {
  const { creationStack } = Lazy.anyValue({ produce: () => 1 });
  expect(creationStack).toEqual([]);
});

test("what a module has besides its traces stays, and what it lacks is not added", () => {
  const stackTrace = { captureStackTrace: () => ["trace"], other: () => "other" };
  withoutCreationTraces(stackTrace);
  expect(Object.keys(stackTrace)).toEqual(["captureStackTrace", "other"]);
  expect([stackTrace.captureStackTrace(), stackTrace.other()]).toEqual([[], "other"]);
});

test("a late module is loaded by its first use", () => {
  let loads = 0;
  const module = late(() => ({ value: ++loads }));
  expect(loads).toBe(0);
  expect(module.value).toBe(1);
});

describe("what holds no token is not resolved", () => {
  type Resolve = (value: unknown, options: object) => unknown;
  const file = require.resolve("cdktf/lib/tokens/private/resolve");
  const source = readFileSync(file, "utf8");
  const resolver = new DefaultTokenResolver(new StringConcat());
  const resolveBy = (text: string) => {
    const module: { resolve?: Resolve } = {};
    // oxlint-disable-next-line no-implied-eval -- as a CommonJS module is run
    (new Function("exports", "require", text) as (...args: unknown[]) => void)(module, (id: string): unknown =>
      require(join("cdktf/lib/tokens/private", id)),
    );
    return (value: unknown) => module.resolve?.(value, { resolver, preparing: false, prefix: [] });
  };
  const [asItIs, quickly] = [source, quickResolve(source)].map(resolveBy) as [
    ReturnType<typeof resolveBy>,
    ReturnType<typeof resolveBy>,
  ];
  const text = Lazy.stringValue({ produce: () => "text" });
  const number = Lazy.numberValue({ produce: () => 4711 });
  const tokens = [
    text,
    `a ${text} in a text`,
    number,
    `the number ${number}`,
    Lazy.listValue({ produce: () => ["a", "b"] }),
    Lazy.anyValue({ produce: () => ({ key: text, none: undefined }) }),
  ];

  test("in three places of the source", () => {
    expect(quickly("text")).toBe("text");
    expect(quickResolve(source).match(/holdsNoToken\((?:key|x|obj\[key\])\) \?/g)).toHaveLength(3);
    expect(quickResolve("another source")).toMatch(/^another source\n/);
  });

  test("every kind of token is seen", () => {
    expect(tokens.filter(holdsNoToken)).toEqual([]);
    expect(
      [...Object.keys(Token.asStringMap("map")), ...Object.keys(Token.asAnyMap("map"))].filter(holdsNoToken),
    ).toEqual([]);
    expect(["text", "us-east-1", "", 0, -1, 65_536, true, false].every(holdsNoToken)).toBe(true);
  });

  test("and whatever is resolved is what cdktf makes of it", () => {
    const leaf = fc.oneof(
      fc.constantFrom(...tokens),
      fc.string(),
      fc.constantFrom("${aws_vpc.main.id}", "$${HOME}", "#{a}", "1e+5", "-1.5e+300", "}"),
      fc.integer(),
      fc.double({ noNaN: true }),
      fc.boolean(),
      fc.constantFrom(null, undefined),
    );
    const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.array(tie("tree"), { maxLength: 4 }),
        fc.dictionary(fc.string(), tie("tree"), { maxKeys: 4 }),
      ),
    }));
    const result = (resolve: typeof asItIs, value: unknown) => {
      try {
        return { value: resolve(value) };
      } catch (error) {
        return { error: String(error) };
      }
    };
    fc.assert(
      fc.property(tree, (value) => {
        expect(result(quickly, value)).toEqual(result(asItIs, value));
      }),
      { numRuns: 500 },
    );
  });
});
