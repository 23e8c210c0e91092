import {
  DescribeImageScanFindingsCommand,
  type DescribeImageScanFindingsCommandOutput,
  type ECRClient,
} from "@aws-sdk/client-ecr";
import { awsError, nameOf } from "../../../lib/aws";

import { exitCodes, UserError } from "../../../packages/common/errors";
import { sleep } from "../../../packages/common/process";
import { plural } from "../../../packages/common/text";

export interface ScanOptions {
  readonly ecr: ECRClient;
  readonly repository: string;
  readonly tag: string;
  /** The image for the architecture that runs. */
  readonly digest: string;
  /** Why an image with critical findings, or one whose scan is not finished, is released nevertheless. @default - it is not */
  readonly accepted?: string;
  readonly say: (line: string) => void;
  /** Time that a scan which is under way has. @default 180000 milliseconds */
  readonly patience?: number;
  /** Milliseconds between looks. @default 5000 */
  readonly interval?: number;
}

/** Scans that are still to say something; ACTIVE is Amazon Inspector's word for one that is done and continues. */
const underWay = ["IN_PROGRESS", "PENDING"];
const done = ["COMPLETE", "ACTIVE"];

/**
 * Makes sure that the scan of an image found nothing critical. Unscanned images are reported and allowed.
 *
 * @returns what the scan says, in words
 * @throws UserError for critical findings, or a scan that does not end, unless there is a reason to accept them
 */
export async function checkScan(options: ScanOptions): Promise<string> {
  const { tag, accepted, say, patience = 180_000, interval = 5_000 } = options;
  const deadline = Date.now() + patience;
  let scan = await readScan(options);
  if (underWay.includes(statusOf(scan))) say(`waiting for the scan of ${tag}`);
  while (underWay.includes(statusOf(scan)) && Date.now() < deadline) {
    await sleep(interval);
    scan = await readScan(options);
  }
  if (scan === undefined) return `not scanned: scanning is not enabled for ${options.repository}`;
  const status = statusOf(scan);
  if (underWay.includes(status)) {
    if (accepted !== undefined) return `scan not finished; accepted: ${accepted}`;
    throw new UserError(
      `the scan of ${tag} is not finished yet: run it again in a few minutes, or accept it with --accept-findings "REASON"`,
      exitCodes.refused,
    );
  }
  if (!done.includes(status)) {
    return `not scanned: ${status}${scan.imageScanStatus?.description === undefined ? "" : `, ${scan.imageScanStatus.description}`}`;
  }
  const { CRITICAL: critical = 0, HIGH: high = 0 } = scan.imageScanFindings?.findingSeverityCounts ?? {};
  const others = high > 0 ? `, ${high} high` : "";
  if (critical === 0) return `no critical finding${others}`;
  const what = `${plural(critical, "critical finding")}${others}: ${namesOf(scan).join(", ")}`;
  if (accepted !== undefined) return `${what}; accepted: ${accepted}`;
  throw new UserError(
    `the scan of ${tag} has ${what}; fix the image, or accept them with --accept-findings "REASON"`,
    exitCodes.refused,
  );
}

const statusOf = (scan: DescribeImageScanFindingsCommandOutput | undefined): string =>
  scan?.imageScanStatus?.status ?? "";

async function readScan(options: ScanOptions): Promise<DescribeImageScanFindingsCommandOutput | undefined> {
  const { ecr, repository: repositoryName, digest: imageDigest } = options;
  try {
    return await ecr.send(
      new DescribeImageScanFindingsCommand({ repositoryName, imageId: { imageDigest }, maxResults: 1000 }),
    );
  } catch (error) {
    if (nameOf(error) === "ScanNotFoundException") return undefined;
    throw awsError(error, `read the scan of ${options.tag} in ${repositoryName}`);
  }
}

/** The first five critical findings, by name; basic scanning and Amazon Inspector write them differently. */
function namesOf({
  imageScanFindings: { findings = [], enhancedFindings = [] } = {},
}: DescribeImageScanFindingsCommandOutput) {
  const names = [
    ...findings.map(({ severity, name }) => ({ severity, name })),
    ...enhancedFindings.map(({ severity, title, packageVulnerabilityDetails }) => ({
      severity,
      name: packageVulnerabilityDetails?.vulnerabilityId ?? title,
    })),
  ].flatMap(({ severity, name }) => (severity === "CRITICAL" && name !== undefined ? [name] : []));
  return names.length > 5 ? [...names.slice(0, 5), `${names.length - 5} more`] : names;
}
