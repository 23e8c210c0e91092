import { DataAwsDefaultTags } from "@cdktf/provider-aws/lib/data-aws-default-tags";
import { DataAwsSsmParameter } from "@cdktf/provider-aws/lib/data-aws-ssm-parameter";
import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import { Fn, Token } from "cdktf";
import type { Construct } from "constructs";
import type { Architecture } from "../../aws/instance-types";
import type { InstanceRole } from "../iam";
import type { SecurityGroup } from "../networking";
import { userData } from "./user-data";

export interface LaunchTemplateOptions {
  readonly name: string;
  readonly clusterName: string;
  readonly architecture: Architecture;
  readonly ami: string | undefined;
  readonly rootVolumeGiB: number;
  readonly securityGroup: SecurityGroup;
  readonly instanceRole: InstanceRole;
  readonly networkMode: "bridge" | "awsvpc" | "host";
  readonly containersReadInstanceMetadata: boolean;
  readonly containerStopTimeoutSeconds: number;
  readonly reservedMemoryMiB: number;
}

/** How an instance of a capacity starts. */
export function launchTemplate(scope: Construct, options: LaunchTemplateOptions): LaunchTemplate {
  const { name, securityGroup, instanceRole, networkMode, containersReadInstanceMetadata } = options;

  // The provider's default tags stop at the template: what the instances carry is written in the template itself.
  const defaultTags = new DataAwsDefaultTags(scope, "default-tags", {});
  const tags = Token.asStringMap(Fn.merge([defaultTags.tags, { Name: name }]));

  return new LaunchTemplate(scope, "launch-template", {
    name,
    description: `Instances of ${name}`,
    updateDefaultVersion: true,
    imageId: options.ami ?? newestImage(scope, options.architecture),
    userData: Fn.base64encode(userData(options)),
    iamInstanceProfile: { arn: instanceRole.instanceProfile.arn },
    // Nobody logs in by SSH: no key pair; sessions go through the SSM agent, which is part of the image.
    networkInterfaces: [
      {
        deviceIndex: 0,
        associatePublicIpAddress: "false",
        deleteOnTermination: "true",
        securityGroups: [securityGroup.id],
      },
    ],
    metadataOptions: {
      httpEndpoint: "enabled",
      httpTokens: "required",
      // Docker's bridge is one hop: with a limit of 1 the answer dies there, and no container of a bridge task gets the
      // credentials of the instance. Tasks with a network interface of their own are stopped by the agent instead
      // (ECS_AWSVPC_BLOCK_IMDS); those in host mode are the instance, for the network, and cannot be stopped.
      httpPutResponseHopLimit: networkMode === "bridge" && containersReadInstanceMetadata ? 2 : 1,
      instanceMetadataTags: "disabled",
    },
    monitoring: { enabled: true },
    blockDeviceMappings: [
      {
        deviceName: "/dev/xvda",
        ebs: { volumeType: "gp3", volumeSize: options.rootVolumeGiB, encrypted: "true", deleteOnTermination: "true" },
      },
    ],
    tagSpecifications: ["instance", "volume", "network-interface"].map((resourceType) => ({ resourceType, tags })),
    lifecycle: { createBeforeDestroy: true },
  });
}

/**
 * The newest ECS-optimized Amazon Linux 2023, looked up by every plan: a new image is a change of the template that a
 * person sees, and starts an instance refresh when applied. `insecureValue`, because the public id of an image is no
 * secret, and a plan that says "(sensitive value)" cannot be reviewed.
 */
function newestImage(scope: Construct, architecture: Architecture): string {
  const platform = architecture === "arm64" ? "amazon-linux-2023/arm64" : "amazon-linux-2023";
  return new DataAwsSsmParameter(scope, "image", {
    name: `/aws/service/ecs/optimized-ami/${platform}/recommended/image_id`,
  }).insecureValue;
}
