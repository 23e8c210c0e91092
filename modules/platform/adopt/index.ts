import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import type { TerraformStack } from "cdktf";
import type { Environment } from "../environment";
import type { Adopt } from "../environment/schema/adopt";
import type { Role } from "../../iam";
import { dataTaken } from "./data";
import { foundationTaken } from "./foundation";
import { serviceTaken } from "./service";
import { addressOf, resourcesOf, takeOver, type Taken } from "./taken";
import { UserError } from "../../../packages/common/errors";

export interface Stacks {
  readonly foundation: TerraformStack;
  readonly data: TerraformStack;
  readonly service: TerraformStack;
}

/**
 * Takes over what the environment's `adopt` names: an `import` block for each resource, in the stack and at the address where it
 * belongs, and what can never be changed of it over what the constructs say. To be called when the stacks are made.
 *
 * @throws where something is named that the stacks do not have, or that is named twice
 */
export function adoptResources(stacks: Stacks, environment: Environment): void {
  const { adopt } = environment;
  if (adopt === undefined) return;
  const all = [stacks.foundation, stacks.data, stacks.service];
  const groups = new Set(all.flatMap((stack) => logGroupsTaken(stack, adopt).map(({ id }) => id)));
  const lost = adopt.logGroups.find((name) => !groups.has(name));
  if (lost !== undefined) {
    throw new UserError(
      `adopt.logGroups: no stack of ${environment.name} has a log group ${lost}; take it out of the list.`,
    );
  }
  const stranger = Object.keys(adopt.imports).find((key) => all.every((stack) => !key.startsWith(`${stack.node.id}/`)));
  if (stranger !== undefined) {
    const names = all.map((stack) => stack.node.id).join(", ");
    throw new UserError(`adopt.imports: ${stranger} is in none of the stacks ${names}.`);
  }
  const taken = {
    foundation: foundationTaken(environment, adopt),
    data: dataTaken(environment, adopt),
    service: serviceTaken(environment, adopt),
  };
  for (const layer of ["foundation", "data", "service"] as const) {
    const stack = stacks[layer];
    takeOver(stack, [...taken[layer], ...logGroupsTaken(stack, adopt), ...importsTaken(stack, adopt)]);
  }
}

/** Secrets that are taken over keep their key, which may be another one than the data stack's: whoever reads them needs it. */
export function grantAdoptedKeys(role: Role, { adopt }: Environment): void {
  const keys = Object.values(adopt?.secrets ?? {}).flatMap(({ key }) => key ?? []);
  if (keys.length > 0) role.allow({ sid: "DecryptAdoptedSecrets", actions: ["kms:Decrypt"], resources: keys });
}

function logGroupsTaken(stack: TerraformStack, { logGroups }: Adopt): readonly Taken[] {
  return resourcesOf(stack).flatMap((resource) => {
    const name = resource instanceof CloudwatchLogGroup ? resource.nameInput : undefined;
    if (name === undefined || !logGroups.includes(name)) return [];
    return [{ field: "adopt.logGroups", address: addressOf(resource), id: name }];
  });
}

function importsTaken(stack: TerraformStack, { imports }: Adopt): readonly Taken[] {
  const prefix = `${stack.node.id}/`;
  return Object.entries(imports).flatMap(([key, id]) =>
    key.startsWith(prefix) ? [{ field: "adopt.imports", address: key.slice(prefix.length), id }] : [],
  );
}
