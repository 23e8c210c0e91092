import type { ApplicationKind } from "../../applications/kind";
import { applicationKinds, type ApplicationKindName } from "../../applications/kinds";
import { kindsOf } from "../../policies/platform/shared/application";

const rows = Object.entries(applicationKinds) as [ApplicationKindName, ApplicationKind][];

test("every kind has a source, and its settings are options and variables", () => {
  for (const [name, { sources, connections, processes }] of rows) {
    const settings = [connections, processes].flatMap((setting) => setting ?? []);
    expect({ name, hasSource: sources.length > 0 }).toEqual({ name, hasSource: name !== "other" });
    expect(sources.filter((url) => !url.startsWith("https://"))).toEqual([]);
    expect(settings.flatMap(({ options = [] }) => options).filter((option) => !option.startsWith("-"))).toEqual([]);
    expect(settings.flatMap(({ variables = [] }) => variables).filter((text) => !/^[A-Z_]+$/.test(text))).toEqual([]);
  }
});

test("no variable reveals two kinds", () => {
  const variables = rows.flatMap(([, kind]) => kind.variables ?? []);
  expect(new Set(variables).size).toBe(variables.length);
});

test.each<[string, readonly string[]]>([
  ["bundle exec puma -C config/puma.rb", ["rails"]],
  ["bin/rails server -b 0.0.0.0", ["rails"]],
  ["bundle exec good_job start", ["good-job"]],
  ["bundle exec sidekiq -q default", ["sidekiq"]],
  ["gunicorn shop.wsgi", ["django"]],
  ["celery -A shop worker", ["celery"]],
  ["node dist/server.js", ["node"]],
  ["npm run start", ["node"]],
  ["java -Xmx4g -jar app.jar", ["java"]],
  ["nginx -g daemon off;", []],
  ["/usr/local/bin/server", []],
])("%s is %j", (command, kinds) => {
  expect(kindsOf({ name: "app", command: command.split(" ") })).toEqual(kinds);
});

test("where the image decides on the command, variables and secrets reveal the kind", () => {
  const variable = (name: string, value = "x") => ({ environment: [{ name, value }] });
  expect(kindsOf({ name: "app", ...variable("DJANGO_SETTINGS_MODULE") })).toEqual(["django"]);
  expect(kindsOf({ name: "app", ...variable("GOOD_JOB_IN_PUMA", "true") })).toEqual([]);
  const secrets = [{ name: "RAILS_MASTER_KEY", valueFrom: "arn" }];
  expect(kindsOf({ name: "app", secrets })).toEqual(["rails"]);
  expect(kindsOf({ name: "app", secrets, ...variable("GOOD_JOB_IN_PUMA", "true") })).toEqual(["rails", "good-job"]);
});

test("what is declared comes first, and an unknown name reveals nothing", () => {
  const declared = (names: string) => ({
    name: "app",
    command: ["node", "server.js"],
    dockerLabels: { "platform.application-kinds": names },
  });
  expect(kindsOf(declared("rails, good-job"))).toEqual(["rails", "good-job"]);
  expect(kindsOf(declared("cobol"))).toEqual(["node"]);
});
