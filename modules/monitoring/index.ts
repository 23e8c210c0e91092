export type { TopicProps } from "./topic";
export { Monitoring, type MonitoringProps, type Thresholds } from "./monitoring";
