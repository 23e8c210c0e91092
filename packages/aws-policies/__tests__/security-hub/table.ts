import type { Control } from "../../security-hub/shared/control";
import { isRecord, type Configuration } from "../../../terraform-json";
import { stackOf, verdicts, type Resources } from "../parts";

type Input = Resources | readonly Configuration[];

/** What a control says of some configurations. */
export interface Case {
  /** Each passes: all findings of it. */
  readonly pass: readonly Input[];
  /** By what the failing findings say, a line each. */
  readonly fail: Readonly<Record<string, Input>>;
  /** By why it does not apply. */
  readonly notApplicable?: Readonly<Record<string, Input>>;
}

/** The resource that a case is about, `this`, and others. */
export function one(
  type: string,
  properties: Readonly<Record<string, unknown>> = {},
  others: Resources = {},
): Resources {
  return { ...others, [type]: { ...others[type], this: properties } };
}

/** A promise, what is said when it is put to the test, and what must be said. */
export type Promised = readonly [promise: string, actual: () => unknown, expected: unknown];

/**
 * What the controls of a service promise: each passes and fails as its case says, written as in configurations and as in plans.
 *
 * `test.each(promisesOf(controls, cases))("%s", (_, said, expected) => expect(said()).toEqual(expected))`
 */
export function promisesOf(controls: readonly Control[], cases: Readonly<Record<string, Case>>): Promised[] {
  const complete = Object.entries(cases).filter(
    ([, { pass, fail }]) => pass.length > 0 && Object.keys(fail).length > 0,
  );
  return [
    [
      "every control has a configuration that passes, and one that fails",
      () => new Set(complete.map(([id]) => id)),
      new Set(controls.map(({ id }) => id)),
    ],
    ...controls.flatMap((control) => promisesOfOne(control, cases[control.id] ?? { pass: [], fail: {} })),
  ];
}

function promisesOfOne(control: Control, { pass, fail, notApplicable = {} }: Case): Promised[] {
  const { id, title } = control;
  const without = (finding: string) => finding.replace(/^(not applicable all stacks: there is no aws_).*/, "$1");
  return [
    [
      `${id}: ${title}`,
      () => pass.flatMap(spellings).map((input) => actual(control, input)),
      pass.flatMap(spellings).map(() => ["pass"]),
    ],
    ...Object.entries(fail).map(([message, input]): Promised => [
      `${id} fails: ${message}`,
      () => spellings(input).map((spelling) => actual(control, spelling).filter((line) => line !== "pass")),
      spellings(input).map(() => message.split("\n").map((line) => `fail: ${line}`)),
    ]),
    ...Object.entries(notApplicable).map(([message, input]): Promised => [
      `${id} does not apply: ${message}`,
      () => spellings(input).map((spelling) => actual(control, spelling)),
      spellings(input).map(() => [`not applicable: ${message}`]),
    ]),
    [
      `${id} does not apply where there is nothing of its kind`,
      () => verdicts(control, {}).map(without),
      ["not applicable all stacks: there is no aws_"],
    ],
  ];
}

/** Verdicts and messages, each once. */
function actual(control: Control, input: Input): string[] {
  const stacks = isStacks(input) ? input : stackOf(input);
  const all = control
    .check(stacks)
    .map(({ verdict, message }) => (message === "" ? verdict : `${verdict}: ${message}`));
  return [...new Set(all)];
}

/** A plan writes every block as a list, numbers and booleans of a configuration as strings or not, and what is not set as null. */
function spellings(input: Input): Input[] {
  if (isStacks(input)) return [input];
  const asPlan = Object.entries(input).map(([type, blocks]) => [
    type,
    Object.fromEntries(Object.entries(blocks).map(([name, body]) => [name, { ...listed(body), not_set: null }])),
  ]);
  return [input, Object.fromEntries(asPlan) as Resources];
}

/** Maps stay maps, and Terraform's own arguments what they are. */
const maps = new Set(["tags", "tags_all", "lifecycle"]);

function listed(body: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(body).map(([key, value]) => {
      if (maps.has(key)) return [key, value];
      if (Array.isArray(value)) return [key, value.map((item: unknown) => (isRecord(item) ? listed(item) : item))];
      return [key, isRecord(value) ? [listed(value)] : value];
    }),
  );
}

function isStacks(input: Input): input is readonly Configuration[] {
  return Array.isArray(input);
}

/** A case for a control that asks for tags; `properties` are what the resource needs besides. */
export function tagCase(type: string): Case {
  return {
    pass: [
      one(type, { tags: { Owner: "platform" } }),
      one(type, { tags_all: { Owner: "platform" } }),
      one(type, { tags: "${var.tags}" }),
      stackOf(one(type), { provider: { aws: [{ default_tags: [{ tags: { Owner: "platform" } }] }] } }),
      stackOf(one(type, { provider: "aws.other" }), {
        provider: { aws: [{}, { alias: "other", default_tags: { tags: { Owner: "platform" } } }] },
      }),
    ],
    fail: {
      "it has no tags": one(type, { tags: { "aws:cloudformation:stack-name": "AWS's own" } }),
    },
  };
}

/** A policy document of one statement, as JSON. */
export function policy(...statements: Readonly<Record<string, unknown>>[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}
