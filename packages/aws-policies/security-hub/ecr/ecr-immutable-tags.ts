import { requireArgument } from "../shared/arguments";
import { control } from "../shared/control";

export const ecrImmutableTags = control({
  id: "ecr-immutable-tags",
  controls: { "ECR.2": "medium" },
  checkov: ["CKV_AWS_51"],
  title: "A tag names one image for ever",
  why: "If a tag can be pushed again, a restarted task may run other code than was tested, and a rollback may not go back.",
  fix: 'Set image_tag_mutability to "IMMUTABLE".',
  types: ["aws_ecr_repository"],
  judge: (repository) => requireArgument(repository, "image_tag_mutability", "IMMUTABLE"),
});
