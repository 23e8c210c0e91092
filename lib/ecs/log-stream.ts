import {
  GetLogEventsCommand,
  type CloudWatchLogsClient,
  type GetLogEventsCommandOutput,
} from "@aws-sdk/client-cloudwatch-logs";
import { awsError, nameOf } from "../aws";

/** A log stream of CloudWatch Logs, read as it grows. */
export class LogStream {
  private token: string | undefined;

  constructor(
    private readonly logs: CloudWatchLogsClient,
    private readonly at: { readonly group: string; readonly stream: string },
  ) {}

  /** The lines that came since the last time; none where the stream is not there yet. */
  async read(): Promise<readonly string[]> {
    const lines: string[] = [];
    for (;;) {
      const { events = [], nextForwardToken } = await this.page();
      lines.push(...events.map(({ message = "" }) => message.replace(/\n$/, "")));
      // At the end of a stream CloudWatch Logs answers with the token it was asked with.
      if (nextForwardToken === undefined || nextForwardToken === this.token) return lines;
      this.token = nextForwardToken;
    }
  }

  private async page(): Promise<Partial<GetLogEventsCommandOutput>> {
    const { group: logGroupName, stream: logStreamName } = this.at;
    const input = { logGroupName, logStreamName, startFromHead: true, nextToken: this.token };
    try {
      return await this.logs.send(new GetLogEventsCommand(input));
    } catch (error) {
      // The stream begins with the first line that the container writes.
      if (nameOf(error) === "ResourceNotFoundException") return {};
      throw awsError(error, `read the log ${logGroupName}, stream ${logStreamName}`);
    }
  }
}

/** The last lines of a stream; none where there is no such stream. */
export async function lastLines(
  logs: CloudWatchLogsClient,
  { group, stream }: { readonly group: string; readonly stream: string },
  count: number,
): Promise<readonly string[]> {
  try {
    const { events = [] } = await logs.send(
      new GetLogEventsCommand({ logGroupName: group, logStreamName: stream, startFromHead: false, limit: count }),
    );
    return events.map(({ message = "" }) => message.replace(/\n$/, ""));
  } catch (error) {
    if (nameOf(error) === "ResourceNotFoundException") return [];
    throw awsError(error, `read the log ${group}, stream ${stream}`);
  }
}
