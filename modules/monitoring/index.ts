export type { TopicProps } from "./topic";
export type { WatchedCache } from "./cache-alarms";
export type { WatchedDatabase } from "./database-alarms";
export type { EventSource, WatchedEvents } from "./events";
export type { WatchedFileSystem } from "./file-system-alarms";
export { Monitoring, type MonitoringProps, type Thresholds, type WatchedJobs, type WatchedLog } from "./monitoring";
export type { WatchedQueue } from "./queue-alarms";
export type { WatchedCapacity, WatchedService } from "./service-alarms";
export type { Traffic } from "./traffic";
