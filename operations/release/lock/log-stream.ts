import {
  CreateLogStreamCommand,
  DeleteLogStreamCommand,
  DescribeLogStreamsCommand,
  PutLogEventsCommand,
  type CloudWatchLogsClient,
} from "@aws-sdk/client-cloudwatch-logs";
import { awsError, nameOf } from "../../../lib/aws";
import { exitCodes, UserError } from "../../../packages/common/errors";
import { lastLines } from "../../../lib/ecs/log-stream";
import type { LockStore } from "./lock";

/**
 * A lock for environments without a state bucket: a log stream of the service's log group, of which CloudWatch Logs makes one of a
 * name and refuses the second.
 */
export function logStreamLock(logs: CloudWatchLogsClient, group: string, stream: string): LockStore {
  const place = `log group ${group}, stream ${stream}`;
  const at = { logGroupName: group, logStreamName: stream };
  const write = (message: string) =>
    logs.send(new PutLogEventsCommand({ ...at, logEvents: [{ timestamp: Date.now(), message }] }));
  return {
    place,
    async create(text) {
      try {
        await logs.send(new CreateLogStreamCommand(at));
      } catch (error) {
        if (nameOf(error) === "ResourceAlreadyExistsException") return false;
        if (nameOf(error) === "ResourceNotFoundException") {
          throw new UserError(`there is no log group ${group} yet: deploy the service first`, exitCodes.refused);
        }
        throw awsError(error, `lock the release in ${place}`);
      }
      await write(text);
      return true;
    },
    async read() {
      const [text] = await lastLines(logs, { group, stream }, 1);
      if (text !== undefined) return text;
      // What was written a moment ago may not be readable yet.
      const { logStreams = [] } = await logs
        .send(new DescribeLogStreamsCommand({ logGroupName: group, logStreamNamePrefix: stream }))
        .catch((error: unknown) => {
          // Nothing was deployed, so nothing was released.
          if (nameOf(error) === "ResourceNotFoundException") return { logStreams: [] };
          throw awsError(error, `read the lock, ${place}`);
        });
      return logStreams.some(({ logStreamName }) => logStreamName === stream) ? "" : undefined;
    },
    async renew(text) {
      await write(text);
    },
    async remove() {
      await logs.send(new DeleteLogStreamCommand(at)).catch((error: unknown) => {
        throw awsError(error, `remove the lock, ${place}`);
      });
    },
  };
}
