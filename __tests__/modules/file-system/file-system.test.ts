import { EfsAccessPoint } from "@cdktf/provider-aws/lib/efs-access-point";
import { EfsBackupPolicy } from "@cdktf/provider-aws/lib/efs-backup-policy";
import { EfsFileSystem } from "@cdktf/provider-aws/lib/efs-file-system";
import { EfsFileSystemPolicy } from "@cdktf/provider-aws/lib/efs-file-system-policy";
import { EfsMountTarget } from "@cdktf/provider-aws/lib/efs-mount-target";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { EncryptionKey } from "../../../modules/encryption";
import { FileSystem, type FileSystemProps } from "../../../modules/file-system";
import { Role } from "../../../modules/iam";
import { Network } from "../../../modules/networking";
import { absent, jsonString, referenceTo, testStack } from "../../../packages/jest-terraform";
import { policies } from "../../../policies/policies";

const stackWith = (props: Partial<FileSystemProps> = {}, use: (files: FileSystem, role: Role) => void = () => {}) =>
  testStack((scope) => {
    const network = Network.fromAttributes(scope, "network", {
      vpcId: "vpc-1",
      publicSubnetIds: [],
      privateSubnetIds: ["subnet-1", "subnet-2"],
      isolatedSubnetIds: [],
    });
    const encryptionKey = new EncryptionKey(scope, "key", { alias: "files", description: "Files" });
    const accessPoints = { uploads: { path: "/uploads", uid: 1000, gid: 1001 } };
    const files = new FileSystem(scope, "files", { name: "shop", network, encryptionKey, accessPoints, ...props });
    const account = "123456789012";
    const sourceArn = `arn:aws:ecs:eu-central-1:${account}:*`;
    const role = { name: "web", description: "Web", service: "ecs-tasks.amazonaws.com", account, sourceArn } as const;
    use(files, new Role(scope, "web", role));
  });

describe("a file system with only what it needs", () => {
  const stack = stackWith();

  test("is encrypted with the key, elastic and not destroyed", () => {
    expect(stack).toHaveResource(EfsFileSystem, {
      encrypted: true,
      kmsKeyId: referenceTo(KmsKey, "arn"),
      performanceMode: "generalPurpose",
      throughputMode: "elastic",
      provisionedThroughputInMibps: absent(),
      tags: { Name: "shop" },
      lifecycle: { prevent_destroy: true },
    });
  });

  test("moves files to Infrequent Access after 30 days without a read, and back at the next", () => {
    expect(stack.resource(EfsFileSystem).properties.lifecycle_policy).toEqual([
      { transition_to_ia: "AFTER_30_DAYS" },
      { transition_to_primary_storage_class: "AFTER_1_ACCESS" },
    ]);
  });

  test("is backed up", () => {
    expect(stack).toHaveResource(EfsBackupPolicy, {
      fileSystemId: referenceTo(EfsFileSystem),
      backupPolicy: { status: "ENABLED" },
    });
  });

  test("has a mount target in each private subnet, behind its security group, after its policy", () => {
    const targets = stack.everyResource(EfsMountTarget);
    expect(targets.map(({ properties }) => properties.subnet_id)).toEqual(["subnet-1", "subnet-2"]);
    expect(targets).toMatchProperties({
      fileSystemId: referenceTo(EfsFileSystem),
      securityGroups: [referenceTo(SecurityGroup)],
      dependsOn: [stack.resource(EfsFileSystemPolicy).address],
    });
  });

  test("is reached over TLS alone, and by nobody who is not granted it", () => {
    const arn = `\${${stack.resource(EfsFileSystem).address}.arn}`;
    expect(stack).toHaveResource(EfsFileSystemPolicy, {
      policy: jsonString({
        Statement: [
          {
            Sid: "DenyUnencryptedTransport",
            Effect: "Deny",
            Principal: { AWS: "*" },
            Action: "*",
            Resource: arn,
            Condition: { Bool: { "aws:SecureTransport": "false" } },
          },
        ],
      }),
    });
    expect(stack).toHaveNoResource("aws_vpc_security_group_ingress_rule");
  });

  test("has an access point whose files belong to one user", () => {
    expect(stack).toHaveResource(EfsAccessPoint, {
      posixUser: { uid: 1000, gid: 1001 },
      rootDirectory: { path: "/uploads", creation_info: { owner_uid: 1000, owner_gid: 1001, permissions: "0750" } },
      tags: { Name: "shop-uploads" },
    });
  });

  test("satisfies every policy", () => {
    expect(stack).toSatisfyPolicies(policies);
  });

  test("has no dangling references", () => {
    expect(stack).not.toHaveDanglingReferences();
  });
});

describe("a file system with every option", () => {
  const stack = stackWith({
    accessPoints: {
      uploads: { path: "/shop/uploads", uid: 0, gid: 0, permissions: "0700" },
      "big-files": { path: "/big", uid: 1000, gid: 1000 },
    },
    lifecycle: { infrequentAccessDays: 1, archiveDays: 90, backOnAccess: false },
    backups: false,
    deletionProtection: false,
  });

  test("has each value where EFS reads it", () => {
    expect(stack).toHaveResource(EfsFileSystem, {
      lifecyclePolicy: [{ transition_to_ia: "AFTER_1_DAY" }, { transition_to_archive: "AFTER_90_DAYS" }],
      lifecycle: absent(),
    });
    expect(stack).toHaveResource(EfsBackupPolicy, { backupPolicy: { status: "DISABLED" } });
    expect(stack.resource(EfsAccessPoint, { path: "files/access-point-uploads" })).toMatchProperties({
      rootDirectory: { path: "/shop/uploads", creation_info: { permissions: "0700" } },
    });
  });
});

test.each([
  [{ throughput: "bursting" }, { throughputMode: "bursting", provisionedThroughputInMibps: absent() }],
  [{ throughput: { provisionedMiBps: 64 } }, { throughputMode: "provisioned", provisionedThroughputInMibps: 64 }],
] as const)("throughput can be %j", (props, expected) => {
  expect(stackWith(props)).toHaveResource(EfsFileSystem, expected);
});

test("files that never move have no policy to move them back", () => {
  expect(stackWith({ lifecycle: { infrequentAccessDays: false } }).resource(EfsFileSystem).properties).toMatchObject({
    lifecycle_policy: [],
  });
});

describe("a grant to mount", () => {
  const mounted = (use: (files: FileSystem, role: Role) => void) => {
    const accessPoints = {
      uploads: { path: "/uploads", uid: 1, gid: 1 },
      "big-files": { path: "/big", uid: 1, gid: 1 },
    };
    const stack = stackWith({ accessPoints }, use);
    const resource = `\${${stack.resource(EfsFileSystem).address}.arn}`;
    const through = (path: string) => ({
      resource,
      condition: {
        StringEquals: {
          "elasticfilesystem:AccessPointArn": `\${${stack.resource(EfsAccessPoint, { path: `files/${path}` }).address}.arn}`,
        },
      },
    });
    return { role: stack.resource(IamRole), through };
  };

  test("reaches one access point, for reading and writing", () => {
    const { role, through } = mounted((files, web) => files.grantMount(web, "uploads"));
    for (const action of ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"]) {
      expect(role).toAllowAction(action, through("access-point-uploads"));
      expect(role).not.toAllowAction(action, through("access-point-big-files"));
    }
    expect(role).not.toAllowAction("elasticfilesystem:ClientRootAccess", through("access-point-uploads"));
  });

  test("can be for reading alone", () => {
    const { role, through } = mounted((files, web) => files.grantMount(web, "big-files", { readOnly: true }));
    expect(role).toAllowAction("elasticfilesystem:ClientMount", through("access-point-big-files"));
    expect(role).not.toAllowAction("elasticfilesystem:ClientWrite", through("access-point-big-files"));
  });

  test("can be given for several access points", () => {
    const { role, through } = mounted((files, web) => {
      files.grantMount(web, "uploads");
      files.grantMount(web, "big-files", { readOnly: true });
    });
    expect(role).toAllowAction("elasticfilesystem:ClientWrite", through("access-point-uploads"));
    expect(role).not.toAllowAction("elasticfilesystem:ClientWrite", through("access-point-big-files"));
  });

  test("of an access point that is not there lists those that are", () => {
    expect(() => stackWith({}, (files, web) => files.grantMount(web, "images"))).toThrow(
      'test/files: accessPoint must be one of uploads, got "images".',
    );
  });
});

const point = { path: "/a", uid: 1, gid: 1 };
const rejections: [what: string, props: Partial<FileSystemProps>, message: string][] = [
  [
    "a name with spaces",
    { name: "my files" },
    'name must be 1 to 64 letters, digits and hyphens, beginning with a letter or digit, got "my files".',
  ],
  ["no access point", { accessPoints: {} }, "accessPoints must be at least one, got {}."],
  [
    "an access point in upper case",
    { accessPoints: { Uploads: point } },
    'accessPoints must be lower case letters, digits and single hyphens, beginning with a letter, got "Uploads".',
  ],
  [
    "an access point that shows the whole file system",
    { accessPoints: { all: { ...point, path: "/" } } },
    'accessPoints.all.path must be 1 to 4 directories, for example /uploads, without $ # < > ; ` | & ? { } ^ *, got "/".',
  ],
  [
    "a path of five directories",
    { accessPoints: { deep: { ...point, path: "/a/b/c/d/e" } } },
    'accessPoints.deep.path must be 1 to 4 directories, for example /uploads, without $ # < > ; ` | & ? { } ^ *, got "/a/b/c/d/e".',
  ],
  [
    "a negative user",
    { accessPoints: { all: { ...point, uid: -1 } } },
    "accessPoints.all.uid must be a whole number from 0 to 4294967295, got -1.",
  ],
  [
    "half a group",
    { accessPoints: { all: { ...point, gid: 0.5 } } },
    "accessPoints.all.gid must be a whole number from 0 to 4294967295, got 0.5.",
  ],
  [
    "permissions in letters",
    { accessPoints: { all: { ...point, permissions: "rwx" } } },
    'accessPoints.all.permissions must be 3 or 4 octal digits, for example 0750, got "rwx".',
  ],
  [
    "no throughput",
    { throughput: { provisionedMiBps: 0 } },
    "throughput.provisionedMiBps must be a whole number from 1 to 10240 MiB/s, got 0.",
  ],
  [
    "days that EFS does not offer",
    { lifecycle: { infrequentAccessDays: 10 as 7 } },
    "lifecycle.infrequentAccessDays must be one of 1, 7, 14, 30, 60, 90, 180, 270, 365, got 10.",
  ],
  [
    "an archive before Infrequent Access",
    { lifecycle: { archiveDays: 30 } },
    "lifecycle.archiveDays must be more than lifecycle.infrequentAccessDays (30), got 30.",
  ],
  [
    "an archive without elastic throughput",
    { throughput: "bursting", lifecycle: { archiveDays: 90 } },
    'throughput must be "elastic" where lifecycle.archiveDays is set, got "bursting".',
  ],
];

test.each(rejections)("%s is rejected at synth", (_, props, message) => {
  expect(() => stackWith(props)).toThrow(`test/files: ${message}`);
});
