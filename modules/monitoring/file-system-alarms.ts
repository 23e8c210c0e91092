import type { Alarm, Metric } from "./alarm";
import { fieldOf, type Watched } from "./watched";

/** A file system of EFS. */
export interface WatchedFileSystem extends Watched {
  readonly fileSystemId: string;
  /** Whether its throughput is "bursting", which depends on credits. @default false */
  readonly bursting?: boolean;
  /** @default - those of `Monitoring` */
  readonly thresholds?: Partial<FileSystemThresholds>;
}

export interface FileSystemThresholds {
  /** Use of the operations a second that the file system allows, for 15 minutes. @default 90 */
  readonly fileSystemIoPercent?: number;
  /** Of the 2.1 TiB that a file system starts with, for 15 minutes. @default 192 */
  readonly fileSystemBurstCreditGiB?: number;
}

const GiB = 1024 ** 3;

/** Source: Amazon EFS User Guide, "CloudWatch metrics for Amazon EFS". */
export function fileSystemAlarms(
  fileSystem: WatchedFileSystem,
  thresholds: FileSystemThresholds,
): Record<string, Alarm> {
  const { fileSystemIoPercent = 90, fileSystemBurstCreditGiB = 192 } = thresholds;
  const metric = (metricName: string, statistic: Metric["statistic"]): Metric => ({
    namespace: "AWS/EFS",
    metricName,
    dimensions: { FileSystemId: fileSystem.fileSystemId },
    statistic,
  });
  return {
    "file-system-io-high": {
      watches: metric("PercentIOLimit", "Maximum"),
      threshold: fileSystemIoPercent,
      minutes: 15,
      // A file system that nobody mounts sends none.
      missingData: "notBreaching",
      description: `The file system uses over ${fileSystemIoPercent} % of its operations a second for 15 minutes, and slows down at 100: read and write fewer, larger blocks, or spread the files over two file systems.`,
    },
    ...(fileSystem.bursting && {
      "file-system-credits-low": {
        watches: metric("BurstCreditBalance", "Minimum"),
        comparison: "LessThanThreshold",
        threshold: fileSystemBurstCreditGiB * GiB,
        minutes: 15,
        missingData: "notBreaching",
        description: `The file system has less than ${fileSystemBurstCreditGiB} GiB of burst credits, without which it is slow: set ${fieldOf("fileSystem", fileSystem, "throughput")} to "elastic".`,
      } satisfies Alarm,
    }),
  };
}
