import { z } from "./zod";
import { instanceType as factsOf, similarInstanceTypes, tableDate } from "../../../../aws/instance-types";
import { capacityProviderName, ecsName, imageTag, parameterName, repositoryName } from "../../../../aws/limits";
import { percent, text, whole } from "./forms";

export const cluster = z
  .strictObject({
    /** Name of the ECS cluster. @default - `<application>-<environment>` */
    name: text(ecsName).optional(),
    /** CloudWatch Container Insights. @default "enhanced" */
    containerInsights: z
      .enum(["enhanced", "enabled", "disabled"], { error: "enhanced, enabled or disabled" })
      .default("enhanced"),
  })
  .prefault({});

/** A type that the bundled table knows, or one that is newer: `{ unlisted: "m9i.large" }`, which EC2 is asked about by each plan. */
const instanceType = z
  .union(
    [
      z.string(),
      z.strictObject({ unlisted: z.string().regex(/^[a-z0-9-]+\.[a-z0-9-]+$/, { error: "a type such as m9i.large" }) }),
    ],
    {
      error: 'an EC2 instance type such as m7i.large, or { unlisted: "..." }',
    },
  )
  .superRefine((type, context) => {
    if (typeof type !== "string" || factsOf(type) !== undefined) return;
    const similar = similarInstanceTypes(type).join(", ") || "m7i.large";
    const message = `an EC2 instance type, such as ${similar}; or { unlisted: "..." } for one newer than ${tableDate}`;
    context.addIssue({ code: "custom", message, input: type });
  })
  .transform((type) => (typeof type === "string" ? type : type.unlisted));

export const capacity = z.strictObject({
  /** Name of the capacity provider and its Auto Scaling group. @default - `<application>-<environment>`, with the key of `capacities` */
  name: text(capacityProviderName).optional(),
  /** Instance types in order of preference, all of one architecture. Several let EC2 find capacity when one runs short. */
  instanceTypes: z.array(instanceType).min(1, { error: "at least one instance type" }),
  /** What the images are built for. @default - the architecture of the instance types */
  architecture: z.enum(["x86_64", "arm64"], { error: "x86_64 or arm64" }).optional(),
  /** Instances the group never goes below; the load that reserved instances or a savings plan cover. @default 1 */
  minimum: whole(0, 1000, "instances").default(1),
  /** Instances the group never exceeds; a rolling update of a static host port needs twice the tasks. @default - `minimum` and 3 more */
  maximum: whole(1, 1000, "instances").optional(),
  /** Instances bought on demand before any Spot. @default - `minimum` */
  onDemandBase: whole(0, 1000, "instances").optional(),
  /** Share of Spot among the instances above `onDemandBase`. @default 0 */
  spotPercent: percent().default(0),
  /** Share of the instances that tasks should fill; below 100 keeps spare instances running. @default 100 */
  targetCapacityPercent: percent(1).default(100),
  /** Size of the encrypted gp3 root volume. @default 50 */
  rootVolumeGiB: whole(30, 16384, "GiB").default(50),
  /** Stay on this ECS-optimized AMI. @default - the newest that AWS publishes, found at each plan */
  ami: z
    .string()
    .regex(/^ami-[0-9a-f]{8,17}$/, { error: "an AMI id such as ami-0123456789abcdef0" })
    .optional(),
  /** Whether containers may read the instance metadata, and with it the credentials of the instance role. @default false */
  containersReadInstanceMetadata: z.boolean().default(false),
  /** Memory of each instance kept for the operating system and the agent. @default 256 */
  reservedMemoryMiB: whole(0, 65_536, "MiB").default(256),
  /** Seconds between SIGTERM and SIGKILL for containers without a stop timeout of their own. @default 30 */
  containerStopTimeoutSeconds: whole(1, 3600, "seconds").default(30),
  /** Seconds from the launch of an instance until it takes tasks. @default 120 */
  warmupSeconds: whole(0, 10_000, "seconds").default(120),
  /** Replaces each instance at this age. @default - instances live until their configuration changes */
  maximumInstanceLifetimeDays: whole(1, 365, "days").optional(),
});

export const image = z.strictObject({
  /** ECR repository. @default - `<application>-<environment>-<key of images>` */
  repository: text(repositoryName).optional(),
  /** Tag at the first deployment; from then on `record` names the tag that runs. */
  tag: text(imageTag),
  /** Newest images that are kept; older ones expire. A rollback can only go back to an image that is kept. @default 50 */
  keepImages: whole(2, 1000, "images").default(50),
  /** The repository belongs to others: images are pulled from it, no more. @default false */
  existing: z.boolean().default(false),
  /** SSM parameter that records the tag of the image that runs. @default - `/<application>/<environment>/image-tag`, with the key of `images` */
  record: text(parameterName).optional(),
});
