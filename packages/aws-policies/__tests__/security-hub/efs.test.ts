import { efs } from "../../security-hub/efs";
import { one, promisesOf, tagCase } from "./table";

const type = "aws_efs_file_system";
const accessPoint = "aws_efs_access_point";
const mountTarget = "aws_efs_mount_target";
const backups = (status: string) => ({
  aws_efs_backup_policy: { a: { file_system_id: "${aws_efs_file_system.this.id}", backup_policy: { status } } },
});
const mountedIn = (subnet: Readonly<Record<string, unknown>>) =>
  one(mountTarget, { subnet_id: "${aws_subnet.a.id}" }, { aws_subnet: { a: subnet } });

const promises = promisesOf(efs, {
  "efs-access-point-directory": {
    pass: [one(accessPoint, { root_directory: { path: "/uploads" } })],
    fail: {
      "root_directory.path must be a directory, got nothing": one(accessPoint),
      'root_directory.path must be a directory, got "/"': one(accessPoint, { root_directory: { path: "/" } }),
    },
  },
  "efs-access-point-tagged": tagCase(accessPoint),
  "efs-access-point-user": {
    pass: [one(accessPoint, { posix_user: { uid: 0, gid: 0 } })],
    fail: { "posix_user must be set, got nothing": one(accessPoint) },
  },
  "efs-automatic-backups": {
    pass: [one(type, {}, backups("ENABLED"))],
    fail: { "no aws_efs_backup_policy turns backups on": one(type, {}, backups("DISABLED")) },
  },
  "efs-backup-plan": {
    pass: [
      one(type, {}, backups("ENABLED")),
      one(
        type,
        {},
        { aws_backup_selection: { a: { resources: ["${aws_efs_file_system.this.arn}"] } }, ...backups("DISABLED") },
      ),
      one(
        type,
        { tags: { Backup: "daily" } },
        { aws_backup_selection: { a: { selection_tag: [{ key: "Backup", value: "daily" }] } } },
      ),
    ],
    fail: { "no aws_backup_selection takes it": one(type) },
  },
  "efs-encrypted": {
    pass: [one(type, { encrypted: true })],
    fail: { "encrypted must be true, got nothing": one(type) },
  },
  "efs-encrypted-with-kms": {
    pass: [one(type, { kms_key_id: "${aws_kms_key.a.arn}" })],
    fail: { "kms_key_id must be set, got nothing": one(type, { encrypted: true }) },
  },
  "efs-mount-target-subnets": {
    pass: [mountedIn({}), mountedIn({ map_public_ip_on_launch: false })],
    fail: { "aws_subnet.a gives out public addresses": mountedIn({ map_public_ip_on_launch: true }) },
    notApplicable: { "its subnet is not in these stacks": one(mountTarget, { subnet_id: "subnet-1" }) },
  },
});

test.each(promises)("%s", (_, actual, expected) => expect(actual()).toEqual(expected));
