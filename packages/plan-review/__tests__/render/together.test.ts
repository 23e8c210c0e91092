import type { Block, PlacedEffect } from "../../model";
import { prose } from "../../render/html/tag";
import { blocksTogether, together } from "../../render/together";

const places = ["aws_db_instance.a", "aws_db_instance.b", "aws_db_instance.c"];

test("effects that name no resource are one as well", () => {
  const effects = places.map((address): PlacedEffect => ({
    risk: "medium",
    stack: "app",
    address,
    text: "not protected",
  }));
  expect(together(effects)).toEqual([{ risk: "medium", stack: "app", text: "3 × not protected", names: places }]);
  expect(together(effects.slice(1))).toHaveLength(2);
});

test("blocks whose remedies differ in the resource alone are one, with a waiver for each", () => {
  const blocks = places.map((address): Block => ({
    stack: "app",
    address,
    rule: "destroys-data",
    text: "it is destroyed",
    remedy: `waive it: { resource: "app/${address}" }`,
  }));
  expect(blocksTogether(blocks)).toMatchObject([
    { addresses: places, remedy: 'waive it: { resource: "app/ADDRESS" }' },
  ]);
  expect(blocksTogether(blocks.slice(1)).map(({ remedy }) => remedy)).toEqual(
    blocks.slice(1).map(({ remedy }) => remedy),
  );
});

test("both sides of an arrow stay in one line", () => {
  expect(prose("image production-305 -> production-306; <b>")).toBe(
    'image <span class="nb">production-305\u00a0→\u00a0production-306;</span> &#60;b&#62;',
  );
});
