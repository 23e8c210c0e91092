import { notApplicable } from "../../policy";
import { isSet, requireArgument } from "../shared/arguments";
import { control } from "../shared/control";

export const ecsServiceNoPublicAddress = control({
  id: "ecs-service-no-public-address",
  controls: { "ECS.2": "high" },
  checkov: ["CKV_AWS_333"],
  title: "Tasks have no public address",
  why: "A task with a public address can be reached around the load balancer, its TLS and its logs.",
  fix: "Set network_configuration.assign_public_ip to false.",
  types: ["aws_ecs_service"],
  judge: (service) =>
    isSet(service, "network_configuration")
      ? requireArgument(service, "network_configuration.assign_public_ip", false, false)
      : notApplicable("its tasks use the network of their instance"),
});
