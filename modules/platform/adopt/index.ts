import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import type { TerraformStack } from "cdktf";
import type { Environment } from "../environment";
import type { Adopt } from "../environment/schema/adopt";
import type { Role } from "../../iam";
import { dataAdoptions } from "./data";
import { foundationAdoptions } from "./foundation";
import { serviceAdoptions } from "./service";
import { addressOf, resourcesOf, writeImports, type Adopted } from "./adopted";
import { UserError } from "../../../packages/common/errors";

export interface Stacks {
  readonly foundation: TerraformStack;
  readonly data: TerraformStack;
  readonly service: TerraformStack;
}

/**
 * Takes over what the environment's `adopt` names: an `import` block for each resource, in the stack and at the address where it
 * belongs, and arguments that can never be changed override those of the constructs. Call it when the stacks exist.
 *
 * @throws where something is named that the stacks do not have, or that is named twice
 */
export function adoptResources(stacks: Stacks, environment: Environment): void {
  const { adopt } = environment;
  if (adopt === undefined) return;
  const all = [stacks.foundation, stacks.data, stacks.service];
  const groups = new Set(all.flatMap((stack) => logGroupsAdoptions(stack, adopt).map(({ id }) => id)));
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
  const adoptions = {
    foundation: foundationAdoptions(environment, adopt),
    data: dataAdoptions(environment, adopt),
    service: serviceAdoptions(environment, adopt),
  };
  for (const layer of ["foundation", "data", "service"] as const) {
    const stack = stacks[layer];
    writeImports(stack, [...adoptions[layer], ...logGroupsAdoptions(stack, adopt), ...importsAdoptions(stack, adopt)]);
  }
}

/** Adopted secrets keep their key, which may differ from the data stack's: their readers need it. */
export function grantAdoptedKeys(role: Role, { adopt }: Environment): void {
  const keys = Object.values(adopt?.secrets ?? {}).flatMap(({ key }) => key ?? []);
  if (keys.length > 0) role.allow({ sid: "DecryptAdoptedSecrets", actions: ["kms:Decrypt"], resources: keys });
}

function logGroupsAdoptions(stack: TerraformStack, { logGroups }: Adopt): readonly Adopted[] {
  return resourcesOf(stack).flatMap((resource) => {
    const name = resource instanceof CloudwatchLogGroup ? resource.nameInput : undefined;
    if (name === undefined || !logGroups.includes(name)) return [];
    return [{ field: "adopt.logGroups", address: addressOf(resource), id: name }];
  });
}

function importsAdoptions(stack: TerraformStack, { imports }: Adopt): readonly Adopted[] {
  const prefix = `${stack.node.id}/`;
  return Object.entries(imports).flatMap(([key, id]) =>
    key.startsWith(prefix) ? [{ field: "adopt.imports", address: key.slice(prefix.length), id }] : [],
  );
}
