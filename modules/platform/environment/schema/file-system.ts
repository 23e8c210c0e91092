import { z } from "./zod";
import * as limits from "../../../../aws/file-systems";
import { text, whole } from "./forms";

const id = whole(limits.posixId.minimum, limits.posixId.maximum, "");
const tieringDays = z.literal(limits.tieringDays, { error: `days that EFS offers: ${limits.tieringDays.join(", ")}` });

/** An EFS file system, which tasks on any instance share. */
export const fileSystem = z.strictObject({
  /** @default - `<application>-<environment>`, with the key of `fileSystems` */
  name: text(limits.fileSystemName).optional(),
  /** What containers mount, by name. */
  accessPoints: z
    .record(
      text(limits.accessPointName),
      z.strictObject({
        /** 1 to 4 directories, such as `/uploads`; created at the first mount. */
        path: text(limits.accessPointPath),
        /** User of all files. */
        uid: id,
        /** Group of all files. */
        gid: id,
        /** Permissions with which the directory is created, in octal. @default "0750" */
        permissions: text(limits.posixPermissions).optional(),
      }),
    )
    .refine((points) => Object.keys(points).length > 0, { error: "at least one access point" }),
  /** @default - "elastic": paid by what is read and written */
  throughput: z
    .union(
      [
        z.enum(["elastic", "bursting"]),
        z.strictObject({
          provisionedMiBps: whole(limits.provisionedMiBps.minimum, limits.provisionedMiBps.maximum, "MiB/s"),
        }),
      ],
      { error: "elastic, bursting or { provisionedMiBps }" },
    )
    .optional(),
  /** When files move to cheaper storage classes. @default - after 30 days without a read, and back at the next read */
  lifecycle: z
    .strictObject({
      /** Days without a read; false for never. @default 30 */
      infrequentAccessDays: z.union([z.literal(false), tieringDays]).optional(),
      /** Days without a read; elastic throughput only. @default - never */
      archiveDays: tieringDays.optional(),
      /** Whether a file that is read moves back. @default true */
      backOnAccess: z.boolean().optional(),
    })
    .optional(),
  /** Whether AWS Backup makes a backup every day and keeps it for 35 days. @default true */
  backups: z.boolean().optional(),
});
