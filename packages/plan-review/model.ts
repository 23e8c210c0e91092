import type { Configuration } from "../terraform-json";

/**
 * What the parts of a plan review hand to each other. Everything here is free of secrets: redaction comes before all of it.
 */

/** What a person must know first. */
export type Verdict = "no changes" | "changes" | "blocked" | "failed";

/**
 * How much a change can hurt: `high` means an outage, a loss of data or an opening to the world. `not assessed` is worse than `low`, which
 * says that somebody looked: no rule covers what changes.
 */
export type Risk = "none" | "low" | "not assessed" | "medium" | "high";

/** How many changes some rule covers. */
export interface Coverage {
  readonly assessed: number;
  readonly changes: number;
}

/** What happens to one resource; `invoke` runs an action of Terraform 1.14. `other` is an action that this version of the review does not know; it is shown as Terraform calls it. */
export type Action = "create" | "update" | "replace" | "destroy" | "forget" | "invoke" | "read" | "no-op" | "other";

/** A stack whose plan there is, whose plan failed, or that can be planned only after another is applied. */
export type StackStatus = "planned" | "failed" | "waiting";

/** How many resources of a stack. A resource that is moved and updated counts as both. */
export interface Counts {
  readonly create: number;
  readonly update: number;
  readonly replace: number;
  readonly destroy: number;
  readonly moved: number;
  readonly imported: number;
  readonly forgotten: number;
  /** Actions that are run. */
  readonly invoked: number;
  /** Actions that this version of the review does not know. */
  readonly other: number;
}

/**
 * One planned change before it is put into words: redacted values, and nothing that Terraform's providers only fill in.
 *
 * `before` and `after` are the resource's arguments. A value that is known only after apply is text with unknown values, as it was written:
 * `<aws_ecr_repository.repository.repository_url>:production-306`; `<known after apply>` where nothing is known of it. A secret
 * is `(secret)` before and after, `(secret, changed)` after when it changes; see `redact/`.
 */
export interface PlannedChange {
  readonly stack: string;
  /** Terraform address, such as `aws_ecs_service.service`. */
  readonly address: string;
  /** Address before a move. */
  readonly previousAddress?: string;
  /** Construct path, such as `production-service/service/service`; undefined where cdktf wrote none. */
  readonly path?: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly action: Action;
  /** As Terraform wrote them, such as `["delete", "create"]`. */
  readonly actions: readonly string[];
  /** For a replacement: whether the new one is there before the old one goes. */
  readonly createBeforeDestroy: boolean;
  /** Terraform's `action_reason`, such as `replace_because_cannot_update`. */
  readonly actionReason?: string;
  /** Arguments that cannot change in place, such as `container_definitions` or `network_configuration[0].subnets`. */
  readonly replacePaths: readonly string[];
  /** Addresses of the configuration's `replace_triggered_by`. */
  readonly replaceTriggeredBy: readonly string[];
  /** Id given to `import`. */
  readonly importId?: string;
  /** Address of the object in service, where this one is deposed: left from a replacement that did not come to its end. */
  readonly deposedOf?: string;
  /** When an action is run, such as `after aws_ecs_service.service is updated`. */
  readonly invoked?: string;
  /** Content of the plan that this program does not know. @default false */
  readonly isUnknownContent?: boolean;
  /** Why the plan defers it (Terraform's `deferred_changes`), such as `provider_config_unknown`. */
  readonly deferred?: string;
  /** Undefined when it is created. */
  readonly before: Values | undefined;
  /** Undefined when it is destroyed or forgotten. */
  readonly after: Values | undefined;
  /** Arguments of `after` that are known only after apply, as property paths; those that are text with unknown values among them. */
  readonly unknown: readonly string[];
  /** `ignore_changes` of the configuration; empty where there is no configuration. */
  readonly ignoreChanges: readonly string[];
}

export type Values = Readonly<Record<string, unknown>>;

/** What `meaning/` may look at beside the change itself. */
export interface Context {
  /** All changes of all stacks in the review, no-ops too, so that a service can find its task definition and its capacity. */
  readonly changes: readonly PlannedChange[];
  /** The changes of the same stack by address. */
  readonly find: (stack: string, address: string) => PlannedChange | undefined;
  /** Stacks as they are written, those without a plan too: who uses a resource of another stack. @default - none is known */
  readonly configurations?: readonly Configuration[];
  /** @default - no instance type is known */
  readonly instanceSize?: InstanceSizes;
}

/** What instances of an EC2 type have for ECS tasks; undefined for a type that is not known. */
export type InstanceSizes = (instanceType: string) => InstanceSize | undefined;

export interface InstanceSize {
  /** CPU units: 1024 for each vCPU. */
  readonly cpu: number;
  /** What ECS registers, which is less than the hardware has. */
  readonly memoryMiB: number;
}

/** What `meaning/` says of one change. */
export interface Meaning {
  /** What it means for the running system; none for a change that means nothing beyond itself. */
  readonly effects: readonly Effect[];
  readonly diff: readonly DiffLine[];
  readonly risk: Risk;
  /** Whether a rule covers it. Its risk may be `low` only then. */
  readonly isAssessed: boolean;
  /** Whether it lets in or permits what was not permitted before. */
  readonly isExposing: boolean;
  /** Why an apply would stop half-way. Blocks. @default - nothing is known to stop it */
  readonly stops?: { readonly text: string; readonly remedy: string };
  /** What is lost for ever when it is destroyed or replaced, such as `data`; undefined for what is made again. Blocks without a waiver. */
  readonly loses?: string;
}

/** One sentence about the running system, such as "database will be replaced: data loss". */
export interface Effect {
  readonly risk: Risk;
  readonly text: string;
  /** What the text calls the resource; effects that differ in nothing else are shown as one. @default - it does not name it */
  readonly resourceName?: string;
}

/** One line of a semantic diff: `image production-305 -> production-306`. */
export interface DiffLine {
  readonly kind: "added" | "removed" | "changed";
  /** What changes, from the outside in: `["container acorn-production", "environment", "FEATURE_X"]`. */
  readonly path: readonly string[];
  /** Already text for people, one line; undefined when added. */
  readonly before?: string;
  /** Undefined when removed. */
  readonly after?: string;
  /** In the words of the field: "widens", "forces replacement", "known after apply", "a share of the instance's memory". @default - none */
  readonly note?: string;
  /** Long text whose change is shown line by line, with a leading `+`, `-` or space. @default - before and after say it all */
  readonly lines?: readonly string[];
}

/** A change, in words. */
export interface ResourceChange {
  readonly stack: string;
  readonly address: string;
  readonly previousAddress?: string;
  readonly path?: string;
  readonly type: string;
  readonly action: Action;
  readonly actions: readonly string[];
  /** Why it is replaced, destroyed, read or deferred: "container_definitions cannot change in place", "replace_triggered_by ...". */
  readonly reasons: readonly string[];
  readonly importId?: string;
  readonly effects: readonly Effect[];
  readonly diff: readonly DiffLine[];
  readonly risk: Risk;
}

/** A change that was made outside Terraform, as far as it matters to what is planned. */
export interface Drift {
  readonly stack: string;
  readonly address: string;
  readonly action: "update" | "delete";
  readonly diff: readonly DiffLine[];
}

export interface OutputChange {
  readonly stack: string;
  readonly name: string;
  readonly kind: "added" | "removed" | "changed";
  readonly before?: string;
  readonly after?: string;
}

/** Something that must not be applied as it is. */
export interface Block {
  readonly stack: string;
  /** Terraform address; empty when it is about the whole stack. */
  readonly address: string;
  /** Id of a policy, or `destroys-data`. */
  readonly rule: string;
  /** What is wrong. */
  readonly text: string;
  /** How to go on: fix, or the waiver that would let it pass. */
  readonly remedy: string;
}

/** Something that would block and is let pass, or a policy that warns. */
export interface Notice {
  readonly stack: string;
  readonly address: string;
  readonly rule: string;
  readonly text: string;
  /** Reason and last day. @default - a warning, which nobody had to waive */
  readonly waiver?: { readonly reason: string; readonly until: string };
}

/** A resource, or something else that a plan names, in its stack. */
export interface Place {
  readonly stack: string;
  readonly address: string;
}

/** What differs between two reviews of the same pull request. */
export interface Since {
  readonly added: readonly Place[];
  /** What is in both, and is not the same. */
  readonly changed: readonly Place[];
  readonly gone: readonly Place[];
  readonly blocked: readonly (Place & { readonly rule: string })[];
  readonly unblocked: readonly (Place & { readonly rule: string })[];
}

/** A policy that fails for what the plan neither changes nor causes. */
export interface OlderFinding {
  readonly stack: string;
  readonly address: string;
  /** Id of the policy. */
  readonly rule: string;
  readonly text: string;
  /** Whether the baseline accepts it. */
  readonly isAccepted: boolean;
}

export interface StackReview {
  readonly name: string;
  readonly status: StackStatus;
  /** What Terraform printed, or what it waits for; redacted. */
  readonly message?: string;
  readonly counts: Counts;
  readonly risk: Risk;
  readonly coverage: Coverage;
  /** What the plan does, in order of risk, then address; no-ops and plain reads are not in it. */
  readonly changes: readonly ResourceChange[];
  readonly drift: readonly Drift[];
  readonly outputs: readonly OutputChange[];
  /** Changes that this plan leaves for a later one, by address, with the reason. */
  readonly deferred: readonly { readonly address: string; readonly reason: string }[];
  /** Other things a reviewer must know: failed checks, an incomplete plan, an unknown format minor version. */
  readonly remarks: readonly string[];
  /** sha256 (hex) of what the plan does; empty where there is no plan. */
  readonly hash: string;
}

/** One effect with the change it comes from. */
export interface PlacedEffect extends Effect {
  readonly stack: string;
  readonly address: string;
}

/** What other tools say of the plan. It changes neither verdict nor hash. */
export interface OtherTools {
  /** Of what the plan changes, the worst first. */
  readonly findings: readonly (Place & {
    /** How many instances of the block the plan changes. */
    readonly instances: number;
    readonly level: "error" | "warning" | "note";
    readonly text: string;
    readonly by: readonly { readonly tool: string; readonly rule: string }[];
  })[];
  /** Findings on what the plan does not change. */
  readonly older: number;
  /** Per month. */
  readonly costs: readonly {
    readonly currency: string;
    readonly total?: number;
    readonly change?: number;
    readonly resources: readonly { readonly address: string; readonly change: number }[];
  }[];
  /** What tools could not do. */
  readonly problems: readonly string[];
}

/** A review of any number of stacks. */
export interface Review {
  /** Version of this format, for those who read the JSON. */
  readonly format: 1;
  readonly verdict: Verdict;
  /** The verdict in one sentence: "3 resources change in production-service; nothing is destroyed". */
  readonly summary: string;
  readonly stacks: readonly StackReview[];
  /** What it means for the running system, worst first. */
  readonly effects: readonly PlacedEffect[];
  readonly blocks: readonly Block[];
  readonly notices: readonly Notice[];
  readonly olderFindings: readonly OlderFinding[];
  /** @default - nobody gave results of other tools */
  readonly otherTools?: OtherTools;
  /** Of all stacks: "41 of 46 changes assessed". */
  readonly coverage: Coverage;
  /** sha256 (hex) over the hashes of all planned stacks: what `--apply-only-reviewed` compares. */
  readonly hash: string;
  /** How to apply what was reviewed and nothing else; `HASH` is where the hash goes. @default - reviews name no command */
  readonly applyCommand?: string;
}
