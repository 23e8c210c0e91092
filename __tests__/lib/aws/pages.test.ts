import { everyPage, inBatches } from "../../../lib/aws";

const pages: Readonly<Record<string, { items: string[]; next: string | undefined }>> = {
  first: { items: ["a", "b"], next: "second" },
  second: { items: [], next: "third" },
  third: { items: ["c"], next: "" },
};

test("all pages are read, an empty one in between and an empty last token included", async () => {
  const asked: (string | undefined)[] = [];
  const all = await everyPage((token) => {
    asked.push(token);
    return Promise.resolve(pages[token ?? "first"] ?? { items: undefined, next: undefined });
  });
  expect(all).toEqual(["a", "b", "c"]);
  expect(asked).toEqual([undefined, "second", "third"]);
});

test("no more pages are read than are wanted", async () => {
  const ask = jest.fn((token: string | undefined) =>
    Promise.resolve({ items: [token ?? "0"], next: `${token ?? 0}1` }),
  );
  await expect(everyPage(ask, 2)).resolves.toEqual(["0", "01"]);
  expect(ask).toHaveBeenCalledTimes(2);
});

test("what is asked in batches is asked about each thing once, and not at all about none", async () => {
  const ask = jest.fn((batch: number[]) => Promise.resolve(batch.map((number) => number * 10)));
  await expect(inBatches([1, 2, 3], 2, ask)).resolves.toEqual([10, 20, 30]);
  expect(ask.mock.calls).toEqual([[[1, 2]], [[3]]]);
  ask.mockClear();
  await expect(inBatches([], 2, ask)).resolves.toEqual([]);
  expect(ask).not.toHaveBeenCalled();
});
