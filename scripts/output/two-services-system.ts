import { ACMClient, DescribeCertificateCommand, RequestCertificateCommand } from "@aws-sdk/client-acm";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { clientConfig, findEmulator, stopEmulator, type Emulator } from "../../lib/emulator";
import { sleep } from "../../packages/common/process";
import { twoServices } from "./two-services-environment";
import { Workspace, type Result } from "../test/workspace";

/** A project whose only environment is two services with an image each, and an emulator of its own. */
export class TwoServicesSystem {
  readonly workspace = new Workspace();
  readonly environment: ReturnType<typeof twoServices>;
  private certificateArn = "arn:aws:acm:eu-central-1:111122223333:certificate/00000000-0000-0000-0000-000000000000";
  readonly options: { readonly account: string; readonly region: string; readonly folder: string };

  constructor() {
    const environments = join(this.workspace.folder, "environments");
    rmSync(environments, { recursive: true });
    mkdirSync(environments);
    this.environment = this.write();
    const { account, region } = this.environment;
    this.options = { account, region, folder: join(this.workspace.folder, ".emulator") };
  }

  /** Runs the program as somebody without credentials would, outside of a workflow. */
  readonly platform = (...args: readonly string[]): Promise<Result> => {
    const kept = Object.entries(process.env).filter(([name]) => !/^(AWS|GITHUB|TFE|RUN_TASK)_/.test(name));
    const env = { ...Object.fromEntries(kept), NO_COLOR: "1" };
    return this.workspace.run(process.execPath, ["platform", ...args], { env });
  };

  /** Starts the emulator, with a certificate that is there before the environment. */
  async startEmulator(): Promise<{ readonly emulator: Emulator; readonly result: Result }> {
    const result = await this.platform("emulator", "start", this.environment.name);
    const emulator = await findEmulator(this.options);
    if (emulator === undefined) throw new Error(`no emulator is running:\n${result.output}`);
    this.certificateArn = await certificate(emulator);
    this.write();
    return { emulator, result };
  }

  async remove(): Promise<void> {
    await stopEmulator(this.options);
    this.workspace.remove();
  }

  /** Writes the environment's file, with a certificate that is in the account. @param changes fields that differ */
  write(changes = "{}") {
    const text = `import { twoServices as withCertificate } from "../scripts/output/two-services-environment";
export const twoServices = withCertificate("${this.certificateArn}", ${changes});\n`;
    const environment = twoServices(this.certificateArn);
    writeFileSync(join(this.workspace.folder, "environments", `${environment.name}.ts`), text);
    return environment;
  }
}

/** Requests a certificate and waits until it is issued. */
async function certificate(emulator: Emulator): Promise<string> {
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
