import type { Adopt } from "../environment/schema/adopt";
import type { Taken } from "./taken";

/** A security group keeps its name and its description, which AWS can never change. */
export function securityGroupTaken(
  key: keyof Adopt["securityGroups"],
  name: string,
  securityGroups: Adopt["securityGroups"],
): readonly Taken[] {
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
export function roleTaken(key: keyof Adopt["roles"], roles: Adopt["roles"]): readonly Taken[] {
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
