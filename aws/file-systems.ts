/** Rules of Amazon EFS. Source: EFS API, `CreateFileSystem`, `CreateAccessPoint` and `PutLifecycleConfiguration`. */

import type { NameForm } from "./limits";

/** NFS; a mount target has no other port. */
export const fileSystemPort = 2049;

/** Becomes the tag `Name`, and part of the names of security groups and of statement ids. */
export const fileSystemName: NameForm = {
  pattern: /^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/,
  allowed: "1 to 64 letters, digits and hyphens, beginning with a letter or digit",
};

export const accessPointName: NameForm = {
  pattern: /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/,
  allowed: "lower case letters, digits and single hyphens, beginning with a letter",
};

/** The root of the file system is valid for EFS, and left out: an access point that shows everything separates nothing. */
export const accessPointPath: NameForm = {
  pattern: /^(?=.{2,100}$)(?:\/(?!\.)[^$#<>;`|&?{}^*/\n]+){1,4}$/,
  allowed: "1 to 4 directories, for example /uploads, without $ # < > ; ` | & ? { } ^ *",
};

export const posixPermissions: NameForm = { pattern: /^[0-7]{3,4}$/, allowed: "3 or 4 octal digits, for example 0750" };

export const posixId = { minimum: 0, maximum: 4_294_967_295 };

/** Days without a read after which EFS moves a file to a cheaper storage class. */
export const tieringDays = [1, 7, 14, 30, 60, 90, 180, 270, 365] as const;

/** `AFTER_30_DAYS`, as EFS names it. */
export const afterDays = (days: number): string => `AFTER_${days}_DAY${days === 1 ? "" : "S"}`;

/** MiB/s. Source: EFS quotas, "Provisioned Throughput" in the regions with the most. */
export const provisionedMiBps = { minimum: 1, maximum: 10_240, unit: "MiB/s" };
