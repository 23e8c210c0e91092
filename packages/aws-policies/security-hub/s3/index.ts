import type { Control } from "../shared/control";
import { s3AccessLogs } from "./s3-access-logs";
import { s3BlockPublicAccess } from "./s3-block-public-access";
import { s3EncryptedWithKms } from "./s3-encrypted-with-kms";
import { s3EventNotifications } from "./s3-event-notifications";
import { s3Lifecycle } from "./s3-lifecycle";
import { s3MfaDelete } from "./s3-mfa-delete";
import { s3NoAcls } from "./s3-no-acls";
import { s3NoForeignAdministration } from "./s3-no-foreign-administration";
import { s3NoPublicRead } from "./s3-no-public-read";
import { s3NoPublicWrite } from "./s3-no-public-write";
import { s3ObjectLock } from "./s3-object-lock";
import { s3Replication } from "./s3-replication";
import { s3TlsOnly } from "./s3-tls-only";
import { s3Versioning } from "./s3-versioning";
import { s3VersionsExpire } from "./s3-versions-expire";

/** Controls for Amazon S3. */
export const s3: readonly Control[] = [
  s3AccessLogs,
  s3BlockPublicAccess,
  s3EncryptedWithKms,
  s3EventNotifications,
  s3Lifecycle,
  s3MfaDelete,
  s3NoAcls,
  s3NoForeignAdministration,
  s3NoPublicRead,
  s3NoPublicWrite,
  s3ObjectLock,
  s3Replication,
  s3TlsOnly,
  s3Versioning,
  s3VersionsExpire,
];
