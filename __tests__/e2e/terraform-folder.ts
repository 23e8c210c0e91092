import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Construct } from "constructs";
import { emulatorEnv, startEmulator, stopEmulator, type Emulator } from "../../lib/emulator";
import { findTerraform } from "../../lib/terraform";
import { run } from "../../packages/common/process";
import { testStack } from "../../packages/jest-terraform";

/** Constructs that real Terraform applies, in a folder and against an emulator of their own. */
export class TerraformFolder {
  readonly folder = mkdtempSync(join(tmpdir(), "terraform-folder-"));
  private readonly where = { account: "123456789012", region: "us-east-1" };
  private readonly emulatorOptions = { ...this.where, folder: join(this.folder, ".emulator") };
  private binary = "terraform";
  private env: NodeJS.ProcessEnv = {};
  private initialized = false;

  async start(): Promise<Emulator> {
    const emulator = await startEmulator({ ...this.emulatorOptions, endsWithThisProcess: true });
    const { binary, env } = await findTerraform();
    this.binary = binary;
    this.env = emulatorEnv(emulator, env);
    return emulator;
  }

  /** Applies what constructs say. @throws Error with Terraform's output where it fails */
  async apply(fill: (scope: Construct) => void): Promise<void> {
    const { json } = testStack(fill, this.where);
    // By default cdktf puts the state of every stack of this name into the folder that this process runs in.
    const backend = { local: { path: join(this.folder, "terraform.tfstate") } };
    const terraform = { ...(json.terraform as object), backend };
    writeFileSync(join(this.folder, "cdk.tf.json"), JSON.stringify({ ...json, terraform }));
    if (!this.initialized) await this.terraform("init", "-input=false", "-no-color");
    this.initialized = true;
    await this.terraform("apply", "-auto-approve", "-input=false", "-no-color");
  }

  /** What a plan of the same constructs would change; empty when nothing. */
  async changes(): Promise<string> {
    const { code, stdout, stderr } = await this.run("plan", "-input=false", "-detailed-exitcode", "-no-color");
    return code === 0 ? "" : `${stdout}${stderr}`;
  }

  destroy(): Promise<string> {
    return this.terraform("destroy", "-auto-approve", "-input=false", "-no-color");
  }

  async remove(): Promise<void> {
    await stopEmulator(this.emulatorOptions);
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async terraform(...args: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await this.run(...args);
    if (code !== 0) throw new Error(`terraform ${args.join(" ")}: exit code ${code}\n${stdout}${stderr}`);
    return stdout;
  }

  private run(...args: readonly string[]) {
    return run(this.binary, args, { cwd: this.folder, env: this.env });
  }
}
