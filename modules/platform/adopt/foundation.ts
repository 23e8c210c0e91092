import { unnamed, type Environment } from "../environment";
import type { Adopt } from "../environment/schema/adopt";
import { networkAdoptions } from "./network";
import { roleAdoptions, securityGroupAdoptions } from "./shared";
import { when, type Adopted } from "./adopted";

/** What is adopted in the foundation stack. */
export function foundationAdoptions(environment: Environment, adopt: Adopt): readonly Adopted[] {
  const { securityGroups, roles } = adopt;
  return [
    ...when(adopt.network, networkAdoptions),
    ...clusterAdoptions(environment, adopt),
    ...capacityAdoptions(adopt),
    ...when(adopt.repository, ({ encryption }) => [
      {
        field: "adopt.repository",
        address: "aws_ecr_repository.repository",
        id: environment.images[unnamed.image]?.repository,
        keep: { encryption_configuration: [encryptionBlock(encryption)] },
      },
    ]),
    ...loadBalancerAdoptions(environment, adopt),
    ...securityGroupAdoptions("loadBalancer", "load-balancer_security-group", securityGroups),
    ...securityGroupAdoptions("instances", "capacity_security-group", securityGroups),
    ...securityGroupAdoptions("endpoints", "network_endpoints_security-group", securityGroups),
    ...roleAdoptions("instance", roles),
    ...when(adopt.instanceProfile, (name) => [
      {
        field: "adopt.instanceProfile",
        address: "aws_iam_instance_profile.instance-role_instance-profile",
        id: name,
        keep: { name },
      },
    ]),
  ];
}

function clusterAdoptions({ cluster: { name } }: Environment, { cluster }: Adopt): readonly Adopted[] {
  if (!cluster) return [];
  return ["aws_ecs_cluster.cluster", "aws_ecs_cluster_capacity_providers.cluster_capacity-providers"].map(
    (address) => ({ field: "adopt.cluster", address, id: name }),
  );
}

function capacityAdoptions({ capacity }: Adopt): readonly Adopted[] {
  return [
    ...when(capacity.launchTemplate, ({ id, name }) => [
      {
        field: "adopt.capacity.launchTemplate",
        address: "aws_launch_template.capacity_launch-template",
        id,
        keep: { name },
      },
    ]),
    ...when(capacity.autoScalingGroup, (name) => [
      {
        field: "adopt.capacity.autoScalingGroup",
        address: "aws_autoscaling_group.capacity_instances",
        id: name,
        keep: { name },
      },
    ]),
    ...when(capacity.capacityProvider, (name) => [
      {
        field: "adopt.capacity.capacityProvider",
        address: "aws_ecs_capacity_provider.capacity_capacity-provider",
        id: name,
        keep: { name },
      },
    ]),
  ];
}

function loadBalancerAdoptions({ domain }: Environment, { loadBalancer, aliasRecordZone }: Adopt): readonly Adopted[] {
  const field = (name: string) => `adopt.loadBalancer.${name}`;
  return [
    ...when(loadBalancer?.arn, (id) => [{ field: field("arn"), address: "aws_lb.load-balancer", id }]),
    ...when(loadBalancer?.httpsListener, (id) => [
      {
        field: field("httpsListener"),
        address: "aws_lb_listener.load-balancer_https",
        id,
        keep: defaultAction(loadBalancer?.defaultTargetGroup),
      },
    ]),
    ...when(loadBalancer?.httpListener, (id) => [
      { field: field("httpListener"), address: "aws_lb_listener.load-balancer_http", id },
    ]),
    ...when(aliasRecordZone, (zone) => [
      {
        field: "adopt.aliasRecordZone",
        address: "aws_route53_record.alias-record",
        id: `${zone}_${domain?.hosts[0]}_A`,
      },
    ]),
  ];
}

/** Without it the foundation would take the requests away from the service, before its own stack makes the rule for them. */
function defaultAction(targetGroup: string | undefined): Adopted["keep"] {
  return targetGroup === undefined
    ? undefined
    : { default_action: [{ type: "forward", target_group_arn: targetGroup }] };
}

function encryptionBlock(encryption: string): Readonly<Record<string, string>> {
  return encryption === "AES256" ? { encryption_type: "AES256" } : { encryption_type: "KMS", kms_key: encryption };
}
