import { App } from "cdktf";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { shopStaging } from "../../fixtures/shop";
import { Platform } from "../../../modules/platform";
import { mapEntries } from "../../../modules/platform/environment/names";
import { withService } from "../../helpers/change";
import { escaped } from "../../../modules/platform/escaped";

const evil = '${file("/etc/hostname")}%{if true}';

test("what a person writes reaches Terraform as text; references that constructs make stay references", () => {
  const outdir = mkdtempSync(join(tmpdir(), "escaped-"));
  const app = new App({ outdir });
  const changed = withService(shopStaging, ({ containers, routes }) => ({
    containers: mapEntries(containers, (container) => ({
      ...container,
      environment: { ...container.environment, WRITTEN: evil },
    })),
    routes: mapEntries(routes, (route) => ({
      ...route,
      healthCheck: { ...route.healthCheck, path: '/${file("/etc/hostname")}' },
    })),
  }));
  new Platform(app, {
    ...changed,
    tags: { Written: evil },
    monitoring: { ...shopStaging.monitoring, errorPattern: `{ $.x = ${JSON.stringify(evil)} }` },
  });
  app.synth();
  const texts = ["foundation", "data", "service"].map((name) =>
    readFileSync(join(outdir, "stacks", `staging-${name}`, "cdk.tf.json"), "utf8"),
  );
  rmSync(outdir, { recursive: true });
  const all = texts.join("\n");
  expect(all).not.toMatch(/(?<!\$)\$\{file\(/);
  expect(all).not.toMatch(/(?<!%)%\{if/);
  // A tag in each of three stacks, the pattern of each container's log, the path, the variable of each container.
  const written = all.match(/(?<!\$)\$\$\{file\(/g) ?? [];
  expect(written.length).toBeGreaterThanOrEqual(3 + 2 + 1 + 2);
  expect(all).not.toContain("$$${");
  expect(all).toMatch(/(?<!\$)\$\{aws_/);
});

test("every text of an environment but those of containers and commands is escaped, at any depth", () => {
  const inEvery = (value: unknown): unknown =>
    typeof value === "string"
      ? `${value}\${x}`
      : Array.isArray(value)
        ? value.map(inEvery)
        : typeof value === "object" && value !== null
          ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, inEvery(inner)]))
          : value;
  const { services, ...rest } = shopStaging;
  const { containers, environment: variables, scheduled, migration, ...service } = services.web!;
  const texts = { containers, environment: variables, scheduled, migration };
  const environment = {
    ...(inEvery(rest) as typeof rest),
    services: { web: { ...(inEvery(service) as typeof service), ...texts } },
  };
  const text = JSON.stringify(escaped(environment));
  const written = JSON.stringify(environment).split("${x}").length;
  expect(text.split("$${x}").length).toBe(written);
  expect(text).not.toMatch(/(?<!\$)\$\{x\}/);
});
