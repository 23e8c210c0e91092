/**
 * Atlantis's own validation of `atlantis.yaml` and of the server's repository configuration, as far as our two files use it.
 *
 * Source: https://github.com/runatlantis/atlantis at 078d0a82081e8a2b1645268c5f5bfec578246fa9,
 * server/core/config/raw/{repo_cfg,project,autoplan,global_cfg,workflow,stage,step}.go, server/core/config/valid/global_cfg.go
 * (ValidateRepoCfg), server/core/config/valid/workspace.go and server/core/config/parser_validator.go (unknown keys, unique names).
 */

export interface Project {
  readonly name?: string;
  readonly dir?: string;
  readonly workspace?: string;
  readonly workflow?: string;
  readonly execution_order_group?: number;
  readonly autoplan?: { readonly when_modified?: readonly string[] };
}

export interface RepoConfig {
  readonly version?: number;
  readonly projects?: readonly Project[];
  readonly workflows?: Readonly<Record<string, WorkflowConfig>>;
}

type Step = string | Readonly<Record<string, unknown>>;
export type WorkflowConfig = Readonly<Record<string, { readonly steps?: readonly Step[] }>>;

export interface ServerRepo {
  readonly id?: string;
  readonly allowed_overrides?: readonly string[];
  readonly allowed_workflows?: readonly string[];
  readonly allow_custom_workflows?: boolean;
  readonly plan_requirements?: readonly string[];
  readonly apply_requirements?: readonly string[];
}

export interface ServerConfig {
  readonly repos?: readonly ServerRepo[];
  readonly workflows?: Readonly<Record<string, WorkflowConfig>>;
}

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

const keys = {
  repoConfig: words(`
    version projects workflows policies autodiscover automerge parallel_apply parallel_plan delete_source_branch_on_merge
    emoji_reaction allowed_regexp_prefixes abort_on_execution_order_fail repo_locks silence_pr_comments`),
  project: words(`
    name branch dir workspace workflow terraform_distribution terraform_version autoplan plan_requirements apply_requirements
    import_requirements depends_on delete_source_branch_on_merge repo_locking repo_locks execution_order_group policy_check
    custom_policy_check silence_pr_comments`),
  autoplan: ["when_modified", "enabled"],
  server: words("repos workflows policies metrics team_authz external_stores"),
  serverRepo: words(`
    id branch repo_config_file plan_requirements apply_requirements import_requirements pre_workflow_hooks workflow
    post_workflow_hooks allowed_workflows allowed_overrides allow_custom_workflows delete_source_branch_on_merge repo_locking
    repo_locks policy_check custom_policy_check autodiscover silence_pr_comments`),
  workflow: words("apply plan policy_check import state_rm"),
  stage: ["steps"],
};
const requirements = ["approved", "mergeable", "undiverged"];
const requirementKeys = ["plan_requirements", "apply_requirements", "import_requirements"];
/** What a project may set only where the server lists it under `allowed_overrides`. */
const overrides = words(`
  workflow apply_requirements plan_requirements import_requirements delete_source_branch_on_merge repo_locking repo_locks
  custom_policy_check silence_pr_comments`);
const steps = ["init", "plan", "apply", "env", "multienv", "show", "policy_check", "import", "state_rm"];

/** What Atlantis says of the server's configuration; nothing when it starts with it. */
export function serverProblems(server: ServerConfig): string[] {
  const { repos = [], workflows = {} } = server;
  return [
    ...unknown(server, keys.server, "the server"),
    ...repos.flatMap((repo) => [
      ...unknown(repo, keys.serverRepo, "a repo"),
      ...(repo.id === undefined || repo.id === "" ? ["id: cannot be blank"] : []),
      ...wrongRequirements(repo),
      ...(repo.allowed_overrides ?? [])
        .filter((name) => ![...overrides, "policy_check"].includes(name))
        .map((name) => `"${name}" is not a valid override`),
      ...(repo.allowed_workflows ?? [])
        .filter((name) => name !== "default" && !Object.hasOwn(workflows, name))
        .map((name) => `workflow "${name}" is not defined`),
    ]),
    ...Object.values(workflows).flatMap(workflowProblems),
  ];
}

/** What Atlantis says of a repository's `atlantis.yaml`; nothing when it takes it. */
export function repoProblems(config: RepoConfig, server: ServerConfig): string[] {
  const { version, projects = [], workflows = {} } = config;
  const setting = <Key extends keyof ServerRepo>(key: Key) =>
    (server.repos ?? []).map((repo) => repo[key]).findLast((value) => value !== undefined);
  const allowed = setting("allowed_overrides") ?? [];
  const isCustomAllowed = setting("allow_custom_workflows") ?? false;
  const allowedWorkflows = setting("allowed_workflows") ?? [];
  const known = [...Object.keys(workflows), ...Object.keys(server.workflows ?? {}), "default"];
  const names = projects.flatMap(({ name }) => name ?? []);
  return [
    ...unknown(config, keys.repoConfig, "atlantis.yaml"),
    ...(version === 2 || version === 3 ? [] : ["version: only versions 2 and 3 are supported"]),
    ...(Object.keys(workflows).length > 0 && !isCustomAllowed
      ? ["repo config not allowed to define custom workflows: server-side config needs 'allow_custom_workflows: true'"]
      : []),
    ...Object.values(workflows).flatMap(workflowProblems),
    ...names
      .filter((name, index) => names.indexOf(name) !== index)
      .map((name) => `found two or more projects with name "${name}"; project names must be unique`),
    ...projects.flatMap((project) => [
      ...unknown(project, keys.project, "a project"),
      ...unknown(project.autoplan ?? {}, keys.autoplan, "autoplan"),
      ...dirProblems(project),
      ...(project.name !== undefined && encodeURIComponent(project.name.replaceAll("/", "-")) !== project.name
        ? [`name: "${project.name}" is not allowed: must contain only URL safe characters`]
        : []),
      ...wrongRequirements(project),
      ...overrides
        .filter((key) => Object.hasOwn(project, key) && !allowed.includes(key))
        .map(
          (key) =>
            `repo config not allowed to set '${key}' key: server-side config needs 'allowed_overrides: [${key}]'`,
        ),
      ...(project.workflow === undefined || known.includes(project.workflow)
        ? []
        : [`workflow "${project.workflow}" is not defined anywhere`]),
      ...(project.workflow === undefined ||
      allowedWorkflows.length === 0 ||
      allowedWorkflows.includes(project.workflow) ||
      (isCustomAllowed && Object.hasOwn(workflows, project.workflow))
        ? []
        : [`workflow '${project.workflow}' is not allowed for this repo`]),
    ]),
  ];
}

/** Whether Atlantis takes an untracked file for a plan that is to be applied: server/events/pending_plan_finder.go. */
export function isPendingPlan(path: string): boolean {
  return /(^|\/)[^/]*\.tfplan$/.test(path) && !path.includes(".terragrunt-cache/");
}

function dirProblems({ dir, name, workspace = "" }: Project): string[] {
  if (dir === undefined || dir === "") return ["dir: cannot be blank"];
  return [
    ...(dir.includes("..") ? ["dir: cannot contain '..'"] : []),
    ...(name !== undefined && /[*?[]/.test(dir) ? ["name: cannot be used with glob patterns in 'dir'"] : []),
    ...(workspace.includes("..") || workspace.includes("/") || workspace.includes("\\")
      ? ["workspace: must not be a path"]
      : []),
  ];
}

function wrongRequirements(holder: object): string[] {
  const values = holder as Readonly<Record<string, readonly string[] | undefined>>;
  return requirementKeys.flatMap((key) =>
    (values[key] ?? [])
      .filter((requirement) => !requirements.includes(requirement))
      .map((requirement) => `"${requirement}" is not a valid ${key.slice(0, -1)}`),
  );
}

function workflowProblems(workflow: WorkflowConfig): string[] {
  return [
    ...unknown(workflow, keys.workflow, "a workflow"),
    ...Object.values(workflow).flatMap((stage) => [
      ...unknown(stage, keys.stage, "a stage"),
      ...(stage.steps ?? []).flatMap(stepProblems),
    ]),
  ];
}

function stepProblems(step: Step): string[] {
  if (typeof step === "string") {
    return steps.includes(step) ? [] : [`"${step}" is not a valid step type, maybe you omitted the 'run' key`];
  }
  const [name = "", ...more] = Object.keys(step);
  if (more.length > 0) return [`step element can only contain a single key, found ${more.length + 1}`];
  if (name === "run" && typeof step.run === "string") return [];
  return ["run", ...steps].includes(name) ? [] : [`"${name}" is not a valid step type`];
}

function unknown(value: object, known: readonly string[], where: string): string[] {
  return Object.keys(value)
    .filter((key) => !known.includes(key))
    .map((key) => `field ${key} not found in ${where}`);
}
