import { z } from "./zod";

const amount = (unit: string) => z.number({ error: unit }).min(0, { error: `0 or more ${unit}` });

/** What an estimate of the cost assumes by the month, where nothing in the environment says it. @default - a small application */
export const cost = z
  .strictObject({
    /** Requests to the load balancer, on average. @default 10 */
    requestsPerSecond: amount("requests a second").optional(),
    /** GiB that the load balancer sends to the internet. @default 200 */
    egressGiB: amount("GiB").optional(),
    /** GiB that pass the NAT gateways. @default 50 */
    natGiB: amount("GiB").optional(),
    /** GiB that pass interface endpoints. @default 50 */
    endpointGiB: amount("GiB").optional(),
    /** GiB of logs that CloudWatch takes in. @default 20 */
    logsGiB: amount("GiB").optional(),
    /** GiB that all buckets hold. @default 100 */
    storedGiB: amount("GiB").optional(),
    /** GiB that all image repositories hold. @default 10 */
    imagesGiB: amount("GiB").optional(),
    /** GiB that all file systems hold. @default 10 */
    fileSystemGiB: amount("GiB").optional(),
    /** Dollars a month: a review warns about a change with which the environment may cost more. @default - no limit */
    maximum: amount("dollars").optional(),
  })
  .optional();
