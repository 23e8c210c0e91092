import { ECSClient, DescribeServicesCommand, DescribeTaskDefinitionCommand } from "@aws-sdk/client-ecs";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { behave, clientConfig, emulatorEnv, pushImage, type Emulator } from "../../lib/emulator";
import { findTerraform } from "../../lib/terraform";
import { commandOf } from "../../operations/start/round";
import { looks, outputPage, section, sectionsOf, synthesized } from "../../scripts/output/page";
import { TwoServicesSystem } from "../../scripts/output/two-services-system";
import { finished } from "../../scripts/test/workspace";

/** Two services with an image each, a cache and a queue: from nothing to nothing. */
const system = new TwoServicesSystem();
const { workspace, platform, options } = system;
const { account, name, cluster, services, images } = system.environment;

let emulator: Emulator;
let ecs: ECSClient;

afterAll(async () => {
  ecs?.destroy();
  await system.remove();
});

/** The task definition that a service runs, and the tag of its own image. */
async function definitionOf(key: string) {
  const { services: [found] = [] } = await ecs.send(
    new DescribeServicesCommand({ cluster: cluster.name, services: [services[key]?.name ?? ""] }),
  );
  const { taskDefinition } = await ecs.send(
    new DescribeTaskDefinitionCommand({ taskDefinition: found?.taskDefinition }),
  );
  const own = taskDefinition?.containerDefinitions?.find(({ image }) =>
    image?.includes(`/${images[key]?.repository}:`),
  );
  return { arn: taskDefinition?.taskDefinitionArn, tag: own?.image?.split(":").at(-1) };
}

/** The tag of the image that each service runs. */
async function running(): Promise<Readonly<Record<string, string | undefined>>> {
  const [web, jobs] = await Promise.all([definitionOf("web"), definitionOf("jobs")]);
  return { web: web.tag, jobs: jobs.tag };
}

/** No plan of a stack changes anything, also after a release or a rollback. */
async function expectEmptyPlan(stack = "service"): Promise<void> {
  const program = await findTerraform();
  const { code, output } = await workspace.run(program.binary, ["plan", "-no-color", "-lock-timeout=60s"], {
    cwd: workspace.stack(`${name}-${stack}`),
    env: emulatorEnv(emulator, program.env),
  });
  expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining("No changes.") });
}

test("it is deployed, and the DNS record that somebody has to create is named", async () => {
  ({ emulator } = await system.startEmulator());
  ecs = new ECSClient(clientConfig(emulator));
  const { code, output } = await platform("start", name);
  expect({ code, output }).toEqual({
    code: 0,
    output: expect.stringContaining(`${name} is deployed to the AWS emulator`),
  });
  expect(output).toMatch(/dns_records[^]*shop\.acorn\.example/);
  expect(await running()).toEqual({ web: "v1", jobs: "v1" });
});

test("what commands print is what docs/reference/output.md shows; node lib/runner/run.mjs scripts/output/cli.ts writes it again", async () => {
  const shown = sectionsOf(readFileSync(outputPage, "utf8"));
  for (const words of [...looks(name), ...synthesized(name)]) {
    const { code: exitCode, output: printed } = await platform(...words);
    const command = commandOf({ words });
    expect(shown.get(command)).toBe(section({ command, output: printed, exitCode }, workspace.folder));
  }
});

test("planned again, nothing changes", async () => {
  await Promise.all(["foundation", "data", "service"].map(expectEmptyPlan));
});

test("one image is released: the service that uses it alone runs it", async () => {
  const { code, output } = await platform("release", name, "web=v2", "--emulator");
  expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining("runs web=v2 (") });
  expect(await running()).toEqual({ web: "v2", jobs: "v1" });
  await expectEmptyPlan();
});

test("a release of several that the person leaves is continued by the same command", async () => {
  for (const { repository } of Object.values(images)) {
    await pushImage(emulator, { repository, tag: "v3", architecture: "arm64" });
  }
  // Of the service's family, so that the migration ends.
  const { family } = services["web"]!;
  await behave(emulator, [{ family, container: "app", image: ":v3", does: { kind: "run", healthyAfterSeconds: 600 } }]);
  const command = ["platform", "release", name, "web=v3", "jobs=v3", "--emulator"];
  const child = workspace.spawn(process.execPath, command);
  const left = finished(child);
  let said = "";
  child.stdout?.on("data", (text: Buffer) => {
    said += text.toString();
    if (/new task \w+: RUNNING/.test(said)) child.kill("SIGINT");
  });
  const { code, output } = await left;
  expect({ code, output }).toEqual({ code: 130, output: expect.stringContaining("continues") });
  expect(output).toContain("Not touched: jobs.");
  expect(await running()).toEqual({ web: "v3", jobs: "v1" });

  const { arn } = await definitionOf("web");
  await behave(emulator, []);
  const again = await platform(...command.slice(1));
  expect({ ...again }).toEqual({ code: 0, output: expect.stringContaining("runs jobs=v3 (") });
  // What the first command began is not deployed a second time.
  expect(await definitionOf("web")).toEqual({ arn, tag: "v3" });
  expect(await running()).toEqual({ web: "v3", jobs: "v3" });
  await expectEmptyPlan();
});

test("one rollback restores all services to what they ran before the release", async () => {
  const { code, output } = await platform("rollback", name, "--emulator");
  expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining("Going back to what web and jobs ran") });
  expect(await running()).toEqual({ web: "v2", jobs: "v1" });
  await expectEmptyPlan();
});

test("without a request that AWS would reject, or that the emulator cannot answer", () => {
  const log = readFileSync(join(options.folder, `${account}.log`), "utf8").split("\n");
  expect(log.filter((line) => line.includes("!!!") || /^\S+ 400 \S+ [^:]+: /.test(line))).toEqual([]);
});

test("it is destroyed with its data", async () => {
  const { code, output } = await platform("destroy", name, "--including-data", "--emulator", "--yes", name);
  expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining(name) });
});
