/** Values of a metric by minute; undefined where there is no sample. */
export type Sample = number | undefined;

type Value = Sample | readonly Sample[];

/**
 * One result of CloudWatch's metric math, as far as the platform's alarms use it: numbers, ids, `+ - * /`, comparisons, `IF`, `FILL`, `MAX`,
 * `SUM` and lists. What is made of a missing value is missing.
 *
 * Source: CloudWatch User Guide, "Using math expressions with CloudWatch metrics".
 *
 * @throws Error for what it does not know, since a guess would prove nothing
 */
export function evaluate(expression: string, values: Readonly<Record<string, Sample>>): Sample {
  const tokens = expression.match(/\d+(?:\.\d+)?|[A-Za-z_]\w*|[<>]=?|[-+*/(),[\]]/g) ?? [];
  let at = 0;
  const next = () => tokens[at++] ?? "";
  const expect = (token: string) => {
    if (next() !== token) throw new Error(`metric math ${expression}: expected ${token} at token ${at}`);
  };
  const listUntil = (end: string): Value[] => {
    const items: Value[] = [];
    while (tokens[at] !== end) {
      items.push(comparison());
      if (tokens[at] === ",") at += 1;
    }
    at += 1;
    return items;
  };
  const atom = (): Value => {
    const token = next();
    if (token === "(") {
      const value = comparison();
      expect(")");
      return value;
    }
    if (token === "[") return listUntil("]").map(single);
    if (/^\d/.test(token)) return Number(token);
    if (tokens[at] === "(") {
      at += 1;
      return call(token, listUntil(")"));
    }
    if (token in values) return values[token];
    throw new Error(`metric math ${expression}: unknown ${token}`);
  };
  const binary =
    (inner: () => Value, operators: Readonly<Record<string, (a: number, b: number) => number>>) => (): Value => {
      let left = inner();
      for (let apply = operators[tokens[at] ?? ""]; apply !== undefined; apply = operators[tokens[at] ?? ""]) {
        at += 1;
        const [a, b] = [single(left), single(inner())];
        left = a === undefined || b === undefined ? undefined : apply(a, b);
      }
      return left;
    };
  const product = binary(atom, { "*": (a, b) => a * b, "/": (a, b) => a / b });
  const sum = binary(product, { "+": (a, b) => a + b, "-": (a, b) => a - b });
  const comparison: () => Value = binary(sum, {
    ">": (a, b) => Number(a > b),
    "<": (a, b) => Number(a < b),
    ">=": (a, b) => Number(a >= b),
    "<=": (a, b) => Number(a <= b),
  });
  return single(comparison());
}

function single(value: Value): Sample {
  if (Array.isArray(value)) throw new Error("metric math: a list where a number is expected");
  return value as Sample;
}

function call(name: string, values: readonly Value[]): Sample {
  const [first, second, third] = values;
  const numbers = (Array.isArray(first) ? (first as readonly Sample[]) : []).filter((value) => value !== undefined);
  switch (name) {
    case "IF": {
      const condition = single(first);
      if (condition === undefined) return undefined;
      return single(condition === 0 ? third : second);
    }
    case "FILL":
      return single(first) ?? single(second);
    case "MAX":
      return numbers.length === 0 ? undefined : Math.max(...numbers);
    case "SUM":
      return numbers.reduce((sum, number) => sum + number, 0);
    default:
      throw new Error(`metric math: unknown function ${name}`);
  }
}
