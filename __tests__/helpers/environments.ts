import type { Environment } from "../../modules/platform/environment";
import { environmentNames, exportNameOf } from "../../lib/environment-names";

/** Every environment of the project, for tests that are made for each of them. */
export const environments: readonly Environment[] = environmentNames().map((name) => {
  return jest.requireActual<Readonly<Record<string, Environment>>>(`../../environments/${name}.ts`)[
    exportNameOf(name)
  ] as Environment;
});
