import type { EnvironmentInput } from "../../modules/platform/environment";

type Waiver = NonNullable<EnvironmentInput["waivers"]>[number];

/** Wanted, and not done yet. */
const wanted = "2027-05-31";

/** One decision for several policies or resources. */
const waive = (policies: readonly string[], resource: string, until: string, reason: string): readonly Waiver[] =>
  policies.map((policy) => ({ policy, resource, reason, until }));

/**
 * Where every environment of this application departs from the policies for now, and why; an expired waiver fails the synth. What the
 * project decided for good is in `policies/decisions.ts`.
 */
export const commonWaivers: readonly Waiver[] = [
  ...waive(
    ["ecs-container-not-root"],
    "*-service/*/task-definition",
    wanted,
    "The user is what the image says (USER in the Dockerfile of Rails is rails); to be written here once that is confirmed.",
  ),
  ...waive(
    ["ecs-container-read-only-root"],
    "*-service/*/task-definition",
    wanted,
    "Rails writes to tmp/ and log/; they need a tmpfs mount in the image's own places first.",
  ),
  ...waive(
    ["good-job-in-puma"],
    "*-service/*/task-definition",
    wanted,
    "GOOD_JOB_IN_PUMA=true is how the system runs today; to be turned off once the worker alone is seen to keep up.",
  ),
  ...waive(
    ["static-aws-keys"],
    "*-service/*/task-definition",
    wanted,
    "The application reads AWS_ACCESS_KEY_ID today; the task role has the same access already, and takes over with the next change of config/storage.yml.",
  ),
  ...waive(
    ["exec-with-static-keys"],
    "*-service/service/service",
    wanted,
    "ECS Exec works once the containers have no AWS_ACCESS_KEY_ID, see static-aws-keys; until then commands run as one-off tasks.",
  ),
  ...waive(
    ["keys-for-encrypted-buckets"],
    "*-service/*/task-definition",
    wanted,
    "The keys' IAM user is not made here and has to be given kms:GenerateDataKey by hand (docs/guides/static-keys.md); it goes with static-aws-keys.",
  ),
  ...waive(
    ["alarm-subscribers"],
    "*-service/monitoring/topic",
    wanted,
    "Who is alerted is not decided yet: alerts is nobody.",
  ),
];
