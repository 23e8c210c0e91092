import { resourcePolicy, type Policy, type ResourcePolicy } from "../../policy";

/** How AWS rates a control. */
export type Rating = "critical" | "high" | "medium" | "low";

/** A policy that says what AWS Security Hub says. */
export interface Control extends Policy {
  /** The controls it covers, each with AWS's rating: `{ "RDS.2": "critical" }`. */
  readonly controls: Readonly<Record<string, Rating>>;
  readonly securityHub: readonly string[];
}

/** A control as it is written: severity and links follow from the controls. */
export type ControlDescription = Omit<ResourcePolicy, "severity" | "securityHub" | "links"> & Pick<Control, "controls">;

/** Makes a policy of one or more published controls. Only what AWS rates low is a warning. */
export function control({ controls, ...policy }: ControlDescription): Control {
  const securityHub = Object.keys(controls);
  const severity = Object.values(controls).every((rating) => rating === "low") ? "warning" : "error";
  return {
    ...resourcePolicy({ ...policy, severity, securityHub, links: securityHub.map(pageOf) }),
    controls,
    securityHub,
  };
}

/** Where AWS describes a control: `RDS.2` is at `rds-controls.html#rds-2`. */
function pageOf(id: string): string {
  const [service = "", number = ""] = id.toLowerCase().split(".");
  return `https://docs.aws.amazon.com/securityhub/latest/userguide/${service}-controls.html#${service}-${number}`;
}
