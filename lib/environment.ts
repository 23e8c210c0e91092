import { environments } from "../environments";
import type { Environment } from "../modules/platform/environment";
import { UserError } from "../packages/common/errors";

/** The environment of this name. @throws UserError when there is none, with those there are */
export function findEnvironment(name: string): Environment {
  const found = environments.find((environment) => environment.name === name);
  if (found !== undefined) return found;
  const names = environments.map((environment) => environment.name);
  throw new UserError(`no environment is called ${JSON.stringify(name)}; there are ${names.join(", ")}`);
}
