import type { Block, Notice } from "./model";

/** What a review needs to know of an environment. */
export interface ReviewedEnvironment {
  /** Its stacks are called `<name>-...`; `*` has every stack that belongs to no other. */
  readonly name: string;
  /** Where its waivers are written, for messages. @default - "in environment <name>" */
  readonly place?: string;
  readonly deletionProtection: boolean;
  readonly waivers?: readonly { policy: string; resource: string; reason: string; until: string }[];
  /** Data that may be destroyed. @default - none */
  readonly destroyWaivers?: readonly DestroyWaiver[];
}

export interface DestroyWaiver {
  /** `<stack>/<Terraform address>` */
  readonly resource: string;
  readonly reason: string;
  /** Last day, such as `2027-05-31` (UTC). */
  readonly until: string;
}

/** Id of the block for data that would be lost. */
export const destroysData = "destroys-data";

export interface Loss {
  readonly stack: string;
  readonly address: string;
  /** What is lost for ever, such as `data`. */
  readonly loses: string;
  readonly action: "destroyed" | "replaced" | "forgotten";
}

/** Whether a loss is let pass. @param today ISO day */
export function checkLoss(
  { stack, address, loses, action }: Loss,
  environments: readonly ReviewedEnvironment[],
  today: string,
): { readonly block: Block } | { readonly notice: Notice } {
  const resource = `${stack}/${address}`;
  const waivers = environments.flatMap(({ destroyWaivers = [] }) => destroyWaivers);
  const own = waivers.filter((waiver) => waiver.resource === resource);
  const valid = own.find(({ until }) => until >= today);
  const place = { stack, address, rule: destroysData, text: inWords("would be", action, loses) };
  if (valid !== undefined) {
    const { reason, until } = valid;
    return { notice: { ...place, text: inWords("is", action, loses), waiver: { reason, until } } };
  }
  const example = `{ resource: ${JSON.stringify(resource)}, reason: "...", until: "${monthAfter(today)}" }`;
  const [expired] = own;
  const remedy =
    expired === undefined
      ? `take the change back, or waive it in destroyWaivers: ${example}`
      : `its waiver expired on ${expired.until}: take the change back, or renew the waiver if its reason still holds`;
  return { block: { ...place, remedy } };
}

function inWords(verb: string, action: Loss["action"], loses: string): string {
  const what = /^(?:every|the )/.test(loses) ? loses : `its ${loses}`;
  return action === "forgotten"
    ? `it leaves Terraform's management: nothing protects ${what} from being deleted any more, and a new one does not have it`
    : `it is ${action}: ${what} ${verb} lost for ever`;
}

function monthAfter(day: string): string {
  return new Date(Date.parse(day) + 30 * 86_400_000).toISOString().slice(0, 10);
}
