import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../packages/common/errors";
import { run } from "../../packages/common/process";
import { projectRoot } from "../../lib/root";
import type { Proposal } from "./proposal";

/** A stack's `cdk.tf.json`, parsed; only what is read here is typed. */
export interface StackJson {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly output?: Readonly<Record<string, { readonly value: unknown }>>;
  readonly import?: readonly { readonly to: string; readonly id: string }[];
  readonly terraform?: Readonly<Record<string, unknown>>;
}

/** The three stacks of an environment, in the order they are deployed. */
export type Stacks = ReadonlyMap<string, StackJson>;

/** operations/ may not import constructs, so the program that makes the stacks is written, bundled and run as main.ts is. */
const program = (environment: string): string => `import { App } from "cdktf";
import { loadEnvironment, loadExtension } from "../../lib/environments";
import { adopt } from "../../modules/platform/environment/schema/adopt";
import { extendPlatform, Platform } from "../../modules/platform";
import proposal from "./proposal.json";

async function main(): Promise<void> {
  const found = await loadEnvironment(${JSON.stringify(environment)});
  const changed = structuredClone(found) as Record<string, any>;
  for (const { path, to } of proposal.changes) {
    const [last = "", ...parents] = path.split(".").reverse();
    parents.reverse().reduce((section, key) => section[key], changed)[last] = to;
  }
  const app = new App();
  const platform = new Platform(app, { ...(changed as typeof found), adopt: adopt.parse(proposal.adopt) });
  const extend = await loadExtension<Platform>(found.name);
  if (extend !== undefined) extendPlatform(platform, extend);
  app.synth();
}

void main();
`;

/**
 * The stacks as they would be with the proposal in the environment; nothing of the project is changed.
 *
 * @throws UserError with what the stacks refuse
 */
export async function synthesizeProposal(environment: string, proposal: Proposal): Promise<Stacks> {
  const root = projectRoot();
  // Two runs at once do not meet: each has a folder, and a bundle of that name.
  const own = `adopt-${process.pid}`;
  const folder = join(root, ".gen", own);
  const output = join(folder, "out");
  mkdirSync(output, { recursive: true });
  try {
    writeFileSync(join(folder, "proposal.json"), JSON.stringify(proposal));
    writeFileSync(join(folder, "main.ts"), program(environment));
    const { code, stdout, stderr } = await run("node", ["lib/runner/run.mjs", `.gen/${own}/main.ts`], {
      cwd: root,
      env: { ...process.env, CDKTF_OUTDIR: output },
    });
    if (code !== 0) {
      throw new UserError(`the stacks cannot be synthesized with what was found:\n\n${stderr.trim() || stdout.trim()}`);
    }
    const names = ["foundation", "data", "service"].map((layer) => `${environment}-${layer}`);
    return new Map(
      names.map((name) => {
        const file = join(output, "stacks", name, "cdk.tf.json");
        return [name, JSON.parse(readFileSync(file, "utf8")) as StackJson] as const;
      }),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
    const bundles = join(root, ".gen", "app");
    for (const file of existsSync(bundles) ? readdirSync(bundles) : []) {
      if (file.startsWith(`.gen_${own}_`)) rmSync(join(bundles, file), { force: true });
    }
  }
}
