import type { Control } from "../shared/control";
import { cloudwatchAlarmActs } from "./cloudwatch-alarm-acts";
import { cloudwatchAlarmEnabled } from "./cloudwatch-alarm-enabled";
import { cloudwatchLogRetention } from "./cloudwatch-log-retention";

/** Controls for Amazon CloudWatch. */
export const cloudwatch: readonly Control[] = [cloudwatchAlarmActs, cloudwatchAlarmEnabled, cloudwatchLogRetention];
