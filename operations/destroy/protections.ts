import type { Resources } from "../../lib/cdktf/synthesize";

/**
 * Addresses of the resources whose arguments change when the protections are lifted, such as an RDS instance with its
 * deletion protection. `lifecycle.prevent_destroy` is not among them: Terraform reads it from the configuration alone.
 *
 * @param guarded `resource` of the configuration as it is deployed
 * @param lifted the same with the protections off
 */
export function protectedAddresses(guarded: Resources, lifted: Resources): readonly string[] {
  return Object.entries(lifted).flatMap(([type, resources]) =>
    Object.entries(resources)
      .filter(([name, resource]) => argumentsOf(resource) !== argumentsOf(guarded[type]?.[name]))
      .map(([name]) => `${type}.${name}`),
  );
}

function argumentsOf(resource: Readonly<Record<string, unknown>> | undefined): string {
  return JSON.stringify({ ...resource, lifecycle: undefined, "//": undefined });
}
