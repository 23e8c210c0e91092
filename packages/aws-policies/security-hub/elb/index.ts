import type { Control } from "../shared/control";
import { elbAccessLogs } from "./elb-access-logs";
import { elbDeletionProtection } from "./elb-deletion-protection";
import { elbDesyncMitigation } from "./elb-desync-mitigation";
import { elbDropInvalidHeaders } from "./elb-drop-invalid-headers";
import { elbEncryptedHealthCheck } from "./elb-encrypted-health-check";
import { elbEncryptedListener } from "./elb-encrypted-listener";
import { elbEncryptedTargets } from "./elb-encrypted-targets";
import { elbHttpRedirects } from "./elb-http-redirects";
import { elbModernTls } from "./elb-modern-tls";
import { elbMultipleZones } from "./elb-multiple-zones";
import { elbWebApplicationFirewall } from "./elb-web-application-firewall";

/** Controls for Elastic Load Balancing. */
export const elb: readonly Control[] = [
  elbAccessLogs,
  elbDeletionProtection,
  elbDesyncMitigation,
  elbDropInvalidHeaders,
  elbEncryptedHealthCheck,
  elbEncryptedListener,
  elbEncryptedTargets,
  elbHttpRedirects,
  elbModernTls,
  elbMultipleZones,
  elbWebApplicationFirewall,
];
