import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectOfSmallest } from "../helpers/project";
import { loadExtension } from "../../lib/environments";
import { temporaryFolder } from "../../packages/common/__tests__/helpers/programs";

const name = "base";
const project = join(temporaryFolder(), "project");
const output = join(project, "cdktf.out");
const file = join(project, `environments/${name}.extend.ts`);

beforeAll(() => projectOfSmallest(project));

/** Runs the app for one environment, with this file beside it. */
function synth(text: string) {
  writeFileSync(file, text);
  rmSync(output, { recursive: true, force: true });
  const { status, stdout, stderr } = spawnSync(join(project, "platform"), ["synth", name], {
    cwd: project,
    encoding: "utf8",
  });
  return { status, printed: `${stdout}${stderr}` };
}

test("an environment without such a file has no extension", async () => {
  expect(await loadExtension(name)).toBeUndefined();
});

test("the commands apply it, the policies check it, and it is no environment", () => {
  const { status, printed } = synth(`
    import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
    import type { Platform } from "../modules/platform";

    export function extend(platform: Platform): void {
      const stack = platform.stack("service");
      stack.override("aws_ecs_service.service", { tags: { Team: "shop" } });
      new SnsTopic(stack, "orders", { name: "orders", kmsMasterKeyId: platform.foundation.encryptionKey.arn });
    }
  `);
  expect({ status, printed: status === 0 ? "" : printed }).toEqual({ status: 0, printed: "" });
  const text = readFileSync(join(output, "stacks", `${name}-service`, "cdk.tf.json"), "utf8");
  const { resource } = JSON.parse(text) as { resource: Record<string, Record<string, Record<string, unknown>>> };
  expect(resource.aws_sns_topic).toHaveProperty("orders");
  expect(resource.aws_ecs_service?.service?.tags).toMatchObject({ Team: "shop" });
  const { stdout } = spawnSync(join(project, "platform"), ["environments", "--json"], {
    cwd: project,
    encoding: "utf8",
  });
  expect((JSON.parse(stdout) as { name: string }[]).map((one) => one.name).toSorted()).toEqual([name]);
}, 120_000);

test.each([
  ["a syntax error", "export function extend( {", "extend.ts:1:"],
  [
    "another export",
    "export const extended = 1;",
    `${name}.extend.ts must export a function \`extend(platform: Platform): void\``,
  ],
  [
    "an error",
    "export function extend(): void {\n  throw new TypeError('no orders');\n}",
    ".extend.ts:2:9: TypeError: no orders",
  ],
  [
    "what a policy refuses",
    `import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
     export const extend = (platform) => void new SnsTopic(platform.service, "open", { name: "open" });`,
    `${name}-service/open`,
  ],
])(
  "%s is one clear error, and nothing is written",
  (_, text, message) => {
    const { status, printed } = synth(text);
    expect(printed).toContain(message);
    expect(printed).not.toMatch(/^ +at /m);
    expect({ status: status !== 0, written: existsSync(join(output, "manifest.json")) }).toEqual({
      status: true,
      written: false,
    });
  },
  120_000,
);
