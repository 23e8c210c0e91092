import { pass } from "../../policy";
import { requireArgument } from "../shared/arguments";
import { control } from "../shared/control";

export const ecrScanOnPush = control({
  id: "ecr-scan-on-push",
  controls: { "ECR.1": "high" },
  checkov: ["CKV_AWS_163"],
  title: "Images are scanned for vulnerabilities",
  why: "A known hole in a package goes to production unseen.",
  fix: "Set image_scanning_configuration.scan_on_push to true, or scan the whole registry.",
  types: ["aws_ecr_repository"],
  judge: (repository, stacks) =>
    stacks.some((stack) => stack.resourcesOf("aws_ecr_registry_scanning_configuration").length > 0)
      ? pass
      : requireArgument(repository, "image_scanning_configuration.scan_on_push", true),
});
