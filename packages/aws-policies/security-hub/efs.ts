import { companionsOf, leadsTo } from "../../terraform-json";
import { fail, notApplicable, pass } from "../policy";
import { argumentOf, argumentsOf, isSet, must, requireArgument } from "./shared/arguments";
import { requireBackupPlan } from "./shared/backups";
import { control, type Control } from "./shared/control";
import { tagControl } from "./shared/tags";

/** Controls for Amazon EFS. */
export const efs: readonly Control[] = [
  control({
    id: "efs-access-point-directory",
    controls: { "EFS.3": "medium" },
    checkov: ["CKV_AWS_329"],
    title: "Access points show one directory of a file system",
    why: "Through an access point of the root, one application reads the files of all.",
    fix: 'Set root_directory.path to a directory other than "/".',
    types: ["aws_efs_access_point"],
    check: (accessPoint) => {
      const path = argumentOf(accessPoint, "root_directory.path") ?? "/";
      return path === "/"
        ? must("root_directory.path", "a directory", argumentOf(accessPoint, "root_directory.path"))
        : pass;
    },
  }),
  tagControl({
    id: "efs-access-point-tagged",
    control: "EFS.5",
    what: "EFS access points",
    types: ["aws_efs_access_point"],
  }),
  control({
    id: "efs-access-point-user",
    controls: { "EFS.4": "medium" },
    checkov: ["CKV_AWS_330"],
    title: "Access points act as one user of the file system",
    why: "Without one, a client chooses which user it is, root included.",
    fix: "Set posix_user with uid and gid.",
    types: ["aws_efs_access_point"],
    check: (accessPoint) => (isSet(accessPoint, "posix_user.uid") ? pass : fail("posix_user must be set, got nothing")),
  }),
  control({
    id: "efs-automatic-backups",
    controls: { "EFS.7": "medium" },
    title: "File systems are backed up automatically",
    why: "A deleted or encrypted directory comes back from a backup alone.",
    fix: 'Add an aws_efs_backup_policy with status "ENABLED".',
    types: ["aws_efs_file_system"],
    check: (fileSystem) => (hasAutomaticBackups(fileSystem) ? pass : fail("no aws_efs_backup_policy turns backups on")),
  }),
  // Automatic backups are a plan of AWS Backup's own, which takes file systems by a tag that EFS sets.
  control({
    id: "efs-backup-plan",
    controls: { "EFS.2": "medium" },
    checkov: ["CKV2_AWS_18"],
    title: "File systems are in a plan of AWS Backup",
    why: "A plan keeps copies outside the reach of who may delete the file system, and shows what is not covered.",
    fix: "Add the file system to an aws_backup_selection, or turn automatic backups on.",
    types: ["aws_efs_file_system"],
    check: (fileSystem, stacks) =>
      hasAutomaticBackups(fileSystem)
        ? pass
        : requireBackupPlan(
            fileSystem,
            stacks,
            "arn:aws:elasticfilesystem:eu-central-1:000000000000:file-system/fs-00000000",
          ),
  }),
  control({
    id: "efs-encrypted",
    controls: { "EFS.8": "medium" },
    checkov: ["CKV_AWS_42"],
    title: "File systems are encrypted at rest",
    why: "Whoever gets a copy of a disk or a backup reads every file.",
    fix: "Set encrypted to true; AWS takes it only for a new file system.",
    types: ["aws_efs_file_system"],
    check: (fileSystem) => requireArgument(fileSystem, "encrypted", true),
  }),
  control({
    id: "efs-encrypted-with-kms",
    controls: { "EFS.1": "medium" },
    checkov: ["CKV_AWS_184"],
    title: "File systems are encrypted with a customer key",
    why: "Only the key of an account can be taken away from everyone at once, and logs its use.",
    fix: "Set kms_key_id; AWS takes it only for a new file system.",
    types: ["aws_efs_file_system"],
    check: (fileSystem) => (isSet(fileSystem, "kms_key_id") ? pass : fail("kms_key_id must be set, got nothing")),
  }),
  control({
    id: "efs-mount-target-subnets",
    controls: { "EFS.6": "medium" },
    title: "Mount targets are not in subnets that give out public addresses",
    why: "Where instances get public addresses, the file system is one wrong rule away from the internet.",
    fix: "Set subnet_id to a private or isolated subnet.",
    types: ["aws_efs_mount_target"],
    check: (mountTarget) => {
      const subnets = leadsTo(mountTarget, "subnet_id", "aws_subnet");
      if (subnets.length === 0) return notApplicable("its subnet is not in these stacks");
      const open = subnets.find((subnet) => argumentsOf(subnet, "map_public_ip_on_launch").some(isTrue));
      return open === undefined ? pass : fail(`${open.address} gives out public addresses`);
    },
  }),
];

function hasAutomaticBackups(fileSystem: Parameters<typeof companionsOf>[0]): boolean {
  return companionsOf(fileSystem, "aws_efs_backup_policy", "file_system_id").some((policy) =>
    argumentsOf(policy, "backup_policy.status").includes("ENABLED"),
  );
}

const isTrue = (value: unknown): boolean => String(value) === "true";
