import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { TerraformStack, type App, type ISynthesisSession } from "cdktf";
import { readConfigurations } from "../packages/terraform-json";
import { evaluateEnvironments, type PolicedEnvironment } from "../packages/aws-policies/evaluate";
import { policies as everyPolicy } from "./policies";
import type { Policy } from "../packages/aws-policies/policy";
import { PolicyError, violations, warnings } from "../packages/aws-policies/report";
import { UserError } from "../packages/common/errors";

export interface EnforceOptions {
  /** @default - every policy of the project */
  readonly policies?: readonly Policy[];
  /** ISO day that waivers are checked against. @default - today in UTC */
  readonly today?: string;
  /** Receives warnings. @default - standard output, which `cdktf synth` shows */
  readonly print?: (text: string) => void;
}

/**
 * Makes `app.synth()` check the policies before it writes. Call it when all stacks exist.
 *
 * Every stack is synthesized once, into a folder beside the output. The policies read these files; when all pass, the
 * files move to the output of `app.synth()`, else the folder is deleted and nothing is written.
 *
 * The context `policies: "report"` turns the check off; `./platform policies` sets it to show what fails. `policies: "warn"` prints
 * what fails and writes nevertheless, for commands that change no infrastructure but the image, or take it away: neither a policy nor
 * an expired waiver may keep a person from a rollback.
 *
 * @throws PolicyError from `app.synth()`, with every failure
 */
export function enforcePolicies(
  app: App,
  environments: readonly PolicedEnvironment[],
  { policies = everyPolicy, today, print = console.log }: EnforceOptions = {},
): void {
  const mode: unknown = app.node.tryGetContext("policies");
  if (mode === "report") return;
  const destroyed: unknown = app.node.tryGetContext("allowDestroy");

  afterAllStacks(app, (texts) => {
    const evaluations = evaluateEnvironments(policies, readConfigurations(texts), environments, {
      today,
      circumstances: {
        deletionProtectionOff: ({ name }) =>
          typeof destroyed === "string" && name.startsWith(`${destroyed}-`)
            ? `the context allowDestroy is ${destroyed}`
            : undefined,
      },
    });
    const refusal = violations(evaluations, policies);
    if (refusal !== undefined && mode !== "warn") throw new PolicyError(`${refusal}\n\nNothing was written.`);
    if (refusal !== undefined) print(refusal);
    const warned = warnings(evaluations, policies);
    if (warned !== undefined) print(warned);
  });
}

/** Runs `check` on the JSON of all stacks, by name, when the last one is synthesized and before any of them is in its place. */
function afterAllStacks(app: App, check: (texts: Readonly<Record<string, string>>) => void): void {
  if (app.hclOutput) throw new UserError("policies read Terraform JSON: synthesize without HCL output");
  const stacksOf = () => app.node.findAll().filter((node) => TerraformStack.isStack(node));
  const stacks = stacksOf();
  const last = stacks.at(-1);
  const files: Record<string, string> = {};
  let folder: string | undefined;

  const synthesize = (session: ISynthesisSession, stack: TerraformStack, inner: TerraformStack["synthesizer"]) => {
    folder ??= emptyFolder(session.outdir);
    // Assets are written beside the manifest; this one is the same but for its folder.
    const manifest = Object.create(session.manifest, { outdir: { value: folder } }) as typeof session.manifest;
    inner.synthesize({ ...session, outdir: folder, manifest });
    const { name, synthesizedStackPath } = session.manifest.forStack(stack);
    files[name] = readFileSync(join(folder, synthesizedStackPath), "utf8");
    if (stack !== last) return;
    const late = stacksOf().find((other) => !stacks.includes(other));
    if (late !== undefined)
      throw new Error(`enforcePolicies must be called after the stack ${late.node.id} is created`);
    check(files);
    move(folder, session.outdir);
  };

  for (const stack of stacks) {
    const inner = stack.synthesizer;
    stack.synthesizer = {
      synthesize: (session) => {
        let done = false;
        try {
          synthesize(session, stack, inner);
          done = stack !== last;
        } finally {
          if (!done && folder !== undefined) rmSync(folder, { recursive: true, force: true });
        }
      },
    };
  }
}

function emptyFolder(outdir: string): string {
  const folder = mkdtempSync(join(outdir, ".synth-"));
  mkdirSync(join(folder, "stacks"));
  return folder;
}

/** Moves every file; other files in the folders, for example Terraform's own, stay. */
function move(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) move(source, target);
    else renameSync(source, target);
  }
}
