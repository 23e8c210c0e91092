import type { IGrantable } from "../iam/interfaces";
import type { IConnectable } from "../networking/interfaces";

/** A Valkey or Redis cache, created here (`new Cache`) or existing (`Cache.fromAttributes`). */
export interface ICache extends IConnectable {
  /** Id of the replication group. */
  readonly identifier: string;
  /** Host name of the primary, without the port. */
  readonly host: string;
  readonly port: number;
  /** `rediss://<host>:<port>`, without the password; `redis://` where it has no TLS. */
  readonly url: string;
  /** Secret whose value is the password of the user `default`; undefined where there is no password. */
  readonly passwordSecretArn: string | undefined;
  /** Secret whose value is the URL with the password, `rediss://:<password>@<host>:<port>`; undefined where there is none. */
  readonly urlSecretArn: string | undefined;
  /** Lets the role read the password and the URL with it. @throws UserError where the cache has no password */
  grantReadPassword(role: IGrantable): void;
}
