import type { ECSClient } from "@aws-sdk/client-ecs";
import { shop } from "../../fixtures/shop";
import { browserCommand, pageOf, pages } from "../../../operations/describe/pages";
import { describeVariables, readVariables } from "../../../operations/describe/variables";
import { fakeClient } from "../task/fake-client";
import { targetOf } from "../../../lib/ecs/target";

const production = targetOf(shop);

const ecs = fakeClient<ECSClient>({
  DescribeServices: { services: [{ status: "ACTIVE", taskDefinition: "arn/ma-app:3" }] },
  DescribeTaskDefinition: {
    taskDefinition: {
      containerDefinitions: [
        {
          name: "web",
          environment: [{ name: "MODE", value: "production\u001b[2J" }],
          secrets: [
            {
              name: "PAYMENT_KEY",
              valueFrom: "arn:aws:secretsmanager:eu-central-1:1:secret:acorn/production/PAYMENT_KEY-a1B2c3",
            },
          ],
        },
        { name: "worker" },
      ],
    },
  },
}).client;

test("a container's variables have their values, its secrets their names alone", async () => {
  const text = describeVariables(await readVariables(ecs, production, "web"));
  expect(text).toBe(
    [
      "web (ma-app:3)",
      "  MODE         production\\x1b[2J",
      "  PAYMENT_KEY  (secret acorn/production/PAYMENT_KEY)",
    ].join("\n"),
  );
});

test("an unknown container is refused with those there are", async () => {
  await expect(readVariables(ecs, production, "api")).rejects.toThrow('--container must be web or worker; got "api"');
});

test("every page is an address, in each partition's own console", () => {
  for (const page of pages) expect(() => new URL(pageOf(production, page))).not.toThrow();
  expect(pageOf(production, "app")).toBe("https://shop.acorn.example");
  expect(pageOf(production, "logs")).toContain("log-group/$252Fecs$252Facorn-production");
  expect(pageOf({ ...production, region: "cn-north-1" }, "service")).toMatch(/^https:\/\/console\.amazonaws\.cn\//);
  expect(pageOf({ ...production, region: "us-gov-west-1" }, "service")).toContain("console.amazonaws-us-gov.com");
});

test("a browser is opened where there is a desktop", () => {
  expect(browserCommand("darwin", {})?.command).toBe("open");
  expect(browserCommand("linux", { DISPLAY: ":0" })?.command).toBe("xdg-open");
  expect(browserCommand("linux", {})).toBeUndefined();
});
