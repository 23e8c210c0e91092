import { changeInWords, costChange, dollars, estimate } from "../../cost";
import { environmentOf } from "../../lib/environment-names";
import { loadEnvironment } from "../../lib/environments";
import type { Environment } from "../../modules/platform/environment";
import { plural } from "../../packages/common/text";
import type { Attachment } from "../../packages/plan-review/render/attachment";
import type { PlannedInput, ReadInputs } from "../../packages/plan-review/read";
import {
  blocksOf,
  Configuration,
  isRecord,
  readConfiguration,
  readPlan,
  type Properties,
} from "../../packages/terraform-json";
import { accessChanges, compare, drawSvg, drawTimelines, overview, readModel } from "../../picture";
import { proveSystem, systemFacts } from "../../rollout";
import { usageOptions } from "../cost/cost";
import { knownPrices } from "../cost/prices";
import { timelinesOf } from "../prove/timelines";

/** Sentences of one kind that are shown; the picture shows all. */
const shownLines = 10;

/** What plans change in the picture and in the cost of each environment: who gains or loses access, and what that costs by the month. */
export async function attachmentsOf({ inputs, stacks }: ReadInputs): Promise<readonly Attachment[]> {
  const planned = inputs.flatMap((input) => (input.status === "planned" ? [input] : []));
  const names = [...new Set(planned.flatMap(({ stack }) => environmentOf(stack) ?? []))];
  const attachments: Attachment[] = [];
  for (const name of names) {
    const own = (stack: string) => environmentOf(stack) === name;
    const environment = await loadEnvironment(name);
    const plans = planned.filter(({ stack }) => own(stack));
    const known = stacks.filter((stack) => own(stack.name));
    attachments.push(...(await attachmentOf(environment, plans, known)));
  }
  return attachments;
}

export async function attachmentOf(
  environment: Environment,
  plans: readonly PlannedInput[],
  known: readonly Configuration[],
): Promise<readonly Attachment[]> {
  const title = `${environment.name}: picture and cost`;
  try {
    const [before, after] = sidesOf(plans, known);
    const [was, is] = [readModel(before), readModel(after)];
    const changed = new Set(plans.flatMap(changedIn));
    const marked = compare(overview(was), overview(is), changed);
    const options = usageOptions(environment);
    const prices = knownPrices({ region: environment.region, env: process.env });
    const [costBefore, costAfter] = [before, after].map((side) => estimate(side, prices, options));
    if (costBefore === undefined || costAfter === undefined) return [];
    const cost = costChange(costBefore, costAfter);
    if (marked.marks.size === 0 && cost.changes.length === 0) return [];
    const limit = environment.cost?.maximum;
    const isOver = limit !== undefined && costAfter.total.maximum > limit;
    const access = accessChanges(was, is);
    const lines = [
      `Cost: ${changeInWords(cost)}.`,
      ...(cost.changes.length < 2
        ? []
        : cut(
            cost.changes.map(
              (one) =>
                `${one.resource}: ${changeInWords({ total: one.monthly, changes: [one], unknown: one.unknown })}.`,
            ),
            "resources",
          )),
      ...(isOver
        ? [
            `Warning: it may then cost ${dollars(costAfter.total.maximum)} a month, more than cost.maximum (${dollars(limit)}).`,
          ]
        : []),
      ...cut(
        access.filter(({ gained }) => gained).map(({ text }) => `Gained: ${text}.`),
        "gains of access",
      ),
      ...cut(
        access.filter(({ gained }) => !gained).map(({ text }) => `Lost: ${text}.`),
        "losses of access",
      ),
    ];
    const figures = [
      await drawSvg(marked, { title: `${environment.name}: what these plans change`, prefix: environment.name }),
    ];
    const deployed = namesIn(after, changed, "aws_ecs_service", "aws_ecs_task_definition");
    const timelines =
      deployed.size === 0
        ? []
        : timelinesOf(environment, proveSystem(systemFacts(environment))).flatMap(({ service, timelines: own }) => {
            const { name, family } = environment.services[service] ?? {};
            if (![name, family].some((one) => one !== undefined && deployed.has(one))) return [];
            return own.map((timeline) => ({ ...timeline, title: `${service}: ${timeline.title}` }));
          });
    if (timelines.length > 0)
      figures.push(drawTimelines(timelines, `${environment.name}: rollouts over time`, `${environment.name}-time`));
    return [{ title, lines, figures }];
  } catch (error) {
    // A plan that is half unknown is reviewed all the same.
    return [{ title, lines: [`Not drawn: ${error instanceof Error ? error.message : String(error)}`] }];
  }
}

function cut(lines: readonly string[], what: string): string[] {
  return lines.length <= shownLines
    ? [...lines]
    : [...lines.slice(0, shownLines), `${plural(lines.length - shownLines, "more", "more")} ${what}.`];
}

/** The environment's stacks before and after the plans; those without a plan are the same in both. */
function sidesOf(
  plans: readonly PlannedInput[],
  known: readonly Configuration[],
): readonly [readonly Configuration[], readonly Configuration[]] {
  const names = [...new Set([...plans.map(({ stack }) => stack), ...known.map(({ name }) => name)])];
  const side = (read: (plan: PlannedInput) => Configuration) => {
    // Each side has its own copies, since stacks that are read together see each other.
    const stacks = names.map((name) => {
      const plan = plans.find(({ stack }) => stack === name);
      return plan === undefined
        ? readConfiguration(known.find((stack) => stack.name === name)?.json, name)
        : read(plan);
    });
    Configuration.link(stacks);
    return stacks;
  };
  const after = ({ plan, stack, configuration }: PlannedInput) => readPlan(plan, stack, configuration);
  const before = ({ plan, stack, configuration }: PlannedInput) => readPlan(asBefore(plan), stack, configuration);
  return [side(before), side(after)];
}

/** A plan that plans what there was; what no configuration refers to any more is referred to by its id. */
function asBefore(plan: Properties): Properties {
  const prior = isRecord(plan.prior_state) && isRecord(plan.prior_state.values) ? plan.prior_state.values : {};
  const root = isRecord(prior.root_module) ? prior.root_module : {};
  const resources = blocksOf(root.resources);
  const written =
    isRecord(plan.configuration) && isRecord(plan.configuration.root_module) ? plan.configuration.root_module : {};
  const kept = new Set(blocksOf(written.resources).map(({ address }) => String(address)));
  const references = new Map<string, string>();
  for (const { address, values } of resources) {
    if (!isRecord(values)) continue;
    for (const attribute of ["id", "arn"]) {
      const value = values[attribute];
      if (typeof value === "string" && value !== "") references.set(value, `\${${String(address)}.${attribute}}`);
    }
  }
  const restored = resources.map((resource) =>
    kept.has(String(resource.address)) || !isRecord(resource.values)
      ? resource
      : { ...resource, values: withReferences(resource.values, references) },
  );
  return { ...plan, planned_values: { ...prior, root_module: { ...root, resources: restored } } };
}

function withReferences(value: unknown, references: ReadonlyMap<string, string>): unknown {
  if (typeof value === "string") return references.get(value) ?? value;
  if (Array.isArray(value)) return value.map((item) => withReferences(item, references));
  if (!isRecord(value)) return value;
  const own = ["id", "arn"];
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, own.includes(key) ? item : withReferences(item, references)]),
  );
}

/** Names in AWS of the resources of some types that change. */
function namesIn(stacks: readonly Configuration[], changed: ReadonlySet<string>, ...types: string[]): Set<unknown> {
  const own = stacks.flatMap((stack) => stack.resourcesOf(...types));
  const found = own.filter(({ configuration, address }) => changed.has(`${configuration.name}: ${address}`));
  return new Set(found.map(({ properties }) => properties.name ?? properties.family));
}

/** Addresses that a plan changes in place or replaces. */
function changedIn({ plan, stack }: PlannedInput): string[] {
  return blocksOf(plan.resource_changes).flatMap(({ address, change }) => {
    const actions = isRecord(change) && Array.isArray(change.actions) ? change.actions : [];
    return actions.includes("update") || (actions.includes("create") && actions.includes("delete"))
      ? [`${stack}: ${String(address)}`]
      : [];
  });
}
