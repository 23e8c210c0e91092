import { EnvironmentError, unnamed, type Environment } from "./environment";
import type { Problem } from "./environment/cross-check";
import { collectProblems, type PropertyProblem } from "../shared";
import type { IConstruct } from "constructs";

/** Where the properties of constructs come from: the path below the environment's stacks, the section, and properties with other names. */
interface Origin {
  readonly path: RegExp;
  /** Properties that it is about. @default - all */
  readonly property?: RegExp;
  /** Field of the environment. @param keys groups of the path */
  readonly field: (keys: readonly (string | undefined)[], environment: Environment) => string;
  /** Beginning of a property, and what it is called in the section. */
  readonly renamed?: Readonly<Record<string, string>>;
}

type Sections = "databases" | "caches" | "queues" | "fileSystems" | "buckets" | "capacities" | "images" | "services";

const part =
  (section: Sections): Origin["field"] =>
  ([key], environment) =>
    environment[section][key ?? (section === "images" ? unnamed.image : unnamed.part)]?.field ?? section;

const service: Origin["field"] = ([key = unnamed.service], { services }) => services[key]?.field ?? "services";

const route: Origin["field"] = (keys, environment) =>
  keys[1] === undefined ? `${service(keys, environment)}.web` : `${service(keys, environment)}.routes.${keys[1]}`;

/** The first that fits. */
const origins: readonly Origin[] = [
  {
    path: /^data\/database(?:-([^/]+))?/,
    field: part("databases"),
    renamed: { engineVersion: "version", databaseName: "name" },
  },
  { path: /^data\/cache(?:-([^/]+))?/, field: part("caches"), renamed: { engineVersion: "version" } },
  { path: /^data\/queue(?:-([^/]+))?/, field: part("queues") },
  { path: /^data\/file-system(?:-([^/]+))?/, field: part("fileSystems") },
  { path: /^data\/(?:storage|bucket-([^/]+))/, field: part("buckets") },
  { path: /^data\/secrets/, field: () => "secrets" },
  {
    path: /^foundation\/network/,
    property: /^addresses/,
    field: () => "adopt.network",
    renamed: { addresses: "subnets" },
  },
  { path: /^foundation\/network/, field: () => "network" },
  { path: /^foundation\/cluster/, field: () => "cluster" },
  { path: /^foundation\/capacity(?:-([^/]+))?/, field: part("capacities") },
  { path: /^foundation\/repository(?:-([^/]+))?/, field: part("images"), renamed: { name: "repository" } },
  { path: /^foundation\/firewall/, field: () => "loadBalancer.firewall" },
  { path: /^foundation\/rule-([^/]+)/, field: ([name]) => `loadBalancer.rules.${name}` },
  { path: /^foundation\/load-balancer/, field: () => "loadBalancer" },
  {
    path: /^service\/(?:services\/([^/]+)\/)?(?:target-group|listener-rule)(?:-([^/]+))?/,
    field: route,
    renamed: { hostHeaders: "hosts", pathPatterns: "paths" },
  },
  { path: /^service\/(?:services\/([^/]+)\/)?scheduled-tasks/, field: service, renamed: { tasks: "scheduled" } },
  { path: /^service\/(?:services\/([^/]+)\/)?(?:task|execution)-role/, field: service, renamed: { "": "permissions" } },
  {
    path: /^service\/(?:services\/([^/]+)\/)?(?:task-definition|one-off-task|service(?:\/|$))/,
    field: service,
    renamed: {
      autoscaling: "scaling",
      desired: "scaling.desired",
      minimum: "scaling.minimum",
      maximum: "scaling.maximum",
      queueLatency: "scaling.queueLatency",
      scaleOut: "scaling.queueLatency.scaleOut",
      scaleInBelowSeconds: "scaling.queueLatency.scaleInBelowSeconds",
      scheduled: "scaling.scheduled",
      terminationWaitMinutes: "deployment.terminationWaitMinutes",
      serviceConnect: "connect",
    },
  },
  { path: /^service\/monitoring/, property: /^slack/, field: () => "alerts" },
  { path: /^service\/monitoring/, field: () => "monitoring", renamed: { pattern: "errorPattern" } },
];

/** A problem of a construct in the words of an environment; its path and property where it has no field. */
export function fieldProblem({ construct, field, ...problem }: PropertyProblem, environment: Environment): Problem {
  const below = construct.replace(`${environment.name}-`, "");
  const origin = origins.find(({ path, property }) => path.test(below) && property?.test(field) !== false);
  const fix = problem.fix === undefined ? "" : `. ${problem.fix.replace(/\.$/, "")}`;
  const rest = { allowed: problem.allowed, got: `${JSON.stringify(problem.got) ?? "nothing"}${fix}` };
  if (origin === undefined) return { path: `${construct} ${field}`, ...rest };
  const [, ...keys] = origin.path.exec(below) ?? [];
  const section = origin.field(keys, environment);
  const all = origin.renamed?.[""];
  const [first = ""] = field.split(/[.:]/);
  const renamed =
    all === undefined ? (origin.renamed?.[first] ?? first) + field.slice(first.length) : `${all}.${field}`;
  return { path: `${section}.${renamed}`, ...rest };
}

/**
 * Builds an environment's constructs, and returns what `build` returns.
 *
 * @throws EnvironmentError with everything that they refuse, by field
 */
export function buildAll<Result extends object>(
  root: IConstruct,
  environment: Environment,
  build: () => Result,
): Result {
  let built: Result | undefined;
  const collected = collectProblems(root, () => (built = build()));
  const problems = collected.map((problem) => fieldProblem(problem, environment));
  const different = problems.filter(
    ({ path, allowed }, index) =>
      problems.findIndex((other) => other.path === path && other.allowed === allowed) === index,
  );
  if (different.length > 0 || built === undefined)
    throw new EnvironmentError(JSON.stringify(environment.name), different);
  return built;
}
