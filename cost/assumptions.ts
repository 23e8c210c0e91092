/** What nobody can read from a configuration, by the month where it says nothing else. */
export interface Assumptions {
  /** Requests to the load balancer, on average. */
  readonly requestsPerSecond: number;
  /** What the load balancer sends to the internet. */
  readonly egressGiB: number;
  /** What passes the NAT gateways. */
  readonly natGiB: number;
  /** What passes interface endpoints. */
  readonly endpointGiB: number;
  /** What all log groups take in. */
  readonly logsGiB: number;
  /** What all buckets hold. */
  readonly storedGiB: number;
  /** What all image repositories hold. */
  readonly imagesGiB: number;
  /** What all file systems hold. */
  readonly fileSystemGiB: number;
}

/** A small application with some traffic. */
export const defaultAssumptions: Assumptions = {
  requestsPerSecond: 10,
  egressGiB: 200,
  natGiB: 50,
  endpointGiB: 50,
  logsGiB: 20,
  storedGiB: 100,
  imagesGiB: 10,
  fileSystemGiB: 10,
};

/** In words and in this order, for a report. */
export const assumptionNames: Readonly<Record<keyof Assumptions, string>> = {
  requestsPerSecond: "requests a second",
  egressGiB: "GiB to the internet",
  natGiB: "GiB through NAT gateways",
  endpointGiB: "GiB through interface endpoints",
  logsGiB: "GiB of logs",
  storedGiB: "GiB in buckets",
  imagesGiB: "GiB of images",
  fileSystemGiB: "GiB in file systems",
};
