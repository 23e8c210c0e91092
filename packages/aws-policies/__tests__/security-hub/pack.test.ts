import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { securityHub } from "../../security-hub";
import type { Control } from "../../security-hub/shared/control";
import { Configuration, readPlan } from "../../../terraform-json";

const root = join(__dirname, "../../../..");
const folder = join(root, "packages/aws-policies/security-hub");
const services = readdirSync(folder)
  .filter((file) => file.endsWith(".ts") && file !== "index.ts")
  .map((file) => file.replace(/\.ts$/, ""));

test("a control's id begins with its service, whose file holds it", () => {
  const ids = securityHub.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const service of services) {
    const text = readFileSync(join(folder, `${service}.ts`), "utf8");
    const written = [...text.matchAll(/^ {4}id: "([^"]+)",$/gm)].map(([, id = ""]) => id);
    expect(written).toEqual(ids.filter((id) => serviceOf(id) === service));
    expect(written.length).toBeGreaterThan(0);
  }
});

test("every service has its tests, which ask of each of its rules to pass and to fail", () => {
  for (const service of services) {
    const path = join(__dirname, `${service}.test.ts`);
    expect([service, existsSync(path) && readFileSync(path, "utf8").includes(`promisesOf(`)]).toEqual([service, true]);
  }
});

test("the pack covers at least 130 controls, and says of each what AWS says of it", () => {
  const controls = securityHub.flatMap(({ securityHub: names }) => names);
  expect(new Set(controls).size).toBeGreaterThanOrEqual(130);
  for (const { severity, controls: rated } of securityHub) {
    expect(severity).toBe(Object.values(rated).every((rating) => rating === "low") ? "warning" : "error");
  }
});

test("titles, reasons and fixes are sentences a person can read, links lead to the control", () => {
  for (const { id, title, why, fix, links, securityHub: names, checkov = [] } of securityHub) {
    expect([id, /^[A-Z].*[^.]$/.test(title), /^[A-Z].*\.$/.test(why), /^[A-Z].*\.$/.test(fix)]).toEqual([
      id,
      true,
      true,
      true,
    ]);
    expect(links).toEqual(names.map(pageOf));
    expect(checkov.filter((check) => !/^CKV2?_AWS_\d+$/.test(check))).toEqual([]);
  }
});

test("docs/reference/security-hub-coverage.md lists exactly these rules", () => {
  const text = readFileSync(join(root, "docs/reference/security-hub-coverage.md"), "utf8");
  const rows = text
    .split("\n")
    .filter((line) => line.includes("](../../packages/aws-policies/security-hub/"))
    .map((line) => line.replace(/ +/g, " "));
  expect(rows).toEqual(securityHub.flatMap(rowsOf).sort((a, b) => keyOf(a).localeCompare(keyOf(b))));
});

test("no control is both a rule and listed as one without", () => {
  const [, without = ""] = readFileSync(join(root, "docs/reference/security-hub-coverage.md"), "utf8").split(
    "## Controls without a rule",
  );
  const listed = without.split("\n").flatMap((line) => namesIn(line.split("|")[1] ?? ""));
  const covered = new Set(securityHub.flatMap(({ securityHub: names }) => names));
  expect(listed.length).toBeGreaterThan(100);
  expect(listed.filter((name) => covered.has(name))).toEqual([]);
});

test.each(["plan.json", "hcl-plan.json"])("every rule has a word to say on %s, a plan of real Terraform", (name) => {
  const plan = readPlan(readFileSync(join(root, "packages/terraform-json/__tests__/fixtures", name), "utf8"));
  Configuration.link([plan]);
  for (const control of securityHub) expect([control.id, control.check([plan]).length > 0]).toEqual([control.id, true]);
});

function rowsOf({ id, controls, checkov = [] }: Control): string[] {
  return Object.entries(controls).map(([name, rating]) =>
    `| ${name} | ${rating} | [${id}](../../packages/aws-policies/security-hub/${serviceOf(id)}.ts) | ${checkov.join(", ")} |`.replace(
      "|  |",
      "| |",
    ),
  );
}

/** The longest name of a service that begins an id. */
function serviceOf(id: string): string {
  return services.filter((service) => id.startsWith(`${service}-`)).toSorted((a, b) => b.length - a.length)[0] ?? id;
}

/** Sorts `| EC2.10 |` after `| EC2.9 |`. */
function keyOf(row: string): string {
  const [service = "", number = ""] = (row.split("|")[1] ?? "").trim().split(".");
  return `${service} ${number.padStart(4, "0")} ${row}`;
}

function pageOf(control: string): string {
  const [service = "", number = ""] = control.toLowerCase().split(".");
  return `https://docs.aws.amazon.com/securityhub/latest/userguide/${service}-controls.html#${service}-${number}`;
}

/** `EC2.7, RDS.14 to RDS.16`: every control that is meant. */
function namesIn(text: string): string[] {
  return [...text.matchAll(/(\w+)\.(\d+)(?: to \w+\.(\d+))?/g)].flatMap(([, service = "", from = "", to = from]) =>
    Array.from({ length: Number(to) - Number(from) + 1 }, (_, index) => `${service}.${Number(from) + index}`),
  );
}
