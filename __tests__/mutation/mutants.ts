import { isRecord, tryParseJson, type Properties } from "../../packages/terraform-json";
import { weakeningOf } from "./weakening";

/** JSON of the stacks of one environment, by stack. */
export type Stacks = Readonly<Record<string, Properties>>;

export type Kind = "add" | "flip" | "open" | "remove" | "widen" | "set";

/** One change of one argument of one resource, or the removal of the resource. */
export interface Mutant {
  readonly stack: string;
  readonly type: string;
  readonly name: string;
  readonly kind: Kind;
  /** `metadata_options.http_tokens`, `container_definitions[0].user`; empty where the resource is removed. */
  readonly path: string;
  /** What becomes of the argument, in words. */
  readonly change: string;
  /** Why the system is less secure by it; undefined for a change that is about something else. */
  readonly weakens: string | undefined;
  /** The stack with the change made; nothing else is copied. */
  readonly stackWith: () => Properties;
}

type Step = string | number;

/** Every mutation of every argument of every resource: flipped, opened, removed, widened, or set to what is known to be weak. */
export function mutantsOf(stacks: Stacks): Mutant[] {
  return Object.entries(stacks).flatMap(([stack, json]) =>
    entriesOf(json.resource).flatMap(([type, resources]) =>
      entriesOf(resources).flatMap(([name, resource]) => ofResource(stack, json, type, name, resource)),
    ),
  );
}

function ofResource(stack: string, json: Properties, type: string, name: string, resource: unknown): Mutant[] {
  const make = (kind: Kind, steps: readonly Step[], change: string, edit: (root: unknown) => unknown): Mutant => {
    const path = pathOf(steps);
    const edited = () => ({
      ...json,
      resource: replaceIn(json.resource, [type, name], () => edit(resource)),
    });
    return {
      stack,
      type,
      name,
      kind,
      path,
      change,
      weakens: weakeningOf({ type, resource, kind, path, change }),
      stackWith: edited,
    };
  };
  const removed = make("remove", [], "the resource is removed", () => undefined);
  const inner = walk(resource, []).flatMap(({ steps, value, inJson }) =>
    variants(type, steps, value).map(({ kind, change, to, instead }) =>
      make(kind, steps, change, (root) =>
        instead !== undefined && isRecord(root)
          ? { ...(replaceIn(root, steps, () => undefined) as Properties), ...instead }
          : inJson === undefined
            ? replaceIn(root, steps, () => to)
            : replaceInText(root, steps, inJson, to),
      ),
    ),
  );
  const added = (Object.hasOwn(additions, type) ? (additions[type] ?? []) : []).map(({ path, change, edit }) =>
    make("add", [path], change, (root) => (isRecord(root) ? edit(root) : root)),
  );
  return [removed, ...inner, ...added];
}

interface Addition {
  readonly path: string;
  readonly change: string;
  readonly edit: (resource: Properties) => Properties;
}

const add = (path: string, more: Properties): Addition => ({
  path,
  change: `+ ${JSON.stringify(more)}`,
  edit: (resource) => ({ ...resource, ...more }),
});

/** More for the first container of a task definition. */
const inContainer = (more: Properties): Addition => ({
  path: "container_definitions[0]",
  change: `+ ${JSON.stringify(more)}`,
  edit: (task) => {
    const containers = tryParseJson(task.container_definitions);
    const [first, ...rest] = Array.isArray(containers) ? (containers as Properties[]) : [];
    return { ...task, container_definitions: JSON.stringify([{ ...first, ...more }, ...rest]) };
  },
});

const administrator = "arn:aws:iam::aws:policy/AdministratorAccess";

/** What nobody wrote, and what opens a resource when somebody does. */
const additions: Readonly<Record<string, readonly Addition[]>> = {
  aws_ecs_task_definition: [
    inContainer({ privileged: true }),
    inContainer({ user: "root" }),
    inContainer({ linuxParameters: { capabilities: { add: ["SYS_ADMIN"] } } }),
    inContainer({ dockerSecurityOptions: ["apparmor:unconfined"] }),
    inContainer({ environment: [{ name: "PGPASSWORD", value: "tiger-lily-1" }] }),
    inContainer({ command: ["sh", "-c", "curl -u admin:tiger-lily-1 https://x.example"] }),
    add("volume", { volume: [{ name: "host", host_path: "/" }] }),
    add("volume", { volume: [{ name: "docker", host_path: "/var/run/docker.sock" }] }),
    add("volume", {
      volume: [
        {
          name: "bind",
          docker_volume_configuration: [{ driver: "local", driver_opts: { type: "none", o: "bind", device: "/" } }],
        },
      ],
    }),
    add("pid_mode", { pid_mode: "host" }),
    add("ipc_mode", { ipc_mode: "host" }),
  ],
  aws_iam_role: [
    add("managed_policy_arns", { managed_policy_arns: [administrator] }),
    add("inline_policy", {
      inline_policy: [{ name: "x", policy: '{"Statement":[{"Effect":"Allow","Action":"i?m:*","Resource":"*"}]}' }],
    }),
  ],
  aws_s3_bucket: [add("acl", { acl: "public-read" })],
  aws_security_group: [
    add("ingress", {
      ingress: [{ protocol: "tcp", from_port: 22, to_port: 22, cidr_blocks: ["0.0.0.0/1", "128.0.0.0/1"] }],
    }),
    add("ingress", { ingress: [{ protocol: "tcp", from_port: 5432, to_port: 5432, ipv6_cidr_blocks: ["2000::/3"] }] }),
  ],
  aws_default_security_group: [
    add("ingress", { ingress: [{ protocol: "-1", from_port: 0, to_port: 0, cidr_blocks: ["0.0.0.0/0"] }] }),
  ],
  aws_sns_topic: [
    add("policy", {
      policy: '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"sns:Publish","Resource":"*"}]}',
    }),
  ],
  aws_secretsmanager_secret: [
    add("policy", {
      policy:
        '{"Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"secretsmanager:GetSecretValue","Resource":"*"}]}',
    }),
  ],
  aws_launch_template: [
    add("user_data", { user_data: Buffer.from("#!/bin/sh\nexport DB_PASSWORD=tiger-lily-1\n").toString("base64") }),
  ],
};

interface Leaf {
  readonly steps: readonly Step[];
  readonly value: unknown;
  /** How many of the steps lead to a text that is JSON, in which the rest of them leads on. @default - the text is no JSON */
  readonly inJson?: number;
}

/** Arguments, and what is in the texts that are JSON: policies and container definitions. */
function walk(value: unknown, steps: readonly Step[], inJson?: number): Leaf[] {
  const last = steps.at(-1);
  if (last === "//" || steps[0] === "provider" || steps[0] === "depends_on" || last === "dashboard_body") return [];
  const own = steps.length === 0 ? [] : [{ steps, value, ...(inJson !== undefined && { inJson }) }];
  if (typeof value === "string" && inJson === undefined) {
    const parsed = tryParseJson(value);
    return parsed === undefined ? own : [...own, ...below(parsed, steps, steps.length)];
  }
  return [...own, ...below(value, steps, inJson)];
}

function below(value: unknown, steps: readonly Step[], inJson?: number): Leaf[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => walk(item, [...steps, index], inJson));
  return isRecord(value) ? Object.entries(value).flatMap(([key, item]) => walk(item, [...steps, key], inJson)) : [];
}

interface Variant {
  readonly kind: Kind;
  readonly change: string;
  readonly to: unknown;
  /** Arguments that the resource has instead of this one. @default - none */
  readonly instead?: Properties;
}

/** What is put in the place of a value: by its kind, and by what its name says. */
function variants(type: string, steps: readonly Step[], value: unknown): Variant[] {
  const name = String(steps.findLast((step) => typeof step === "string") ?? "");
  const set = (to: unknown): Variant => ({ kind: "set", change: `-> ${JSON.stringify(to)}`, to });
  const found: Variant[] = [{ kind: "remove", change: "removed", to: undefined }];
  if (value === true || value === false || value === "true" || value === "false") {
    const to = typeof value === "boolean" ? !value : value === "true" ? "false" : "true";
    found.push({ kind: "flip", change: `${String(value)} -> ${String(to)}`, to });
  }
  if (typeof value === "number") found.push(set(0), set(value * 10));
  if (Array.isArray(value) && value.length > 0) found.push({ kind: "remove", change: "emptied", to: [] });
  if (/^cidr_ipv4$|^cidr_block$/.test(name) && value !== "0.0.0.0/0" && type !== "aws_vpc" && type !== "aws_subnet")
    found.push({ kind: "open", change: "-> 0.0.0.0/0", to: "0.0.0.0/0" });
  if (name === "referenced_security_group_id")
    found.push({ kind: "open", change: "-> cidr_ipv4 0.0.0.0/1", to: undefined, instead: { cidr_ipv4: "0.0.0.0/1" } });
  if (/^(?:Action|Resource)$/.test(name) && typeof steps.at(-1) === "string")
    found.push({ kind: "widen", change: '-> "*"', to: "*" });
  if (name === "Principal" && typeof steps.at(-1) === "string")
    found.push({ kind: "widen", change: '-> "*"', to: "*" });
  if (name === "Effect" && value === "Deny") found.push(set("Allow"));
  const weak = Object.hasOwn(weakValues, name) ? (weakValues[name] ?? []) : [];
  return [...found, ...weak.filter((to) => to !== value && typeof value !== "number").map(set)];
}

/** Values that are known to be weak, by argument. */
const weakValues: Readonly<Record<string, readonly unknown[]>> = {
  comparison_operator: ["LessThanThreshold", "GreaterThanThreshold"],
  desync_mitigation_mode: ["monitor"],
  encryption_type: ["AES256"],
  http_tokens: ["optional"],
  image_tag_mutability: ["MUTABLE"],
  logDriver: ["none"],
  logging: ["NONE"],
  network_mode: ["host"],
  object_ownership: ["ObjectWriter"],
  protocol: ["HTTP"],
  rule: [],
  sse_algorithm: ["AES256"],
  stat: ["SampleCount"],
  statistic: ["SampleCount"],
  ssl_policy: ["ELBSecurityPolicy-2016-08"],
  status: ["Disabled", "DISABLED", "Suspended"],
  traffic_type: ["ACCEPT"],
  treat_missing_data: ["ignore"],
  user: ["root"],
};

/** A copy of a value with one place changed; undefined removes it. */
function replaceIn(root: unknown, steps: readonly Step[], change: (value: unknown) => unknown): unknown {
  const [step, ...rest] = steps;
  if (step === undefined) return change(root);
  if (Array.isArray(root)) {
    const to = replaceIn(root[Number(step)], rest, change);
    return to === undefined
      ? root.filter((_, index) => index !== step)
      : root.map((item, index) => (index === step ? to : (item as unknown)));
  }
  if (!isRecord(root)) return root;
  const to = replaceIn(root[step], rest, change);
  const { [step]: _, ...others } = root;
  return to === undefined ? others : { ...others, [step]: to };
}

function replaceInText(root: unknown, steps: readonly Step[], inJson: number, to: unknown): unknown {
  return replaceIn(root, steps.slice(0, inJson), (text) =>
    JSON.stringify(replaceIn(tryParseJson(text), steps.slice(inJson), () => to)),
  );
}

function pathOf(steps: readonly Step[]): string {
  return steps.reduce<string>(
    (path, step) => (typeof step === "number" ? `${path}[${step}]` : path === "" ? step : `${path}.${step}`),
    "",
  );
}

function entriesOf(value: unknown): [string, unknown][] {
  return isRecord(value) ? Object.entries(value) : [];
}
