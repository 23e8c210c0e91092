import fc from "fast-check";
import { findSecrets } from "../../../effects";
import { forms, plainVariables } from "../../../effects/__tests__/secret-forms";
import { KnownSecrets, Redactor } from "../../redact";

/** Container definitions as the review shows them. */
function shown(container: unknown): string {
  const values = { container_definitions: JSON.stringify([container]) };
  const { after } = new Redactor(new KnownSecrets()).values({ before: undefined, after: values });
  return (after as typeof values).container_definitions;
}

test("no form of a secret is shown, whether the container is new or changes", () => {
  const left = forms.flatMap(({ title, container, secret }) => {
    const [before, after] = [{ c: JSON.stringify([{ name: "web" }]) }, { c: JSON.stringify([container]) }];
    const sides = new Redactor(new KnownSecrets()).values({ before, after });
    const texts = [shown(container), JSON.stringify(sides.after)];
    return texts.some((text) => text.includes(secret)) ? [title] : [];
  });
  expect(left).toEqual([]);
});

test("what reviewers need is shown", () => {
  const hidden = plainVariables.filter(([name, value]) => {
    const container = { name: "web", environment: [{ name, value }] };
    return shown(container) !== JSON.stringify([container]);
  });
  expect(hidden).toEqual([]);
});

const word = fc.constantFrom(
  ...'password= token: secret key -u admin:x1y2z3 --password hunter2 Bearer abc123def456 postgres://a:b@c https:// @ SMTP_PASS curl mysql -pabc redis-cli -a {"password":"x9y8z7"} 4000 production / ; & plain arn:aws:s3:::b'.split(
    " ",
  ),
);
const text = fc
  .array(word, { minLength: 1, maxLength: 8 })
  .chain((words) => fc.constantFrom(words.join(" "), words.join(""), words.join("\n")));
const name = fc.constantFrom(
  "SETTING",
  "PGPASSWORD",
  "CACHE_AUTH",
  "OTP_SEED",
  "PORT",
  "SORT_KEY",
  "sort_key",
  "API_KEY",
);

test("whatever the review hides, the policy finds", () => {
  const container = fc.record({
    name: fc.constant("web"),
    environment: fc.array(fc.record({ name, value: text }), { maxLength: 2 }),
    command: fc.array(text, { maxLength: 4 }),
    healthCheck: fc.record({ command: fc.array(text, { maxLength: 4 }) }),
    dockerLabels: fc.dictionary(name, text, { maxKeys: 2 }),
    secrets: fc.array(fc.record({ name, valueFrom: fc.constant("arn:aws:ssm:eu-central-1:1:parameter/a") })),
  });
  fc.assert(
    fc.property(container, (definition) => {
      fc.pre(shown(definition) !== JSON.stringify([definition]));
      expect(findSecrets(definition)).not.toEqual([]);
    }),
    { numRuns: 1000 },
  );
});
