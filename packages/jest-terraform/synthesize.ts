import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, Manifest, TerraformStack } from "cdktf";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { readConfigurations } from "../terraform-json";
import { SynthesizedApp, SynthesizedStack, type Note } from "./synthesized";

/**
 * Synthesizes every stack of an app as `app.synth()` does: aspects, validations, cross-stack references, error annotations. What cdktf
 * writes goes to a temporary folder that is gone again when this returns, so the app's own `outdir` stays as it was.
 *
 * @param input an app, or a function that fills one
 * @throws what cdktf throws when a validation fails or a construct carries an error annotation
 */
export function synthesize(input: App | ((app: App) => void)): SynthesizedApp {
  return inTemporaryFolder((outdir) => {
    const app = App.isApp(input) ? input : filledApp(outdir, input);
    const manifest = new Manifest("test", outdir, false);
    const stacks = app.node.findAll().filter((node) => TerraformStack.isStack(node));
    for (const stack of stacks) stack.prepareStack();
    for (const stack of stacks) stack.synthesizer.synthesize({ outdir, manifest });
    // App.synth() runs the app's own validations last, and only those: the stacks have run theirs.
    const problems = app.node.validate();
    if (problems.length > 0) throw new Error(`App failed validation:\n  ${problems.join("\n  ")}`);
    const written = Object.values(manifest.stacks);
    const configurations = readConfigurations(
      Object.fromEntries(
        written.map((stack) => [stack.name, readFileSync(join(outdir, stack.synthesizedStackPath), "utf8")]),
      ),
    );
    return new SynthesizedApp(
      configurations.map(
        (configuration, index) => new SynthesizedStack(configuration, notesOf(written[index]?.annotations ?? [])),
      ),
    );
  });
}

/** Where the stack of `testStack` is. */
export interface TestStackOptions {
  /** @default - `eu-central-1` */
  readonly region?: string;
  /** Twelve digits. @default - `123456789012` */
  readonly account?: string;
}

/**
 * One stack named `test` with an AWS provider, filled by `fill` and synthesized.
 *
 * `const stack = testStack((scope) => new Vpc(scope, "vpc", { ... }))`
 */
export function testStack(fill: (scope: TerraformStack) => void, options: TestStackOptions = {}): SynthesizedStack {
  const { region = "eu-central-1", account = "123456789012" } = options;
  const app = synthesize((scope) => {
    const stack = new TerraformStack(scope, "test");
    new AwsProvider(stack, "aws", { region, allowedAccountIds: [account] });
    fill(stack);
  });
  return app.stack("test");
}

function filledApp(outdir: string, fill: (app: App) => void): App {
  const app = new App({ outdir });
  fill(app);
  return app;
}

function inTemporaryFolder<Result>(use: (folder: string) => Result): Result {
  const folder = mkdtempSync(join(tmpdir(), "synthesize-"));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function notesOf(annotations: readonly { constructPath: string; level: string; message: string }[]): Note[] {
  return annotations.map(({ constructPath, level, message }) => ({ constructPath, level, message }));
}
