import { fail, notApplicable, pass, resourcePolicy } from "../../packages/aws-policies/policy";
import { isTrue } from "../../packages/aws-policies/values";
import {
  companionsOf,
  containersOf,
  leadsTo,
  policiesOf,
  type Block,
  type Container,
} from "../../packages/terraform-json";
import { secretsOf, taskDefinitionOf, variablesOf } from "./shared/ecs";
import { allows } from "./shared/permissions";

const namesOf = (container: Container): readonly string[] => [
  ...variablesOf(container).keys(),
  ...secretsOf(container).map(({ name }) => name),
];

/** ECS Exec and static keys do not go together. */
export const execWithStaticKeys = resourcePolicy({
  id: "exec-with-static-keys",
  severity: "error",
  title: "Where ECS Exec is on, no container has static AWS keys",
  why: "The agent of ECS Exec runs inside the container and takes AWS_ACCESS_KEY_ID before the task role. Unless the keys' IAM user may open ssmmessages channels, every session ends with TargetNotConnectedException, though the service says that it is on.",
  fix: "Take the keys out of the container and give the service the permissions (docs/guides/static-keys.md); else set executeCommand to false, or allow the IAM user ssmmessages:CreateControlChannel, CreateDataChannel, OpenControlChannel and OpenDataChannel and waive this.",
  links: [
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html",
    "https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html",
  ],
  types: ["aws_ecs_service"],
  check: (service) => {
    if (!isTrue(service.properties.enable_execute_command)) return notApplicable("ECS Exec is off");
    const task = taskDefinitionOf(service);
    if (task === undefined) return notApplicable("its task definition is not in these stacks");
    const names = containersOf(task).flatMap((one) => (namesOf(one).includes("AWS_ACCESS_KEY_ID") ? [one.name] : []));
    return names.length === 0
      ? pass
      : fail(`enable_execute_command is true, and ${names.join(", ")} is given AWS_ACCESS_KEY_ID`);
  },
});

/** Names of variables that are keys for S3. */
const storageKeys = /^(?:AWS_ACCESS_KEY_ID|(?:\w+_)?S3_(?:\w+_)?(?:ACCESS_KEY|KEY|KEY_ID|ACCESS_KEY_ID))$/;

/** An IAM user that uploads to an encrypted bucket needs the key as well. */
export const keysForEncryptedBuckets = resourcePolicy({
  id: "keys-for-encrypted-buckets",
  severity: "error",
  title: "Whoever uploads to a bucket with a key of its own may use the key",
  why: "A bucket with SSE-KMS encrypts with the caller's permissions. The task role has them; the IAM user behind static keys has them only where its own policy says so, and without kms:GenerateDataKey every upload fails with AccessDenied after a fresh deployment.",
  fix: "Let the application use the task role, which may use bucket and key (docs/guides/static-keys.md). Else allow the keys' IAM user kms:GenerateDataKey and kms:Decrypt on the key, by its own policy or the key's, and waive this with the user's name.",
  links: ["https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html"],
  types: ["aws_ecs_task_definition"],
  check: (task, stacks) => {
    const names = [...new Set(containersOf(task).flatMap(namesOf))].filter((name) => storageKeys.test(name));
    if (names.length === 0) return notApplicable("no container is given keys for S3");
    const buckets = stacks
      .flatMap((stack) => stack.resourcesOf("aws_s3_bucket"))
      .flatMap((bucket) => keysOf(bucket).map((key) => ({ bucket, key })))
      .filter(({ bucket }) => isUsedBy(task, bucket));
    if (buckets.length === 0) return notApplicable("it uses no bucket with a key of its own");
    return buckets
      .filter(({ key }) => !mayUsersEncrypt(key))
      .map(({ bucket, key }) =>
        fail(
          `${names.join(", ")} may upload to ${bucket.address}, but nothing here lets an IAM user use ${key.address}`,
        ),
      );
  },
});

const keysOf = (bucket: Block): readonly Block[] =>
  companionsOf(bucket, "aws_s3_bucket_server_side_encryption_configuration", "bucket").flatMap((configuration) =>
    leadsTo(configuration, "rule", "aws_kms_key"),
  );

/** Whether the task role may write to a bucket: then the application does, by whatever identity. */
const isUsedBy = (task: Block, bucket: Block): boolean =>
  leadsTo(task, "task_role_arn", "aws_iam_role").some(
    (role) => allows(role, "s3:PutObject", { block: bucket }) === "yes",
  );

/** Whether the key's own policy names an IAM user that may encrypt. */
const mayUsersEncrypt = (key: Block): boolean =>
  policiesOf(key).statements.some(
    ({ effect, actions, principals }) =>
      effect === "Allow" &&
      actions.some((action) => /^kms:(?:\*|GenerateDataKey)/.test(action)) &&
      (principals.AWS ?? []).some((principal) => principal.includes(":user/") || principal.includes("aws_iam_user")),
  );

/** Somebody hears of an alarm. */
export const alarmSubscribers = resourcePolicy({
  id: "alarm-subscribers",
  severity: "warning",
  title: "Somebody is subscribed to every topic that alarms and events are published to",
  why: "Alarms without a subscriber turn red on a page that nobody looks at.",
  fix: "Set alerts of the environment: emails, webhooks or slack.",
  links: ["https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html"],
  types: ["aws_sns_topic"],
  check: (topic) => {
    const alarms = companionsOf(topic, "aws_cloudwatch_metric_alarm", "alarm_actions").length;
    const events = companionsOf(topic, "aws_cloudwatch_event_target", "arn").length;
    if (alarms + events === 0) return notApplicable("no alarm or event is published to it");
    const subscribers = [
      ...companionsOf(topic, "aws_sns_topic_subscription", "topic_arn"),
      ...companionsOf(topic, "aws_chatbot_slack_channel_configuration", "sns_topic_arns"),
    ];
    return subscribers.length > 0
      ? pass
      : fail(`${alarms} alarms and ${events} events are published to it, and nobody gets them`);
  },
});
