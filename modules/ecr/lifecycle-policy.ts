import { canonicalJson } from "../shared";

/** Days that an image without a tag stays: time to look at a failed or repeated push. */
const untaggedDays = 7;

/**
 * The JSON text of a lifecycle policy that keeps the newest images.
 *
 * A lower `rulePriority` is applied first, and a rule for `any` image must have the highest number.
 * Source: Amazon ECR User Guide, "Automate the cleanup of images by using lifecycle policies".
 */
export function lifecyclePolicy(keepImages: number): string {
  return canonicalJson({
    rules: [
      {
        rulePriority: 1,
        description: `Images without a tag expire ${untaggedDays} days after the push`,
        selection: {
          tagStatus: "untagged",
          countType: "sinceImagePushed",
          countUnit: "days",
          countNumber: untaggedDays,
        },
        action: { type: "expire" },
      },
      {
        rulePriority: 2,
        description: `The newest ${keepImages} images stay`,
        selection: { tagStatus: "any", countType: "imageCountMoreThan", countNumber: keepImages },
        action: { type: "expire" },
      },
    ],
  });
}
