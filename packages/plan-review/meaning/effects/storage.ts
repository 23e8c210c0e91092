import type { Effect } from "../../model";
import { count, high, isOn, low, medium, number, say, text, type Subject } from "../subject";
import { textOrName } from "../world";

export function describeBucket(subject: Subject): readonly Effect[] {
  const { change, name, before } = subject;
  const what = /state/.test(name) ? "bucket of the Terraform state" : "bucket";
  if (subject.goes) {
    const verb = change.action === "replace" ? "replaced" : "destroyed";
    const how = isOn(before.force_destroy) ? "its objects are deleted with it" : "apply fails unless it is empty";
    return [high(`${what} ${name} will be ${verb}: data loss; ${how}`)];
  }
  return [];
}

/** The bucket that a setting is of. */
export function bucketOf({ change, after, name, world }: Subject): string {
  return `bucket ${textOrName(after.bucket, change.stack, world.context) ?? name}`;
}

export function describeBucketEncryption(subject: Subject): readonly Effect[] {
  return say(
    subject.change.action === "destroy" &&
      low(`${bucketOf(subject)}: new objects are encrypted with Amazon's own key only`),
    subject.updates &&
      subject.changed("rule") &&
      low(`${bucketOf(subject)}: new objects are encrypted another way, those there stay as they are`),
  );
}

export function describeBucketLifecycle(subject: Subject): readonly Effect[] {
  return say(subject.change.action === "destroy" && low(`${bucketOf(subject)}: nothing expires any more`));
}

export function describeRepository(subject: Subject): readonly Effect[] {
  const { change, name, before } = subject;
  if (!subject.goes) {
    return say(
      subject.changed("image_tag_mutability") &&
        subject.updates &&
        low(`image repository ${name}: tags are ${text(subject.after.image_tag_mutability)}`),
    );
  }
  const how = isOn(before.force_delete) ? "" : "; apply fails unless it is empty";
  const verb = change.action === "replace" ? "replaced" : "destroyed";
  return [
    high(`image repository ${name} will be ${verb}: its images are lost, nothing can be deployed or rolled back${how}`),
  ];
}

export function describeImageLifecycle({ name, change, diff, after }: Subject): readonly Effect[] {
  const repository =
    text(after.repository).includes("<") || text(after.repository) === "" ? name : text(after.repository);
  return say(
    change.action === "update" &&
      diff.length > 0 &&
      low(`image repository ${repository}: other images expire; one that a rollback needs may be among them`),
  );
}

export function describeLogGroup(subject: Subject): readonly Effect[] {
  const { change, name, before, after, changed } = subject;
  const group = `log group ${name}`;
  if (change.action === "destroy" && isOn(before.skip_destroy)) return [];
  if (subject.goes)
    return [medium(`${group} ${change.action === "replace" ? "replaced" : "destroyed"}: its logs are lost`)];
  if (!subject.updates || !changed("retention_in_days")) return [];
  // 0 is for ever.
  const [was, becomes] = [number(before.retention_in_days) ?? 0, number(after.retention_in_days) ?? 0];
  const words = (days: number) => (days === 0 ? "for ever" : count(days, "day"));
  const isShorter = becomes !== 0 && (was === 0 || becomes < was);
  return [
    isShorter
      ? medium(`${group}: logs are kept ${words(becomes)} instead of ${words(was)}, older ones are deleted`)
      : low(`${group}: logs are kept ${words(becomes)} instead of ${words(was)}`),
  ];
}

export function describeSecret(subject: Subject): readonly Effect[] {
  const { change, name, before } = subject;
  if (subject.goes) {
    const days = number(before.recovery_window_in_days) ?? 30;
    const when = days === 0 ? "at once and for ever" : `for ever after ${count(days, "day")}`;
    const verb = change.action === "replace" ? "replaced" : "destroyed";
    return [high(`secret ${name} will be ${verb}: its value is lost ${when}, tasks that read it cannot start`)];
  }
  return [];
}

export function describeSecretVersion({ change, diff, name }: Subject): readonly Effect[] {
  const isNew = change.action === "replace" || (change.action === "update" && diff.length > 0);
  return say(
    isNew && medium(`secret value ${name} changes: running tasks keep the old one until they are replaced`),
    change.action === "destroy" && medium(`secret value ${name} destroyed: tasks that read it cannot start`),
  );
}

export function describeKey(subject: Subject): readonly Effect[] {
  const { change, name, before, updates, after } = subject;
  const key = `KMS key ${text(before.description) || text(after.description) || name}`;
  if (subject.goes) {
    const days = number(before.deletion_window_in_days) ?? 30;
    const verb = change.action === "replace" ? "replaced" : "destroyed";
    return [
      high(`${key} ${verb}: the old key is deleted in ${count(days, "day")}; what it encrypts can never be read again`),
    ];
  }
  return say(
    updates &&
      before.is_enabled === true &&
      after.is_enabled === false &&
      high(`${key} is disabled: what it encrypts cannot be read`),
  );
}

export function describeParameter({ change, name, changed, updates }: Subject): readonly Effect[] {
  const words = `SSM parameter ${name}`;
  return say(
    change.action === "destroy" && medium(`${words} destroyed: what reads it fails`),
    updates && changed("value", "insecure_value") && low(`${words} changes: what reads it gets another value`),
  );
}
