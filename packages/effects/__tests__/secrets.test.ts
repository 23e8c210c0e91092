import { findSecrets, isNamedSecret, replaceForms, replaceInCommand } from "..";
import { forms, hiddenIn, plainVariables } from "./secret-forms";

test("there are hundreds of forms, and each is found", () => {
  expect(forms.length).toBeGreaterThan(300);
  const missed = forms.filter(({ container }) => findSecrets(container).length === 0).map(({ title }) => title);
  expect(missed).toEqual([]);
});

test("no form leaves its secret in a text that is shown", () => {
  const left = forms.flatMap(({ title, container, secret }) => (hiddenIn(container).includes(secret) ? [title] : []));
  expect(left).toEqual([]);
});

test("what reviewers need is never taken for a secret", () => {
  const found = plainVariables.filter(([name, value]) => findSecrets({ environment: [{ name, value }] }).length > 0);
  expect(found).toEqual([]);
});

test("no word of a command that reviewers need is taken for a secret", () => {
  const hidden = plainVariables.filter(
    ([, line]) => line.includes(" ") && replaceInCommand(line.split(" "), () => "(secret)").join(" ") !== line,
  );
  expect(hidden).toEqual([]);
});

test.each([
  ["PGPASSWORD", true],
  ["SMTP_PASS", true],
  ["LDAP_BIND_PW", true],
  ["OTP_SEED", true],
  ["TWILIO_SID_AND_KEY", true],
  ["dbPassword", true],
  ["PASSWORD_MIN_LENGTH", false],
  ["BYPASS_CACHE", false],
  ["sort_key", false],
  ["KMS_KEY", false],
  ["AUTHOR", false],
])("the name %s alone says so: %s", (name, expected) => {
  expect(isNamedSecret(name, "abc-def-123")).toBe(expected);
});

test("an option of a command hides the word after it", () => {
  expect(replaceInCommand(["redis-server", "--requirepass", "hunter two", "--port", "6379"], () => "(secret)")).toEqual(
    ["redis-server", "--requirepass", "(secret)", "--port", "6379"],
  );
});

test("takes linear time however a text is written", () => {
  const texts = [
    "-u a:",
    "mysql -p",
    "--a-",
    "password=",
    "https://aaaaaaaaaaaaaaaa",
    "a:b@",
    "sshpass ",
    "echo a | ",
    "-Da.b=",
    "<pass>",
  ].map((part) => part.repeat(20_000));
  // A pattern that backtracks would not come to an end within Jest's own limit.
  expect(texts.map((text) => replaceForms(text, () => "").length >= 0)).toEqual(texts.map(() => true));
});

test("a value that CloudFormation reads from Secrets Manager by itself is no secret", () => {
  const found = (password: string) => findSecrets({ Type: "password", Passwords: [password] });
  expect(found("{{resolve:secretsmanager:${aws_secretsmanager_secret.cache.arn}:SecretString:::v1}}")).toEqual([]);
  expect(found("hunter22")).toHaveLength(1);
  expect(found("{{resolve:secretsmanager:${random_password.cache.result}}}")).toHaveLength(1);
});
