import type { DataAwsDefaultTags } from "@cdktf/provider-aws/lib/data-aws-default-tags";
import { DataAwsSsmParameter } from "@cdktf/provider-aws/lib/data-aws-ssm-parameter";
import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import { Fn, Token } from "cdktf";
import type { Construct } from "constructs";
import type { Architecture } from "../../aws/instance-types";
import type { ISecurityGroup } from "../networking/interfaces";
import type { CapacityProps } from "./props";
import { userData } from "./user-data";

/** How the instances of a capacity start. */
export function launchTemplate(
  scope: Construct,
  props: CapacityProps & { readonly securityGroup: ISecurityGroup; readonly defaultTags: DataAwsDefaultTags },
): LaunchTemplate {
  const { name, cluster, instanceRole, architecture, ami, rootVolumeGiB = 50, networkMode = "bridge" } = props;
  const { containersReadInstanceMetadata = false, containerStopTimeoutSeconds = 30, reservedMemoryMiB = 256 } = props;

  // The provider's default tags end at the template; tags of instances and volumes have to be in it.
  const tags = Token.asStringMap(Fn.merge([props.defaultTags.tags, { Name: name }]));

  return new LaunchTemplate(scope, "launch-template", {
    name,
    description: `Instances of ${name}`,
    updateDefaultVersion: true,
    imageId: ami ?? newestImage(scope, architecture),
    userData: Fn.base64encode(
      userData({
        clusterName: cluster.name,
        containersReadInstanceMetadata,
        containerStopTimeoutSeconds,
        reservedMemoryMiB,
      }),
    ),
    iamInstanceProfile: { arn: instanceRole.instanceProfile.arn },
    // No key pair: sessions are opened through the SSM agent, which is part of the image.
    networkInterfaces: [
      {
        deviceIndex: 0,
        associatePublicIpAddress: "false",
        deleteOnTermination: "true",
        securityGroups: [props.securityGroup.id],
      },
    ],
    metadataOptions: {
      httpEndpoint: "enabled",
      httpTokens: "required",
      // Docker's bridge is a hop of its own: with a limit of 1 the answer ends there, and no task in bridge mode gets the
      // credentials of the instance. Tasks in awsvpc mode are stopped by the agent instead (ECS_AWSVPC_BLOCK_IMDS); those
      // in host mode share the instance's network, and nothing can stop them.
      httpPutResponseHopLimit: networkMode === "bridge" && containersReadInstanceMetadata ? 2 : 1,
      instanceMetadataTags: "disabled",
    },
    monitoring: { enabled: true },
    blockDeviceMappings: [
      {
        deviceName: "/dev/xvda",
        ebs: { volumeType: "gp3", volumeSize: rootVolumeGiB, encrypted: "true", deleteOnTermination: "true" },
      },
    ],
    tagSpecifications: ["instance", "volume", "network-interface"].map((resourceType) => ({ resourceType, tags })),
    lifecycle: { createBeforeDestroy: true },
  });
}

/**
 * The newest ECS-optimized Amazon Linux 2023: a new image is a change of the template that a plan shows and an apply rolls
 * out. `insecureValue`, because the id is public, and a plan that says "(sensitive value)" cannot be reviewed.
 */
function newestImage(scope: Construct, architecture: Architecture): string {
  const platform = architecture === "arm64" ? "amazon-linux-2023/arm64" : "amazon-linux-2023";
  return new DataAwsSsmParameter(scope, "image", {
    name: `/aws/service/ecs/optimized-ami/${platform}/recommended/image_id`,
  }).insecureValue;
}
