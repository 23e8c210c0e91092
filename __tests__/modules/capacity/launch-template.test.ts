import { DataAwsDefaultTags } from "@cdktf/provider-aws/lib/data-aws-default-tags";
import { DataAwsSsmParameter } from "@cdktf/provider-aws/lib/data-aws-ssm-parameter";
import { EcsCluster } from "@cdktf/provider-aws/lib/ecs-cluster";
import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile";
import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import type { CapacityProps } from "../../../modules/capacity";
import { userData } from "../../../modules/capacity/user-data";
import { absent, referenceTo, testStack } from "../../../packages/jest-terraform";
import { clusterWithCapacity } from "./parts";

const stackWith = (props: Partial<CapacityProps>) => testStack((scope) => clusterWithCapacity(scope, props));
const minimal = stackWith({});

describe("the image", () => {
  test("is the newest ECS-optimized Amazon Linux 2023, in a form that a plan shows", () => {
    expect(minimal).toHaveDataSource(DataAwsSsmParameter, {
      name: "/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id",
    });
    expect(minimal).toHaveResource(LaunchTemplate, { imageId: referenceTo(DataAwsSsmParameter, "insecure_value") });
  });

  test("is the one for Graviton on Graviton", () => {
    expect(stackWith({ architecture: "arm64", instanceTypes: ["m7g.large"] })).toHaveDataSource(DataAwsSsmParameter, {
      name: "/aws/service/ecs/optimized-ami/amazon-linux-2023/arm64/recommended/image_id",
    });
  });

  test("stays the pinned one, and nothing is looked up", () => {
    const stack = stackWith({ ami: "ami-0123456789abcdef0" });
    expect(stack).toHaveResource(LaunchTemplate, { imageId: "ami-0123456789abcdef0" });
    expect(stack).not.toHaveDataSource(DataAwsSsmParameter);
  });
});

describe("an instance", () => {
  test("has no public address and no SSH key, only its security group and its role", () => {
    expect(minimal).toHaveResource(LaunchTemplate, {
      keyName: absent(),
      networkInterfaces: [
        { associatePublicIpAddress: "false", securityGroups: [referenceTo(SecurityGroup, "id")], deviceIndex: 0 },
      ],
      iamInstanceProfile: { arn: referenceTo(IamInstanceProfile, "arn") },
    });
  });

  test("has an encrypted gp3 volume of the size asked for", () => {
    const volume = (volumeSize: number) => ({
      blockDeviceMappings: [
        {
          deviceName: "/dev/xvda",
          ebs: { volumeType: "gp3", volumeSize, encrypted: "true", deleteOnTermination: "true" },
        },
      ],
    });
    expect(minimal).toHaveResource(LaunchTemplate, volume(50));
    expect(stackWith({ rootVolumeGiB: 100 })).toHaveResource(LaunchTemplate, volume(100));
  });

  test("carries the default tags and its name, and so do its volume and its network interface", () => {
    const specifications = minimal.resource(LaunchTemplate).properties.tag_specifications as readonly {
      resource_type: string;
      tags: string;
    }[];
    expect(specifications.map(({ resource_type }) => resource_type)).toEqual([
      "instance",
      "volume",
      "network-interface",
    ]);
    for (const { tags } of specifications) {
      expect(tags).toReference(DataAwsDefaultTags, "tags");
      expect(tags).toContain('{"Name" = "test-capacity"}');
    }
  });
});

describe("instance metadata", () => {
  const metadata = (httpPutResponseHopLimit: number) => ({
    metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit },
  });

  test("takes a session token and ends at the instance, so no bridge task gets its credentials", () => {
    expect(minimal).toHaveResource(LaunchTemplate, metadata(1));
  });

  test.each(["awsvpc", "host"] as const)("ends at the instance in %s mode too", (networkMode) => {
    expect(stackWith({ networkMode })).toHaveResource(LaunchTemplate, metadata(1));
    expect(stackWith({ networkMode, containersReadInstanceMetadata: true })).toHaveResource(
      LaunchTemplate,
      metadata(1),
    );
  });

  test("goes one hop further, over the bridge, only where containers may read it", () => {
    expect(stackWith({ containersReadInstanceMetadata: true })).toHaveResource(LaunchTemplate, metadata(2));
  });
});

describe("user data", () => {
  const settings = {
    clusterName: "Test-Cluster",
    containersReadInstanceMetadata: false,
    containerStopTimeoutSeconds: 120,
    reservedMemoryMiB: 512,
  };

  test("tells the agent its cluster, what it keeps from tasks, and how it pulls and cleans up images", () => {
    expect(userData(settings).split("\n")).toEqual([
      "#!/bin/bash",
      "cat >> /etc/ecs/ecs.config <<'CONFIG'",
      "ECS_CLUSTER=Test-Cluster",
      "ECS_RESERVED_MEMORY=512",
      "ECS_ENABLE_SPOT_INSTANCE_DRAINING=true",
      "ECS_CONTAINER_STOP_TIMEOUT=120s",
      "ECS_ENABLE_TASK_IAM_ROLE=true",
      "ECS_ENABLE_TASK_IAM_ROLE_NETWORK_HOST=true",
      "ECS_AWSVPC_BLOCK_IMDS=true",
      "ECS_ENABLE_AWSLOGS_EXECUTIONROLE_OVERRIDE=true",
      "ECS_IMAGE_PULL_BEHAVIOR=once",
      "ECS_ENGINE_TASK_CLEANUP_WAIT_DURATION=1h",
      "ECS_IMAGE_CLEANUP_INTERVAL=30m",
      "ECS_IMAGE_MINIMUM_CLEANUP_AGE=1h",
      "ECS_NUM_IMAGES_DELETE_PER_CYCLE=10",
      "CONFIG",
      "",
    ]);
  });

  test("lets awsvpc tasks read the metadata only where containers may", () => {
    expect(userData({ ...settings, containersReadInstanceMetadata: true })).toContain("ECS_AWSVPC_BLOCK_IMDS=false\n");
  });

  test("reaches the template encoded, with the name of the cluster that the instances wait for", () => {
    const { user_data } = minimal.resource(LaunchTemplate).properties as { user_data: string };
    expect(user_data).toMatch(/^\$\{base64encode\("#!\/bin\/bash\\n/);
    expect(user_data).toReference(EcsCluster, "name");
    expect(user_data).toContain("ECS_RESERVED_MEMORY=256\\n");
    expect(user_data).toContain("ECS_CONTAINER_STOP_TIMEOUT=30s\\n");
  });
});
