import { notApplicable } from "../../policy";
import { argumentOf, argumentsOf, requireArgument } from "../shared/arguments";
import { control } from "../shared/control";

export const ecsFargateLatestPlatform = control({
  id: "ecs-fargate-latest-platform",
  controls: { "ECS.10": "medium" },
  checkov: ["CKV_AWS_332"],
  title: "Fargate tasks run on the latest platform version",
  why: "An older platform version gets no fixes of its kernel and container runtime.",
  fix: 'Set platform_version to "LATEST" or leave it out.',
  types: ["aws_ecs_service"],
  judge: (service) => {
    const providers = argumentsOf(service, "capacity_provider_strategy.capacity_provider");
    const isFargate =
      argumentOf(service, "launch_type") === "FARGATE" ||
      providers.some((name) => /^FARGATE(_SPOT)?$/.test(String(name)));
    // 1.4.0 is the latest for Linux, 1.0.0 for Windows, says the control.
    return isFargate
      ? requireArgument(service, "platform_version", ["LATEST", "1.4.0", "1.0.0"], "LATEST")
      : notApplicable("it does not run on Fargate");
  },
});
