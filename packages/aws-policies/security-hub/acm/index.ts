import type { Control } from "../shared/control";
import { acmCertificateKeyLength } from "./acm-certificate-key-length";
import { acmCertificateRenewsItself } from "./acm-certificate-renews-itself";
import { acmCertificateTagged } from "./acm-certificate-tagged";

/** Controls for AWS Certificate Manager. */
export const acm: readonly Control[] = [acmCertificateKeyLength, acmCertificateRenewsItself, acmCertificateTagged];
