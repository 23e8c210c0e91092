import { lackOf, partitionOf, zonesOf } from "../../../aws/regions";
import { json, type CrossCheck, type Problem } from "./cross-check";

const zones: CrossCheck = {
  reads: ["region", "network"],
  problems: ({ region, network }) =>
    network.zones.flatMap((zone, index) =>
      zonesOf(region).includes(zone)
        ? []
        : [
            {
              path: `network.zones.${index}`,
              allowed: `a zone of ${region}: ${zonesOf(region).join(", ")}`,
              got: json(zone),
            },
          ],
    ),
};

/** What belongs to the application or is only text: it may name resources of another partition. */
const texts: readonly string[] = ["environment", "tags", "waivers", "destroyWaivers"];

/** An ARN of another partition: nothing in this region can use it. */
const partitions: CrossCheck = {
  reads: ["region"],
  problems: (environment) => {
    const partition = partitionOf(environment.region);
    const problemsIn = (value: unknown, path: string): readonly Problem[] => {
      if (typeof value === "string") {
        const other = /^arn:(aws[a-z-]*):/.exec(value)?.[1];
        return other === undefined || other === partition
          ? []
          : [
              {
                path,
                allowed: `an ARN of the partition ${partition}, which has ${environment.region}`,
                got: json(value),
              },
            ];
      }
      if (typeof value !== "object" || value === null) return [];
      return Object.entries(value)
        .filter(([field]) => !texts.includes(field))
        .flatMap(([field, inner]) => problemsIn(inner, path === "" ? field : `${path}.${field}`));
    };
    return problemsIn(environment, "");
  },
};

const slack: CrossCheck = {
  reads: ["region", "alerts"],
  problems: ({ region, alerts }) => {
    const lack = lackOf(region, "chatbot");
    if (lack === undefined || alerts.slack === undefined) return [];
    return [
      {
        path: "alerts.slack",
        allowed: `left out, because ${region} does not offer ${lack}; emails and webhooks work there`,
        got: json(alerts.slack),
      },
    ];
  },
};

/** Without public hosted zones here, the records of the host names are made elsewhere. */
const publicZones: CrossCheck = {
  reads: ["region", "domain", "services"],
  problems: ({ region, domain }) => {
    const lack = lackOf(region, "publicDns");
    if (lack === undefined || domain === undefined || domain.records === "by-hand") return [];
    return [
      {
        path: "domain.records",
        allowed: `"by-hand", because ${region} does not offer ${lack} (docs/guides/dns-elsewhere.md)`,
        got: json(domain.records),
      },
    ];
  },
};

/** What the region of an environment decides: its zones, its partition, and what it lacks. */
export const regionChecks: readonly CrossCheck[] = [zones, partitions, slack, publicZones];
