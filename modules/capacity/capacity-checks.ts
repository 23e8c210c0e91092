import type { Construct } from "constructs";
import { instanceType } from "../../aws/instance-types";
import { capacityProviderName } from "../../aws/limits";
import { checkOneOf, checkPattern, checkRange, reject } from "../shared";
import type { CapacityProps } from "./props";

/**
 * Refuses what AWS would refuse after half of a deployment. Sources: EC2 Auto Scaling API, `CreateAutoScalingGroup`; ECS
 * API, `ManagedScaling`; EC2 API, `CreateLaunchTemplate`.
 */
export function checkCapacity(scope: Construct, props: CapacityProps): void {
  const { instanceTypes, architecture, minimum, maximum, onDemandBase } = props;
  checkPattern(scope, "name", props.name, capacityProviderName);
  checkOneOf(scope, "architecture", architecture, ["x86_64", "arm64"]);
  checkInstanceTypes(scope, instanceTypes, architecture);

  checkRange(scope, "maximum", maximum, { minimum: 1, maximum: 10_000, unit: "instances" });
  checkRange(scope, "minimum", minimum, { minimum: 0, maximum, unit: "instances" });
  checkRange(scope, "onDemandBase", onDemandBase, { minimum: 0, maximum, unit: "instances" });
  checkRange(scope, "spotPercent", props.spotPercent, { minimum: 0, maximum: 100, unit: "percent" });
  checkRange(scope, "targetCapacityPercent", props.targetCapacityPercent, {
    minimum: 1,
    maximum: 100,
    unit: "percent",
  });

  checkPattern(scope, "ami", props.ami, {
    pattern: /^ami-[0-9a-f]{8,17}$/,
    allowed: "an image id such as ami-0123456789abcdef0",
  });
  checkRange(scope, "rootVolumeGiB", props.rootVolumeGiB, { minimum: 30, maximum: 16_384, unit: "GiB" });
  checkOneOf(scope, "networkMode", props.networkMode, ["bridge", "awsvpc", "host"]);
  checkRange(scope, "warmupSeconds", props.warmupSeconds, { minimum: 0, maximum: 10_000, unit: "seconds" });
  checkRange(scope, "reservedMemoryMiB", props.reservedMemoryMiB, { minimum: 0, maximum: 65_536, unit: "MiB" });
  checkRange(scope, "containerStopTimeoutSeconds", props.containerStopTimeoutSeconds, {
    minimum: 1,
    maximum: 3600,
    unit: "seconds",
  });
  checkRange(scope, "maximumInstanceLifetimeDays", props.maximumInstanceLifetimeDays, {
    minimum: 1,
    maximum: 365,
    unit: "days",
  });
}

/** A type that the table does not know passes: AWS adds types faster than tables. */
function checkInstanceTypes(scope: Construct, names: readonly string[], architecture: string): void {
  if (names.length < 1 || names.length > 40) reject(scope, "instanceTypes", "1 to 40 instance types", names);
  if (new Set(names).size !== names.length) reject(scope, "instanceTypes", "different instance types", names);
  const others = names.filter((name) => (instanceType(name)?.architecture ?? architecture) !== architecture);
  if (others.length > 0) {
    const fix = "An image of one architecture does not start on the other.";
    reject(scope, "instanceTypes", `instance types of ${architecture}`, others, fix);
  }
}
