import { ecsName } from "../../../aws/limits";
import { UserError } from "../../../packages/common/errors";
import { json, type CrossCheck } from "./cross-check";
import type { Environment } from "./model";
import { ownedNames, type OwnedName } from "./owned-names";

/** Within one environment each name is that of one thing; families of one-off tasks, which are derived, are as short as AWS takes them. */
export const nameCheck: CrossCheck = {
  reads: [],
  problems: (environment) => {
    const owners = new Map<string, OwnedName>();
    return ownedNames(environment).flatMap((name) => {
      const key = json([name.kind, name.value]);
      const other = owners.get(key);
      owners.set(key, other ?? name);
      if (name.kind === "family" && !ecsName.pattern.test(name.value)) {
        const allowed = `such that ${name.value.slice(0, 20)}... has at most 255 characters, with -task and the container of a scheduled command or migration`;
        return [{ path: name.path, allowed, got: String(name.value.length) }];
      }
      if (other === undefined) return [];
      return [{ path: name.path, allowed: `a name of its own; ${other.owner} has it`, got: json(name.value) }];
    });
  },
};

/**
 * @param others what they must not share with either; what two of these share is not looked at
 * @throws UserError with every name that two environments would both own
 */
export function checkOwnedOnce(environments: readonly Environment[], others: readonly Environment[] = []): void {
  const problems = environments.flatMap((environment, index) =>
    [...environments.slice(0, index), ...others].flatMap((other) => {
      const taken = new Set(ownedNames(other).map((name) => keyOf(name, other)));
      return ownedNames(environment)
        .filter((name) => taken.has(keyOf(name, environment)))
        .map(({ path, value }) => `  ${environment.name}: ${path} ${json(value)} is already used by ${other.name}`);
    }),
  );
  if (problems.length === 0) return;
  throw new UserError(
    `environments would own the same things; nothing was written. Give each a name of its own:\n\n${[...new Set(problems)].join("\n")}`,
  );
}

function keyOf({ kind, scope, value }: OwnedName, { account, region }: Environment): string {
  const places = { world: [], account: [account], region: [account, region] };
  return json([kind, value, ...places[scope]]);
}
