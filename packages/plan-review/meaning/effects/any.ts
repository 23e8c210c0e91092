import type { Effect } from "../../model";
import { isGuard, lossOf } from "../../../effects";
import { high, low, medium, plain, say, type ChangeDetails } from "../details";

/** What holds for every type: moves, imports, what Terraform lets go of, actions of a later Terraform. */
export function describeAny(details: ChangeDetails): readonly Effect[] {
  const { change } = details;
  const what = `${noun(change.type)} ${details.name}`;
  const { previousAddress, importId, action, actions, deferred } = change;
  return say(
    action === "forget" && forgotten(what, lossOf(change.type, change.before)),
    action === "other" &&
      (change.isUnknownContent === true
        ? medium(`${change.address}: the plan holds this, and the review does not know what it does`)
        : medium(
            `${what}: ${actions.length === 0 ? "the plan names no action" : `this review does not know what the action ${actions.join(", ")} does`}`,
          )),
    action === "invoke" && medium(`${invoked(details)} ${change.invoked ?? ""}`.trim()),
    change.deposedOf !== undefined && low(`${what}: an old (deposed) object is removed; ${inService(details)}`),
    action === "replace" &&
      actions.includes("forget") &&
      high(
        `${what}: a new, empty one takes its place; Terraform forgets the old one, and nothing protects it any more`,
      ),
    previousAddress !== undefined &&
      plain(`${what} moved from ${previousAddress}${action === "no-op" ? ": it does not change" : ""}`),
    importId !== undefined && low(`${what} imported: Terraform manages ${importId} from now on`),
    deferred !== undefined && low(`${what}: left for a later plan (${deferred})`),
  );
}

/** Virtual machines of other clouds, whose first disk goes with them by default. */
const machines =
  /_(?:virtual_machine|compute_instance|droplet)$|^(?:hcloud_server|scaleway_instance_server|proxmox_vm_qemu|openstack_compute_instance_v2|(?:alicloud|linode|vultr|oci_core|ibm_is)_instance)$/;

/** For types that nobody describes. */
export function describeUnknown(details: ChangeDetails): readonly Effect[] {
  const { change } = details;
  const what = `${noun(change.type)} ${details.name}`;
  if (change.mode === "data") return [];
  const loses =
    change.action === "destroy" || change.action === "replace" ? lossOf(change.type, change.before) : undefined;
  if (loses !== undefined)
    return [
      high(`${what} will be ${change.action === "replace" ? "replaced" : "destroyed"}: ${possessive(loses)} lost`),
    ];
  if (machines.test(change.type) && (change.action === "destroy" || change.action === "replace"))
    return [
      high(
        `${what} ${change.action}${change.action === "replace" ? "d" : "ed"}: it is terminated, and what its disks hold is lost unless they are kept`,
      ),
    ];
  return say(
    // What it guarded is reported by `describeExposure`.
    change.action === "destroy" && !isGuard(change.type) && medium(`${what} destroyed`),
    change.action === "replace" &&
      medium(
        `${what} replaced, ${change.createBeforeDestroy ? "the new one is created first" : "the old one is destroyed first"}`,
      ),
  );
}

/** `Lambda function purge-database is invoked` */
function invoked({ change, after }: ChangeDetails): string {
  const { type, name } = change;
  const target = Object.values(after).find((value) => typeof value === "string");
  if (type === "aws_lambda_invoke")
    return `Lambda function ${typeof after.function_name === "string" ? after.function_name : name} is invoked`;
  return `action ${noun(type)} ${name} is run${typeof target === "string" ? ` (${target})` : ""}`;
}

/** What becomes of the object that is used. */
function inService({ change, resourceIndex: { context } }: ChangeDetails): string {
  const { stack, deposedOf = "" } = change;
  const current = context.find(stack, deposedOf);
  const words = {
    "no-op": "is unchanged",
    update: "is updated",
    replace: "is replaced",
    destroy: "is destroyed, too",
  } as const;
  const what = current === undefined ? undefined : (words as Readonly<Record<string, string>>)[current.action];
  return what === undefined ? "no other is in the plan" : `the one in service ${what}`;
}

function forgotten(what: string, loses: string | undefined): Effect {
  return loses === undefined
    ? low(`${what}: Terraform forgets it; it stays, and nothing manages it`)
    : high(`${what}: Terraform forgets it; nothing protects ${owned(loses)} any more, and nothing manages it`);
}

/** `its data`, `everything that the key encrypts` */
export function owned(what: string): string {
  return /^(?:every|the )/.test(what) ? what : `its ${what}`;
}

/** `its data is`, `its messages are` */
export function possessive(what: string): string {
  const isMany = !/^(?:every|the )/.test(what) && /(?<!s)s(?:,|$)/.test(what);
  return `${owned(what)} ${isMany ? "are" : "is"}`;
}

/** `aws_cloudwatch_log_group` as `cloudwatch log group`. */
export function noun(type: string): string {
  return type.replace(/^aws_/, "").replaceAll("_", " ");
}
