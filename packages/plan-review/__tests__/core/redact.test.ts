import { KnownSecrets, knownSecrets, Redactor } from "../../redact";
import { isSecretName } from "../../../effects/secrets";
import { inputOf, planOf, reviewOf, update } from "./parts";

const none = () => new Redactor(new KnownSecrets());

function redactorKnowing(...secrets: readonly string[]): Redactor {
  const known = new KnownSecrets();
  secrets.forEach((secret) => known.add(secret));
  return new Redactor(known);
}

describe("what Terraform marks", () => {
  test("is hidden on both sides, and a change of it is seen", () => {
    const sides = none().values({
      before: { password: "one", port: 1, user: "app" },
      after: { password: "two", port: 1, user: "app" },
      beforeMarks: { password: true, port: true },
      afterMarks: { password: true },
    });
    expect(sides.before).toEqual({ password: "(secret)", port: "(secret)", user: "app" });
    expect(sides.after).toEqual({ password: "(secret, changed)", port: "(secret)", user: "app" });
  });

  test("is hidden before, too, when the mark is new", () => {
    expect(none().values({ before: { a: 4711 }, after: { a: 4711 }, afterMarks: { a: true } })).toEqual({
      before: { a: "(secret)" },
      after: { a: "(secret)" },
    });
  });

  test("stays null where there is no value", () => {
    expect(none().values({ before: { a: "x1" }, after: { a: null }, beforeMarks: { a: true } })).toEqual({
      before: { a: "(secret)" },
      after: { a: null },
    });
  });

  test("as a whole JSON text keeps what the configuration itself says", () => {
    const json = (image: string, value: string) =>
      JSON.stringify([{ name: "web", image, environment: [{ name: "X", value }] }]);
    const { before, after } = none().values({
      before: { c: json("app:1", "geheim") },
      after: { c: json("app:2", "geheimer") },
      beforeMarks: { c: true },
      afterMarks: { c: true },
      template: { c: json("app:2", "${var.x}") },
    });
    expect(JSON.parse((after as { c: string }).c)).toEqual([
      { name: "web", image: "app:2", environment: [{ name: "X", value: "(secret, changed)" }] },
    ]);
    expect(JSON.parse((before as { c: string }).c)).toEqual([
      { name: "web", image: "(secret)", environment: [{ name: "X", value: "(secret)" }] },
    ]);
  });

  test("as a whole JSON text is hidden where the configuration is not known", () => {
    const { after } = none().values({ before: undefined, after: { c: '["geheim"]' }, afterMarks: { c: true } });
    expect(after).toEqual({ c: "(secret)" });
  });
});

describe("a known secret is found again", () => {
  const secret = 'p4ss"w/rd+é!';
  const redactor = redactorKnowing(secret);

  test.each<[string, string]>([
    ["alone", secret],
    ["in a longer text", `user:${secret}@host`],
    ["in JSON", JSON.stringify({ a: { b: secret } })],
    ["in JSON within JSON", JSON.stringify({ a: JSON.stringify({ b: secret }) })],
    ["in a URL", `https://host/?a=${encodeURIComponent(secret)}`],
    ["in base64", Buffer.from(secret).toString("base64")],
    ["in base64 of a longer text, one byte on", Buffer.from(`x${secret}yz`).toString("base64")],
    ["in base64 of a longer text, two bytes on", Buffer.from(`xy${secret}z`).toString("base64")],
    ["in base64 for URLs", Buffer.from(`xy${secret}z`).toString("base64url")],
  ])("%s", (_, text) => {
    const shown = redactor.text(text);
    expect(shown).toContain("(secret)");
    expect(shown).not.toContain(secret);
    const [core = ""] = /[A-Za-z0-9+/_-]{8,}/.exec(Buffer.from(secret).toString("base64")) ?? [];
    expect(shown).not.toContain(core);
  });

  test("as the key of a map", () => {
    const { after } = redactorKnowing("hunter2-hunter2").values({ before: undefined, after: { "hunter2-hunter2": 1 } });
    expect(after).toEqual({ "(secret)": 1 });
  });

  test("line by line where it has several", () => {
    expect(redactorKnowing("first line of it\nsecond line of it").text("| second line of it")).toBe("| (secret)");
  });

  test("but not where it is a word that is everywhere, or an ARN", () => {
    const arn = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:app/X-AbCdEf";
    expect(redactorKnowing("true", "default", arn).text(`default true ${arn}`)).toBe(`default true ${arn}`);
  });

  test("the longest first, so that nothing of it is left", () => {
    expect(redactorKnowing("abcdef", "abcdef-ghi").text("abcdef-ghi abcdef")).toBe("(secret) (secret)");
  });
});

describe("what looks like a secret", () => {
  test.each<[string, string, string]>([
    ["an AWS key id", "id AKIAIOSFODNN7EXAMPLE.", "id (secret)."],
    ["a password in a URL", "postgres://app:hunter22@db:5432/x", "postgres://app:(secret)@db:5432/x"],
    ["a GitHub token", `t ghp_${"a1".repeat(18)}`, "t (secret)"],
    ["an assignment", "export DB_PASSWORD='hunter22' PORT=4000", "export DB_PASSWORD='(secret)' PORT=4000"],
    ["a line of YAML", "api_key: abcdefgh\nregion: eu-central-1", "api_key: (secret)\nregion: eu-central-1"],
    ["a parameter", "see https://x.test/?a=b&token=abcdef12", "see https://x.test/?a=b&token=(secret)"],
    ["a bearer", "authorization is Bearer abcdef.12345", "authorization is Bearer (secret)"],
    ["a private key", "a -----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY----- b", "a (secret) b"],
    ["a private key that is cut", "a -----BEGIN PRIVATE KEY-----\nMIIE", "a (secret)"],
    ["a JSON Web Token", "t eyJhbGciOiJI.eyJzdWIiOiIx.SflKxwRJSM", "t (secret)"],
  ])("%s", (_, text, shown) => {
    expect(none().text(text)).toBe(shown);
  });

  test.each([
    "arn:aws:secretsmanager:eu-central-1:111122223333:secret:acorn/production/PAYMENT_KEY-a1b2c3",
    "SESSION_KEY: the execution role may not read it",
    "acorn/production/DATABASE_PASSWORD",
    "https://shop.acorn.example:443/up",
    "<aws_secretsmanager_secret.token.arn>",
    "-----BEGIN CERTIFICATE-----\nMIIE",
  ])("but not %s", (text) => {
    expect(none().text(text)).toBe(text);
  });

  test("takes linear time however it is written", () => {
    const long = "a".repeat(200_000);
    const texts = [
      long,
      `${long}=`,
      `password=${long}`,
      "-----BEGIN ".repeat(20_000),
      "://a:".repeat(40_000),
      "eyJ.".repeat(50_000),
    ];
    // A pattern that backtracks would not come to an end within Jest's own limit.
    expect(texts.map((text) => none().text(text).length > 0)).toEqual(texts.map(() => true));
  });

  test("in base64, as user data is, is hidden in what it says", () => {
    const script = "#!/bin/bash\nexport DB_PASSWORD=hunter22\n";
    const { after } = none().values({
      before: undefined,
      after: { user_data: Buffer.from(script).toString("base64") },
    });
    const { user_data: shown } = after as { user_data: string };
    expect(Buffer.from(shown, "base64").toString()).toBe("#!/bin/bash\nexport DB_PASSWORD=(secret)\n");
  });
});

describe("a name tells a secret", () => {
  test.each([
    "DATABASE_PASSWORD",
    "PAYMENT_KEY",
    "apiKey",
    "AWS_ACCESS_KEY_ID",
    "secret_string",
    "authToken",
    "DB_PASS",
  ])("%s", (name) => expect(isSecretName(name)).toBe(true));
  test.each([
    "secret_id",
    "secret_arn",
    "password_length",
    "http_tokens",
    "hash_key",
    "aws:TokenIssueTime",
    "valueFrom",
    "kms_key_id",
    "compass",
  ])("but not %s", (name) => expect(isSecretName(name)).toBe(false));

  test("of a variable of a container, not of the secret that it reads", () => {
    const containers = (value: string) =>
      JSON.stringify([
        {
          name: "web",
          environment: [{ name: "API_TOKEN", value }],
          secrets: [{ name: "PAYMENT_KEY", valueFrom: "arn:aws:secretsmanager:eu-central-1:1:secret:app/K" }],
        },
      ]);
    const { before, after } = none().values({ before: { c: containers("one") }, after: { c: containers("two") } });
    expect((before as { c: string }).c).toBe(containers("(secret)"));
    expect((after as { c: string }).c).toBe(containers("(secret, changed)"));
  });

  test("wherever a container is in its list", () => {
    const one = { name: "web", environment: [{ name: "API_TOKEN", value: "same-as-before" }] };
    const other = { name: "worker" };
    const { after } = none().values({ before: { c: [one, other] }, after: { c: [other, one] } });
    expect(after).toEqual({ c: [other, { name: "web", environment: [{ name: "API_TOKEN", value: "(secret)" }] }] });
  });
});

describe("secrets of a plan", () => {
  const plan = (more: object) =>
    planOf([update("aws_ssm_parameter.a", { value: "one" }, { value: "two" })], { ...more });

  test("are those of sensitive variables, and of data that was read", () => {
    const known = knownSecrets([
      inputOf(
        plan({
          variables: { db: { value: "variable-value-1" } },
          configuration: { root_module: { variables: { db: { sensitive: true } } } },
          prior_state: {
            values: {
              root_module: {
                resources: [
                  {
                    address: "data.x.y",
                    mode: "data",
                    values: { secret_string: '{"user":"app-user","password":"from-data-source"}' },
                    sensitive_values: { secret_string: true },
                  },
                ],
              },
            },
          },
        }),
      ),
    ]);
    expect(new Redactor(known).text("variable-value-1 from-data-source app-user")).toBe("(secret) (secret) app-user");
  });

  test("are not the ids that cdktf hands from one stack to another, although it marks them", () => {
    const known = knownSecrets([
      inputOf(
        planOf([], {
          output_changes: {
            "cross-stack-output-aws_ecs_clustercluster": {
              actions: ["create"],
              after: "my-cluster-1",
              after_sensitive: true,
            },
          },
        }),
      ),
    ]);
    expect(known.isEmpty).toBe(true);
  });
});

test("a write-only argument shows that it changes when its version does", () => {
  const written = {
    resource: { aws_db_instance: { db: { password_wo: "${ephemeral.x.y.z}", password_wo_version: 2 } } },
  };
  const change = update(
    "aws_db_instance.db",
    { password_wo: null, password_wo_version: 1 },
    { password_wo: null, password_wo_version: 2 },
  );
  const [line] =
    reviewOf(planOf([change]), written).stacks[0]?.changes[0]?.diff.filter(({ path }) =>
      path.join().endsWith("password_wo"),
    ) ?? [];
  expect(JSON.stringify(line)).toContain("changed");
  expect(reviewOf(planOf([change]), written).stacks[0]?.counts.update).toBe(1);
});

test("no secret of a plan is anywhere in its review", () => {
  const secret = "correct-horse-42";
  const plan = planOf(
    [
      update(
        `aws_ssm_parameter.a["${secret}"]`,
        { name: "a", value: secret, copy: `x ${secret}`, tags: { [secret]: "1" } },
        { name: "b", value: "new-horse-43", copy: Buffer.from(`x ${secret}`).toString("base64"), tags: { a: secret } },
        { before_sensitive: { value: true }, after_sensitive: { value: true }, importing: { id: `id/${secret}` } },
      ),
    ],
    {
      output_changes: { url: { actions: ["update"], before: `https://${secret}`, after: "https://new-horse-43" } },
      checks: [
        {
          address: { to_display: "check.a" },
          status: "fail",
          instances: [{ problems: [{ message: `got ${secret}` }] }],
        },
      ],
    },
  );
  const text = JSON.stringify(reviewOf(plan));
  expect(text).not.toMatch(/horse/);
  expect(text).toContain("(secret, changed)");
});
