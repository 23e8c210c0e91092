import type { Adopt } from "../environment/schema/adopt";
import type { Adopted } from "./adopted";

/** A security group keeps its name and its description, which AWS can never change. */
export function securityGroupAdoptions(
  key: keyof Adopt["securityGroups"],
  name: string,
  securityGroups: Adopt["securityGroups"],
): readonly Adopted[] {
  const group = securityGroups[key];
  if (group === undefined) return [];
  return [
    {
      field: `adopt.securityGroups.${key}`,
      address: `aws_security_group.${name}`,
      id: group.id,
      keep: { name: group.name, name_prefix: undefined, description: group.description },
    },
  ];
}

/** A role keeps its name and its path. */
export function roleAdoptions(key: keyof Adopt["roles"], roles: Adopt["roles"]): readonly Adopted[] {
  const role = roles[key];
  if (role === undefined) return [];
  return [
    {
      field: `adopt.roles.${key}`,
      address: `aws_iam_role.${key}-role_role`,
      id: role.name,
      keep: { name: role.name, path: role.path },
    },
  ];
}
