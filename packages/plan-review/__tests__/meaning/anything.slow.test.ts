import fc from "fast-check";
import { diffOf, meaningOf } from "../../meaning";
import { describers } from "../../meaning/effects/table";
import type { Action, PlannedChange, Values } from "../../model";
import { change, contextOf } from "./changes";

const actions: readonly Action[] = ["create", "update", "replace", "destroy", "forget", "read", "no-op", "other"];

/** Arguments that some part of the meaning reads. */
const argumentNames = (
  "container_definitions policy assume_role_policy user_data tags tags_all ingress egress task_definition desired_count " +
  "deployment_controller capacity_provider_strategy load_balancer mixed_instances_policy instance_refresh launch_template " +
  "min_size max_size resource_id condition action health_check alias records type cidr_ipv4 cidr_blocks protocol from_port " +
  "to_port security_group_id parameter rule versioning_configuration role name engine_version allocated_storage " +
  "security_groups schedule_expression __proto__ constructor"
).split(" ");

const plainWords = 'a tcp 22 0.0.0.0/0 ::/0 <aws_x.y.id> <f("<")> < [[[ {"Statement": Enabled CODE_DEPLOY * true'.split(
  " ",
);
const words = fc.oneof(
  fc.constantFrom(...plainWords),
  fc.constantFrom(
    "",
    "<known after apply>",
    "(secret)",
    "(secret, changed)",
    "a\nb\nc",
    "arn:aws:ecs:x:1:task-definition/f:3",
  ),
);

const statement = fc.record(
  {
    Sid: words,
    Effect: fc.constantFrom("Allow", "Deny", "x", 3),
    Action: fc.oneof(words, fc.array(words), fc.jsonValue()),
    Resource: fc.oneof(words, fc.array(words), fc.jsonValue()),
    Principal: fc.oneof(words, fc.dictionary(words, fc.array(words)), fc.jsonValue()),
    Condition: fc.oneof(fc.dictionary(words, fc.dictionary(words, words)), fc.jsonValue()),
  },
  { requiredKeys: [] },
);
const container = fc.record(
  {
    name: fc.oneof(words, fc.jsonValue()),
    image: fc.oneof(words, fc.constantFrom("a:1", "b@sha256:x", "<a.b.c>:2")),
    environment: fc.oneof(fc.array(fc.record({ name: words, value: words })), fc.jsonValue()),
    portMappings: fc.oneof(fc.array(fc.record({ containerPort: fc.nat(3), hostPort: fc.nat(3) })), fc.jsonValue()),
    memory: fc.oneof(fc.nat(), fc.jsonValue()),
  },
  { requiredKeys: [] },
);
const texts = fc.oneof(
  words,
  fc.json(),
  fc.array(statement).map((Statement) => JSON.stringify({ Statement })),
  fc.array(container).map((list) => JSON.stringify(list)),
  fc.string().map((text) => Buffer.from(text).toString("base64")),
);
const anything = fc.oneof(
  texts,
  fc.jsonValue(),
  fc.array(words),
  fc.array(fc.dictionary(fc.constantFrom(...argumentNames), words)),
);
const values: fc.Arbitrary<Values> = fc.dictionary(fc.oneof(fc.constantFrom(...argumentNames), fc.string()), anything, {
  maxKeys: 8,
});

const types = fc.constantFrom(...Object.keys(describers), "aws_unheard_of", "constructor");

const changes: fc.Arbitrary<PlannedChange> = fc
  .record({
    type: types,
    action: fc.constantFrom(...actions),
    before: fc.option(values, { nil: undefined }),
    after: fc.option(values, { nil: undefined }),
    unknown: fc.array(fc.oneof(fc.constantFrom(...argumentNames), fc.string())),
    replacePaths: fc.array(fc.constantFrom(...argumentNames, "a[0].b", "")),
    createBeforeDestroy: fc.boolean(),
    previousAddress: fc.option(fc.string(), { nil: undefined }),
    importId: fc.option(fc.string(), { nil: undefined }),
  })
  .map(({ type, before, after, ...more }) => change(`${type}.x`, before, after, { ...more, actions: [more.action] }));

describe("any plan", () => {
  test("has a meaning: never a crash, every line one line, every text reported", () => {
    fc.assert(
      fc.property(fc.array(changes, { minLength: 1, maxLength: 4 }), (all) => {
        const context = contextOf(...all);
        for (const one of all) {
          const { effects, diff, risk } = meaningOf(one, context);
          expect(["none", "low", "not assessed", "medium", "high"]).toContain(risk);
          for (const { text } of effects) expect(text).toMatch(/^[^\r\n]+$/);
          for (const { before, after, lines, note } of diff) {
            for (const text of [before, after, note]) expect(text ?? "").not.toMatch(/[\r\n]/);
            for (const text of lines ?? []) expect(text).toMatch(/^[-+ ][^\n]*$/);
          }
        }
      }),
      { numRuns: 120 },
    );
  });

  test("that changes nothing has no diff, whatever its values", () => {
    fc.assert(
      fc.property(types, values, fc.boolean(), (type, same, known) => {
        const copy = structuredClone(same);
        expect(diffOf(type, same, copy, { unknown: known ? [] : argumentNames })).toEqual([]);
      }),
      { numRuns: 80 },
    );
  });

  test("that changes a word of the arguments has a diff", () => {
    fc.assert(
      fc.property(types, values, fc.nat(), (type, same, number) => {
        const diff = diffOf(type, { ...same, description: `a${number}` }, { ...same, description: `b${number}` });
        expect(diff).toEqual([{ kind: "changed", path: ["description"], before: `a${number}`, after: `b${number}` }]);
      }),
      { numRuns: 50 },
    );
  });

  test("nested as deep as JSON goes is read without an end of the stack", () => {
    const deep = (end: string) => `${"[".repeat(20_000)}"${end}"${"]".repeat(20_000)}`;
    let before: unknown = "a";
    let after: unknown = "b";
    for (let depth = 0; depth < 20_000; depth++) {
      before = { x: [before] };
      after = { x: [after] };
    }
    const lines = diffOf("aws_x", { policy: deep("a"), block: before }, { policy: deep("b"), block: after });
    expect(lines.map(({ path }) => path[0])).toEqual(["policy", "block"]);
  });
});
