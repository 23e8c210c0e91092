import { requireCompanion } from "../shared/companions";
import { control } from "../shared/control";

export const ecrLifecyclePolicy = control({
  id: "ecr-lifecycle-policy",
  controls: { "ECR.3": "medium" },
  title: "Old images expire",
  why: "Images that nobody deploys cost money, and one day somebody deploys one with old holes in it.",
  fix: "Add an aws_ecr_lifecycle_policy for the repository.",
  types: ["aws_ecr_repository"],
  judge: (repository) => requireCompanion(repository, "aws_ecr_lifecycle_policy", "repository"),
});
