import { readConfigurations, type Configuration, type Properties } from "../../../terraform-json";
import type { PlannedInput } from "../../read";
import { review, type ReviewOptions } from "../../review";

/** One resource of a plan; an argument of AWS is enough to make it whole. */
export interface Resource extends Properties {
  readonly address: string;
  readonly change: Properties;
}

/** An entry of `resource_changes`, as Terraform 1.11 writes it. */
export function resource(address: string, change: Properties, more: Properties = {}): Resource {
  const [type = "", name = ""] = address.split(".");
  return { address, mode: "managed", type, name: name.split("[")[0], change, ...more };
}

export const update = (address: string, before: Properties, after: Properties, more: Properties = {}): Resource =>
  resource(address, { actions: ["update"], before, after, ...more });

/** `terraform show -json` of a plan with these changes. */
export function planOf(changes: readonly Properties[], more: Properties = {}): Properties {
  const resources = changes.flatMap(({ address, mode, type, name, change }) => {
    const { after } = change as { after?: unknown };
    return after === null || after === undefined ? [] : [{ address, mode, type, name, values: after }];
  });
  return {
    format_version: "1.2",
    terraform_version: "1.11.4",
    planned_values: { root_module: { resources } },
    resource_changes: changes,
    configuration: { root_module: {} },
    timestamp: "2026-11-23T03:32:17Z",
    applyable: true,
    complete: true,
    errored: false,
    ...more,
  };
}

/** An input with a plan; `written` is its `cdk.tf.json`. */
export function inputOf(plan: Properties, written?: Properties, stack = "test-data"): PlannedInput {
  const [configuration]: Configuration[] = written === undefined ? [] : readConfigurations({ [stack]: written });
  return { stack, status: "planned", plan, remarks: [], ...(configuration !== undefined && { configuration }) };
}

/** A review without policies and environments, on a fixed day. */
export function reviewOf(plan: Properties, written?: Properties, options: Partial<ReviewOptions> = {}) {
  return review([inputOf(plan, written)], { policies: [], environments: [], today: "2026-11-23", ...options });
}
