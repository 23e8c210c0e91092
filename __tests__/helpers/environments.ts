import type { Environment } from "../../modules/platform/environment";
import { environmentNames } from "../../lib/environment-names";

/** Every environment of the project, for tests that are made for each of them. */
export const environments: readonly Environment[] = environmentNames().map((name) => {
  const exported = name.replace(/-+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  return jest.requireActual<Readonly<Record<string, Environment>>>(`../../environments/${name}.ts`)[
    exported
  ] as Environment;
});
