import { ACMClient, DescribeCertificateCommand, RequestCertificateCommand } from "@aws-sdk/client-acm";
import { ECSClient, DescribeServicesCommand, DescribeTaskDefinitionCommand } from "@aws-sdk/client-ecs";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  behave,
  clientConfig,
  emulatorEnv,
  pushImage,
  findEmulator,
  stopEmulator,
  type Emulator,
} from "../../lib/emulator";
import { findTerraform } from "../../lib/terraform";
import { sleep } from "../../packages/common/process";
import { twoServices } from "./two-services-environment";
import { finished, Workspace } from "./workspace";

/** Two services with an image each, a cache and a queue: from nothing to nothing. */
const workspace = new Workspace();

/** The environment's file, with a certificate that is in the account. */
function write(certificateArn: string) {
  const text = `import { twoServices as withCertificate } from "../__tests__/e2e/two-services-environment";
export const twoServices = withCertificate("${certificateArn}");\n`;
  const environment = twoServices(certificateArn);
  writeFileSync(join(workspace.folder, "environments", `${environment.name}.ts`), text);
  return environment;
}

const { account, region, name, cluster, services, images } = write(
  "arn:aws:acm:eu-central-1:111122223333:certificate/00000000-0000-0000-0000-000000000000",
);
const options = { account, region, folder: join(workspace.folder, ".emulator") };

let emulator: Emulator;
let ecs: ECSClient;

afterAll(async () => {
  ecs?.destroy();
  await stopEmulator(options);
  workspace.remove();
});

const platform = (...args: readonly string[]) =>
  workspace.run(process.execPath, ["platform", ...args], { env: process.env });

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

/** Requests a certificate and waits until it is issued. */
async function certificate(): Promise<string> {
  const acm = new ACMClient(clientConfig(emulator));
  const { CertificateArn = "" } = await acm.send(
    new RequestCertificateCommand({ DomainName: "shop.acorn.example", ValidationMethod: "DNS" }),
  );
  const isIssued = async () => {
    const { Certificate } = await acm.send(new DescribeCertificateCommand({ CertificateArn }));
    return Certificate?.Status === "ISSUED";
  };
  while (!(await isIssued())) await sleep(500);
  acm.destroy();
  return CertificateArn;
}

test("it is deployed, and the DNS record that somebody has to create is named", async () => {
  expect(await platform("emulator", "start", name)).toMatchObject({ code: 0 });
  const found = await findEmulator(options);
  if (found === undefined) throw new Error("no emulator is running");
  emulator = found;
  ecs = new ECSClient(clientConfig(emulator));
  write(await certificate());
  const { code, output } = await platform("start", name);
  expect({ code, output }).toEqual({
    code: 0,
    output: expect.stringContaining(`${name} is deployed to the AWS emulator`),
  });
  expect(output).toMatch(/dns_records[^]*shop\.acorn\.example/);
  expect(await running()).toEqual({ web: "v1", jobs: "v1" });
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
  let printed = "";
  child.stdout?.on("data", (text: Buffer) => {
    printed += text.toString();
    if (/new task \w+: RUNNING/.test(printed)) child.kill("SIGINT");
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
