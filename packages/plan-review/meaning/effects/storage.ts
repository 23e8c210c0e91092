import type { Effect } from "../../model";
import { count, high, isOn, low, medium, number, say, text, type ChangeDetails } from "../details";
import { textOrName } from "../resource-index";

export function describeBucket(details: ChangeDetails): readonly Effect[] {
  const { change, name, before } = details;
  const what = /state/.test(name) ? "bucket of the Terraform state" : "bucket";
  if (details.isRemoved) {
    const verb = change.action === "replace" ? "replaced" : "destroyed";
    const how = isOn(before.force_destroy) ? "its objects are deleted with it" : "apply fails unless it is empty";
    return [high(`${what} ${name} will be ${verb}: data loss; ${how}`)];
  }
  return [];
}

/** The bucket that a setting is of. */
export function bucketOf({ change, after, name, resourceIndex }: ChangeDetails): string {
  return `bucket ${textOrName(after.bucket, change.stack, resourceIndex.context) ?? name}`;
}

export function describeBucketEncryption(details: ChangeDetails): readonly Effect[] {
  return say(
    details.change.action === "destroy" &&
      low(`${bucketOf(details)}: new objects are encrypted with Amazon's own key only`),
    details.isUpdated &&
      details.changed("rule") &&
      low(`${bucketOf(details)}: new objects are encrypted another way, those there stay as they are`),
  );
}

export function describeBucketLifecycle(details: ChangeDetails): readonly Effect[] {
  return say(details.change.action === "destroy" && low(`${bucketOf(details)}: nothing expires any more`));
}

export function describeRepository(details: ChangeDetails): readonly Effect[] {
  const { change, name, before } = details;
  if (!details.isRemoved) {
    return say(
      details.changed("image_tag_mutability") &&
        details.isUpdated &&
        low(`image repository ${name}: tags are ${text(details.after.image_tag_mutability)}`),
    );
  }
  const how = isOn(before.force_delete) ? "" : "; apply fails unless it is empty";
  const verb = change.action === "replace" ? "replaced" : "destroyed";
  return [
    high(`image repository ${name} will be ${verb}: its images are lost, nothing can be deployed or rolled back${how}`),
  ];
}

export function describeImageLifecycle({ name, change, diff, after }: ChangeDetails): readonly Effect[] {
  const repository =
    text(after.repository).includes("<") || text(after.repository) === "" ? name : text(after.repository);
  return say(
    change.action === "update" &&
      diff.length > 0 &&
      low(`image repository ${repository}: other images expire; one that a rollback needs may be among them`),
  );
}

export function describeLogGroup(details: ChangeDetails): readonly Effect[] {
  const { change, name, before, after, changed } = details;
  const group = `log group ${name}`;
  if (change.action === "destroy" && isOn(before.skip_destroy)) return [];
  if (details.isRemoved)
    return [medium(`${group} ${change.action === "replace" ? "replaced" : "destroyed"}: its logs are lost`)];
  if (!details.isUpdated || !changed("retention_in_days")) return [];
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

export function describeSecret(details: ChangeDetails): readonly Effect[] {
  const { change, name, before } = details;
  if (details.isRemoved) {
    const days = number(before.recovery_window_in_days) ?? 30;
    const when = days === 0 ? "at once and for ever" : `for ever after ${count(days, "day")}`;
    const verb = change.action === "replace" ? "replaced" : "destroyed";
    return [high(`secret ${name} will be ${verb}: its value is lost ${when}, tasks that read it cannot start`)];
  }
  return [];
}

export function describeSecretVersion({ change, diff, name }: ChangeDetails): readonly Effect[] {
  const isNew = change.action === "replace" || (change.action === "update" && diff.length > 0);
  return say(
    isNew && medium(`secret value ${name} changes: running tasks keep the old one until they are replaced`),
    change.action === "destroy" && medium(`secret value ${name} destroyed: tasks that read it cannot start`),
  );
}

export function describeKey(details: ChangeDetails): readonly Effect[] {
  const { change, name, before, isUpdated, after } = details;
  const key = `KMS key ${text(before.description) || text(after.description) || name}`;
  if (details.isRemoved) {
    const days = number(before.deletion_window_in_days) ?? 30;
    const verb = change.action === "replace" ? "replaced" : "destroyed";
    return [
      high(`${key} ${verb}: the old key is deleted in ${count(days, "day")}; what it encrypts can never be read again`),
    ];
  }
  return say(
    isUpdated &&
      before.is_enabled === true &&
      after.is_enabled === false &&
      high(`${key} is disabled: what it encrypts cannot be read`),
  );
}

export function describeParameter({ change, name, changed, isUpdated }: ChangeDetails): readonly Effect[] {
  const words = `SSM parameter ${name}`;
  return say(
    change.action === "destroy" && medium(`${words} destroyed: what reads it fails`),
    isUpdated && changed("value", "insecure_value") && low(`${words} changes: what reads it gets another value`),
  );
}
