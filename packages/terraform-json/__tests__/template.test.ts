import * as fc from "fast-check";
import { interpolationsOf, onlyInterpolation, parseJson, tryParseJson } from "..";

const expressions = (text: string) => interpolationsOf(text).map(({ expression }) => expression);

describe("interpolations", () => {
  test("are found in longer strings, one after the other", () => {
    expect(expressions("arn:${aws_vpc.a.id}:x/${var.b}")).toEqual(["aws_vpc.a.id", "var.b"]);
    expect(expressions("no interpolation, $5 {x} %d")).toEqual([]);
  });

  test("may hold braces, quotes and templates of their own", () => {
    expect(expressions('a${merge({a = "}"}, {b = "${var.c}"})}b${d}')).toEqual([
      'merge({a = "}"}, {b = "${var.c}"})',
      "d",
    ]);
    expect(expressions('${join("\\"}", var.x)}')).toEqual(['join("\\"}", var.x)']);
    expect(expressions("%{ if var.a }yes%{ endif }")).toEqual([" if var.a ", " endif "]);
  });

  test("$${ is a literal ${, as Terraform has it", () => {
    expect(expressions("$${aws:username} ${var.a}")).toEqual(["var.a"]);
    expect(expressions('${format("$${x}", var.a)}')).toEqual(['format("$${x}", var.a)']);
  });

  test("one that never closes reaches to the end", () => {
    expect(interpolationsOf("a${b")).toEqual([{ start: 1, end: 4, expression: "b" }]);
  });

  test("onlyInterpolation is for strings that are one interpolation and nothing else", () => {
    expect(onlyInterpolation("${aws_vpc.a.id}")).toBe("aws_vpc.a.id");
    expect(onlyInterpolation("${a}${b}")).toBeUndefined();
    expect(onlyInterpolation("x${a}")).toBeUndefined();
    expect(onlyInterpolation("%{ if a }")).toBeUndefined();
  });
});

describe("JSON with interpolations", () => {
  test("keeps an interpolation inside a string, and makes a string of one that represents a value", () => {
    expect(parseJson('{"arn":"${a.b.arn}/*","cpu":${var.cpu},"list":[${a.b.c},1],"${var.k}":null}')).toEqual({
      arn: "${a.b.arn}/*",
      cpu: "${var.cpu}",
      list: ["${a.b.c}", 1],
      "${var.k}": null,
    });
  });

  test("quotes inside an interpolation end no string", () => {
    expect(parseJson('{"a":"x${aws_x.y["k"].arn}z","b":${lookup(var.m, "k")}}')).toEqual({
      a: 'x${aws_x.y["k"].arn}z',
      b: '${lookup(var.m, "k")}',
    });
  });

  test("leaves $${ alone", () => {
    expect(parseJson('{"r":"arn:aws:s3:::b/$${aws:username}"}')).toEqual({ r: "arn:aws:s3:::b/$${aws:username}" });
    expect(parseJson('["$$${a}"]')).toEqual(["$$${a}"]);
  });

  test("what is no JSON around the interpolations is an error", () => {
    expect(() => parseJson("{${a}")).toThrow(SyntaxError);
    expect(tryParseJson("{${a}")).toBeUndefined();
    expect(tryParseJson("text")).toBeUndefined();
    expect(tryParseJson("12")).toBeUndefined();
    expect(tryParseJson(12)).toBeUndefined();
    expect(tryParseJson(' [{"a":1}]')).toEqual([{ a: 1 }]);
  });

  test("any JSON without interpolations is read as JSON.parse reads it", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), (text) => {
        fc.pre(!/[$%]\{/.test(text));
        expect(parseJson(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  test("interpolations put at any place of any JSON come back where they were", () => {
    const interpolation = fc.constantFrom("${aws_vpc.a.id}", '${x["k"].y}', '${f("}", {a = "${b}"})}');
    const text = fc.string().map((plain) => plain.replace(/[$%"\\{}]/g, ""));
    const leaf = fc.tuple(text, interpolation, text).map((parts) => parts.join(""));
    const { value } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.integer(),
        fc.array(tie("value"), { maxLength: 3 }),
        fc.dictionary(text, tie("value"), { maxKeys: 3 }),
      ),
    }));
    // Terraform fills the interpolations before anyone reads the JSON, so quotes inside them are not escaped.
    const write = (item: unknown): string => {
      if (typeof item === "string") {
        return `"${item.replace(/\$\{.*\}|[\s\S]/gu, (part) => (part.startsWith("${") ? part : JSON.stringify(part).slice(1, -1)))}"`;
      }
      if (Array.isArray(item)) return `[${item.map(write).join(",")}]`;
      if (typeof item !== "object" || item === null) return JSON.stringify(item);
      return `{${Object.entries(item)
        .map(([key, own]) => `${JSON.stringify(key)}:${write(own)}`)
        .join(",")}}`;
    };
    fc.assert(fc.property(value, (item) => expect(parseJson(write(item))).toEqual(item)));
  });
});
