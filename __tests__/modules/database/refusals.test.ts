import type { DatabaseProps } from "../../../modules/database";
import { EncryptionKey } from "../../../modules/encryption";
import { testStack } from "../../../packages/jest-terraform";
import { databaseIn, databaseStack } from "./parts";

const refusals: [what: string, props: Partial<DatabaseProps>, message: string][] = [
  [
    "an identifier RDS does not take",
    { identifier: "Shop" },
    'identifier must be 1 to 63 lower case letters, digits and single hyphens, beginning with a letter, not ending with a hyphen, got "Shop".',
  ],
  [
    "a database name PostgreSQL would quote",
    { databaseName: "my-shop" },
    'databaseName must be 1 to 63 letters, digits and underscores, beginning with a letter, got "my-shop".',
  ],
  [
    "a user RDS keeps for itself",
    { username: "rdsadmin" },
    'username must be a name RDS does not reserve, got "rdsadmin".',
  ],
  [
    "a user that PostgreSQL alone reserves, in any case",
    { username: "PG_monitor" },
    'username must be a name RDS does not reserve, got "PG_monitor".',
  ],
  [
    "a long user of MySQL",
    { engine: "mysql", engineVersion: "8.4", username: "a_user_of_17_long" },
    'username must be 1 to 16 letters, digits and underscores, beginning with a letter, got "a_user_of_17_long".',
  ],
  [
    "a major version that RDS no longer creates",
    { engineVersion: "12" },
    'engineVersion must be 13, 14, 15, 16, 17 or 18, or one of their minor versions, got "12".',
  ],
  [
    "a version of another engine",
    { engine: "mysql", engineVersion: "17" },
    'engineVersion must be 8.0 or 8.4, or one of their minor versions, got "17".',
  ],
  [
    "a minor version that is not there",
    { engineVersion: "17.99" },
    'engineVersion must be 17, 17.2, 17.4, 17.5, 17.6, 17.7, 17.8 or 17.9; or { unlisted: "17.10" } for a minor version that RDS added after 2026-05-20, got "17.99".',
  ],
  [
    "an unlisted version that is no minor one",
    { engineVersion: { unlisted: "17" } },
    'engineVersion must be 17, 17.2, 17.4, 17.5, 17.6, 17.7, 17.8 or 17.9; or { unlisted: "17.10" } for a minor version that RDS added after 2026-05-20, got {"unlisted":"17"}.',
  ],
  [
    "an instance type of EC2",
    { instanceClass: "m7g.large" },
    'instanceClass must be an RDS instance class such as db.m7g.large, db.m7g.xlarge, db.m7g.2xlarge, db.m7g.4xlarge; or { unlisted: "..." } for one that RDS added after 2026-05-20, got "m7g.large".',
  ],
  [
    "a size that its family lacks",
    { instanceClass: "db.m7g.nano" },
    'instanceClass must be an RDS instance class such as db.m7g.large, db.m7g.xlarge, db.m7g.2xlarge, db.m7g.4xlarge; or { unlisted: "..." } for one that RDS added after 2026-05-20, got "db.m7g.nano".',
  ],
  [
    "a family that no current version takes",
    { instanceClass: "db.m3.medium" },
    'instanceClass must be an RDS instance class such as db.m7g.large, db.m7i.large, db.m8g.large, db.m8gd.large; or { unlisted: "..." } for one that RDS added after 2026-05-20, got "db.m3.medium".',
  ],
  [
    "a parameter in capitals",
    { parameters: { Work_Mem: 1 } },
    'parameters.Work_Mem must be the name of a parameter: lower case letters, digits and . _ -, beginning with a letter, got "Work_Mem".',
  ],
  [
    "a replica whose name makes no identifier",
    { replicas: { reports_: {} } },
    'replicas.reports_ must be a name with which the identifier "shop-reports_" is 1 to 63 lower case letters, digits and single hyphens, beginning with a letter, not ending with a hyphen, got "reports_".',
  ],
  [
    "a replica of a class that is not there",
    { replicas: { reports: { instanceClass: "db.m7g.nano" } } },
    'replicas.reports.instanceClass must be an RDS instance class such as db.m7g.large, db.m7g.xlarge, db.m7g.2xlarge, db.m7g.4xlarge; or { unlisted: "..." } for one that RDS added after 2026-05-20, got "db.m7g.nano".',
  ],
  [
    "a replica in a region",
    { replicas: { reports: { zone: "eu-central-1" } } },
    'replicas.reports.zone must be an availability zone such as eu-central-1a, got "eu-central-1".',
  ],
  [
    "a zone for a replica that has two",
    { replicas: { reports: { zone: "eu-central-1a", multiAz: true } } },
    'replicas.reports.zone must be left out where multiAz is true, because RDS chooses both zones, got "eu-central-1a".',
  ],
  [
    "more replicas than RDS allows",
    { replicas: Object.fromEntries(Array.from({ length: 16 }, (_, index) => [`r${index}`, {}])) },
    "replicas must be at most 15, got 16.",
  ],
  ["too little storage", { storageGiB: 10 }, "storageGiB must be a whole number from 20 to 65536 GiB, got 10."],
  [
    "storage that could grow by less than RDS allows",
    { storageGiB: 100, maximumStorageGiB: 105 },
    "maximumStorageGiB must be storageGiB 100, for no growth, or at least 110, got 105.",
  ],
  ["a port RDS does not take", { port: 80 }, "port must be a whole number from 1150 to 65535, got 80."],
  ["no backups", { backupRetentionDays: 0 }, "backupRetentionDays must be a whole number from 1 to 35 days, got 0."],
  [
    "days that Performance Insights does not offer",
    { performanceInsightsRetentionDays: 30 },
    "performanceInsightsRetentionDays must be one of 7, 31, 62, 93, 124, 155, 186, 217, 248, 279, 310, 341, 372, 403, 434, 465, 496, 527, 558, 589, 620, 651, 682, 713, 731, got 30.",
  ],
  [
    "an interval that RDS does not offer",
    { monitoringIntervalSeconds: 2 as 1 },
    "monitoringIntervalSeconds must be one of 0, 1, 5, 10, 15, 30, 60, got 2.",
  ],
  [
    "a secret's name that ends like an ARN",
    { password: { secretName: "shop-abc123" } },
    'password.secretName must be 1 to 512 letters, digits and / _ + = . @ -, not ending with a hyphen and six characters, got "shop-abc123".',
  ],
  [
    "a backup window without minutes",
    { backupWindow: "3-4" },
    'backupWindow must be hh:mm-hh:mm in UTC, such as 03:00-04:00, got "3-4".',
  ],
  [
    "a maintenance window without days",
    { maintenanceWindow: "04:30-05:30" },
    'maintenanceWindow must be ddd:hh:mm-ddd:hh:mm in UTC, such as sun:04:30-sun:05:30, got "04:30-05:30".',
  ],
  [
    "a backup window shorter than half an hour",
    { backupWindow: "03:00-03:29" },
    'backupWindow must be at least 30 minutes, got "03:00-03:29".',
  ],
  [
    "a maintenance window shorter than half an hour",
    { maintenanceWindow: "sun:04:30-sun:04:30" },
    'maintenanceWindow must be at least 30 minutes, got "sun:04:30-sun:04:30".',
  ],
];

test.each(refusals)("%s is refused at synth", (_, props, message) => {
  expect(() => databaseStack(props)).toThrow(`test/database: ${message}`);
});

test("a password version below 1 is refused at synth", () => {
  expect(() => databaseStack({ password: { secretName: "shop/PASSWORD", version: 0 } })).toThrow(
    /^test\/database\/password: version must be a whole number from 1 to \d+, got 0\.$/,
  );
});

test("a key that CloudWatch Logs may not use is refused at synth", () => {
  const fill = () =>
    testStack((scope) => {
      const encryptionKey = new EncryptionKey(scope, "other-key", { alias: "other", description: "Other" });
      databaseIn(scope, { encryptionKey });
    });
  expect(fill).toThrow(
    'test/database: encryptionKey must be a key that logs.eu-central-1.amazonaws.com may use, got "test/other-key".',
  );
});

describe("an instance class that the region lacks", () => {
  const inRegion = (props: Partial<DatabaseProps>) => () =>
    testStack((scope) => void databaseIn(scope, props), { region: "ca-west-1" });

  test("is refused at synth, with classes that it has", () => {
    expect(inRegion({ instanceClass: "db.m7g.large" })).toThrow(
      'test/database: instanceClass must be an RDS instance class that ca-west-1 has, such as db.m6gd.large, db.m6i.large, db.m6id.large; or { unlisted: "db.m7g.large" } if RDS added it there after 2026-05-20, got "db.m7g.large".',
    );
    expect(
      inRegion({ instanceClass: "db.m6g.large", replicas: { reports: { instanceClass: "db.t4g.large" } } }),
    ).toThrow(
      "test/database: replicas.reports.instanceClass must be an RDS instance class that ca-west-1 has, such as db.t3.large;",
    );
  });

  test("is taken where it is marked as unlisted", () => {
    expect(inRegion({ instanceClass: { unlisted: "db.m7g.large" } })).not.toThrow();
  });
});

describe("the two windows", () => {
  const windows = (backupWindow: string, maintenanceWindow: string) => () =>
    databaseStack({ backupWindow, maintenanceWindow });

  test.each([
    ["03:00-04:00", "sun:03:30-sun:04:30"],
    ["03:00-04:00", "wed:02:00-wed:05:00"],
    ["03:00-04:00", "sat:23:00-sun:03:01"],
    ["23:30-00:30", "mon:00:00-mon:01:00"],
    ["23:30-00:30", "sun:23:00-mon:00:00"],
  ])("may not overlap: backup %s, maintenance %s", (backup, maintenance) => {
    expect(windows(backup, maintenance)).toThrow(
      `test/database: maintenanceWindow must be apart from backupWindow ${backup}, got "${maintenance}".`,
    );
  });

  test.each([
    ["03:00-04:00", "sun:04:00-sun:05:00"],
    ["03:00-04:00", "sun:02:00-sun:03:00"],
    ["23:30-00:30", "mon:00:30-mon:01:30"],
    ["23:30-00:30", "sun:01:00-sun:23:30"],
  ])("may follow each other: backup %s, maintenance %s", (backup, maintenance) => {
    expect(windows(backup, maintenance)).not.toThrow();
  });
});
