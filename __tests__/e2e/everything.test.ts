import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { exitCodes } from "../../packages/common/errors";
import { stopEmulator } from "../../lib/emulator";
import { everyAwsvpc, everyBridge } from "./everything-environments";
import { Workspace } from "../../scripts/test/workspace";

/** Each in a clone of its own, with an emulator of its own, at the same time: the provider waits for AWS most of the time. */
const systems = Object.entries({ everyBridge, everyAwsvpc }).map(([exported, environment]) => {
  const workspace = new Workspace();
  writeFileSync(
    join(workspace.folder, "environments", `${environment.name}.ts`),
    `export { ${exported} } from "../__tests__/e2e/everything-environments";\n`,
  );
  const { account, region } = environment;
  return { environment, workspace, emulator: { account, region, folder: join(workspace.folder, ".emulator") } };
});

afterAll(async () => {
  await Promise.all(systems.map(({ emulator }) => stopEmulator(emulator)));
  for (const { workspace } of systems) workspace.remove();
});

const layers = ["state-backend", "foundation", "data", "service"];

let first: Promise<readonly { readonly code: number; readonly output: string }[]>;
beforeAll(() => {
  first = Promise.all(systems.map(({ workspace, environment }) => workspace.npm("start", environment.name)));
});

describe.each(systems.map((system, index) => ({ ...system, index, name: system.environment.name })))(
  "$name, with every option",
  ({ workspace, environment, index }) => {
    test("is deployed", async () => {
      const result = (await first)[index];
      expect({ code: result?.code, output: result?.output }).toEqual({
        code: 0,
        output: expect.stringContaining(`${environment.name} is deployed to the AWS emulator`),
      });
    });

    test("and planned again, nothing changes", async () => {
      await first;
      const { output } = await workspace.npm("start", environment.name);
      for (const layer of layers) expect(output).toContain(`✔ ${environment.name}-${layer}: no changes`);
      const printed = readFileSync(join(workspace.folder, ".emulator", `${environment.name}-deploy.log`), "utf8");
      expect(printed.match(/No changes\. Your infrastructure matches the configuration\./g)).toHaveLength(
        layers.length,
      );
    });
  },
);

// In bridge mode, production and two services are released by tests of their own.
test("in awsvpc mode its samples can be tried: one is released, one crashes and is rolled back", async () => {
  const release = (tag: string) =>
    systems
      .find(({ environment }) => environment === everyAwsvpc)
      ?.workspace.npm("release", everyAwsvpc.name, tag, "--emulator");
  expect({ ...(await release("v2")) }).toEqual({
    code: 0,
    output: expect.stringMatching(new RegExp(`${everyAwsvpc.services.web?.name} runs v2 `)),
  });
  const bad = await release("v-crashes");
  expect({ ...bad }).toEqual({
    code: exitCodes.rolledBack,
    output: expect.stringContaining('relation "shops" does not exist'),
  });
  expect(bad?.output).toContain("runs v2 ");
});

test.each(systems)(
  "$environment.name made no request that AWS would reject, or that the emulator cannot answer",
  ({ environment, emulator }) => {
    const log = readFileSync(join(emulator.folder, `${environment.account}.log`), "utf8").split("\n");
    expect(log.filter((line) => line.includes("!!!") || /^\S+ 400 \S+ [^:]+: /.test(line))).toEqual([]);
    expect(log.length).toBeGreaterThan(500);
  },
);
