import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findTerraform, terraform, type Terraform } from "../../lib/terraform";
import { remoteOutput } from "./imports";
import type { StackJson, Stacks } from "./stacks";

/** What the first plan would do to one resource. */
export interface PlannedChange {
  readonly stack: string;
  /** Such as `aws_vpc.network_vpc`. */
  readonly address: string;
  /** `import` alone is an import that changes nothing. */
  readonly action: "import" | "import-update" | "import-replace" | "create" | "update" | "replace" | "destroy";
  /** Arguments that change, or that force a replacement, in Terraform's words; none for a creation. */
  readonly changed: readonly string[];
}

interface PlanJson {
  readonly resource_changes?: readonly {
    readonly address: string;
    readonly mode: string;
    readonly change: {
      readonly actions: readonly string[];
      readonly importing?: unknown;
      readonly before: Readonly<Record<string, unknown>> | null;
      readonly after: Readonly<Record<string, unknown>> | null;
      readonly after_unknown: Readonly<Record<string, unknown>>;
      readonly replace_paths?: readonly (readonly unknown[])[];
    };
  }[];
  readonly planned_values?: { readonly outputs?: Readonly<Record<string, { readonly value?: unknown }>> };
}

/** A resource that represents what only an apply would tell. */
const unknown = "not-yet-known";

/**
 * Really plans the stacks, with their import blocks, in a temporary folder and on an empty state: Terraform reads the account and
 * changes nothing. What a stack gets from one before it is taken from that one's plan, and is unknown where that is.
 *
 * @throws UserError with the output of Terraform
 */
export async function planStacks(
  stacks: Stacks,
  env: NodeJS.ProcessEnv,
  onStack: (stack: string) => void,
): Promise<readonly PlannedChange[]> {
  const program = await findTerraform({ env });
  const folder = mkdtempSync(join(tmpdir(), "adopt-"));
  try {
    const outputs = new Map<string, Readonly<Record<string, unknown>>>();
    const changes: PlannedChange[] = [];
    for (const [stack, json] of stacks) {
      onStack(stack);
      const plan = await planStack(program, join(folder, stack), standalone(json, outputs));
      const planned = Object.entries(plan.planned_values?.outputs ?? {}).map(([name, { value }]) => [name, value]);
      outputs.set(stack, Object.fromEntries(planned) as Record<string, unknown>);
      changes.push(...changesOf(stack, plan));
    }
    return changes;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function planStack(program: Terraform, folder: string, json: StackJson): Promise<PlanJson> {
  mkdirSync(folder, { mode: 0o700 });
  // Indented: Terraform quotes the line of an error.
  writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify(json, null, 2));
  await terraform(program, folder, ["init", "-input=false", "-no-color"]);
  await terraform(program, folder, ["plan", "-input=false", "-no-color", "-lock=false", "-out=plan"]);
  return JSON.parse(await terraform(program, folder, ["show", "-json", "plan"])) as PlanJson;
}

/** The stack without its backend, and with values, or unknowns, in place of what it reads from other stacks' states. */
export function standalone(
  json: StackJson,
  outputs: ReadonlyMap<string, Readonly<Record<string, unknown>>>,
): StackJson {
  const everywhere = new RegExp(remoteOutput.source, "g");
  const resolve = (value: unknown): unknown => {
    if (typeof value === "string") {
      return value.replace(everywhere, (_, stack: string, output: string) => {
        const known = outputs.get(stack)?.[output];
        return known === undefined || known === null ? `terraform_data.${unknown}.id` : JSON.stringify(known);
      });
    }
    if (Array.isArray(value)) return value.map(resolve);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, resolve(each)]));
  };
  const { terraform_remote_state: _, ...data } = json.data ?? {};
  const { backend: _backend, cloud: _cloud, ...settings } = json.terraform ?? {};
  const resolved = resolve({ ...json, data, terraform: settings }) as StackJson;
  return {
    ...resolved,
    resource: { ...resolved.resource, terraform_data: { ...resolved.resource?.terraform_data, [unknown]: {} } },
  };
}

/** The changes of a plan, without what changes nothing and the resource of the unknowns. */
export function changesOf(stack: string, plan: PlanJson): readonly PlannedChange[] {
  return (plan.resource_changes ?? []).flatMap(({ address, mode, change }) => {
    if (mode !== "managed" || address === `terraform_data.${unknown}`) return [];
    const isImport = change.importing !== undefined && change.importing !== null;
    const action = actionOf(change.actions, isImport);
    if (action === undefined) return [];
    const { before, after, after_unknown } = change;
    const changed =
      action.endsWith("replace") || before === null || after === null
        ? (change.replace_paths ?? []).map(([argument]) => String(argument))
        : Object.keys({ ...before, ...after, ...after_unknown }).filter((key) =>
            after_unknown[key] === true ? !computed.has(key) : !isSame(before[key], after[key]),
          );
    return [{ stack, address, action, changed: [...new Set(changed)].sort() }];
  });
}

/** Attributes that AWS sets, and that are reported as unknown with every other change. */
const computed = new Set(["tags_all", "latest_version", "default_version", "arn", "id", "version_id"]);

/** Terraform tells an empty block, list or text and nothing apart; AWS does not. */
function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(bare(one)) === JSON.stringify(bare(other));
}

function bare(value: unknown): unknown {
  if (value === null || value === "" || value === false) return undefined;
  if (typeof value !== "object") return value;
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map(bare);
  const { forward, order, ...rest } = value as Readonly<Record<string, unknown>>;
  // An import tells a listener's target group twice, as the provider's two ways of writing it.
  const reported = isFilled(rest.target_group_arn) ? rest : { forward, order, ...rest };
  const members = Object.entries(reported)
    .map(([key, each]) => [key, bare(each)] as const)
    .filter(([, each]) => each !== undefined);
  return members.length === 0 ? undefined : Object.fromEntries(members.sort(([a], [b]) => (a < b ? -1 : 1)));
}

const isFilled = (value: unknown): boolean => value !== undefined && value !== null && value !== "";

function actionOf(actions: readonly string[], isImport: boolean): PlannedChange["action"] | undefined {
  const all = actions.join();
  if (all.includes("delete")) {
    if (all === "delete") return "destroy";
    return isImport ? "import-replace" : "replace";
  }
  if (all === "no-op") return isImport ? "import" : undefined;
  if (all === "update") return isImport ? "import-update" : "update";
  return all === "create" ? "create" : undefined;
}
