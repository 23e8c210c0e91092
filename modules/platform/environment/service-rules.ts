import { allowedCacheVersions, isCacheVersion } from "../../../aws/caches";
import {
  isReservedDatabase,
  isReservedUser,
  reservedDatabaseRule,
  reservedUserRule,
  windowProblems,
} from "../../../aws/database";
import { reservedHostPorts } from "../../../aws/limits";

import { maximumTags, tagKeyRule, tagValueRule } from "../../../aws/tags";
import { wellKnownVariables } from "./well-known";
import { json, type CrossCheck, type Problem } from "./cross-check";

/** Tags that every resource has already; a key of the environment may replace one in the same spelling only. */
const defaultTags = ["Application", "Environment", "ManagedBy", "Stack"];

const tags: CrossCheck = {
  reads: ["tags"],
  problems: ({ tags: given }) => {
    const keys = Object.keys(given);
    const all = [...new Set([...defaultTags, ...keys])];
    return [
      ...Object.entries(given).flatMap(([key, value]): Problem[] => {
        const path = `tags.${key}`;
        const keyRule = tagKeyRule(key);
        const valueRule = tagValueRule(value);
        const twin = all.find((other) => other !== key && other.toLowerCase() === key.toLowerCase());
        return [
          ...(keyRule === undefined ? [] : [{ path, allowed: `named ${keyRule}`, got: json(key) }]),
          ...(valueRule === undefined ? [] : [{ path, allowed: valueRule, got: json(value) }]),
          ...(twin === undefined
            ? []
            : [
                {
                  path,
                  allowed: `different from the tag ${twin} by more than upper and lower case, which IAM does not tell apart`,
                  got: json(key),
                },
              ]),
        ];
      }),
      ...(all.length > maximumTags
        ? [
            {
              path: "tags",
              allowed: `at most ${maximumTags - defaultTags.length} tags beside ${defaultTags.join(", ")}`,
              got: String(keys.length),
            },
          ]
        : []),
    ];
  },
};

const database: CrossCheck = {
  reads: ["database", "databases"],
  problems: ({ databases }) =>
    Object.values(databases).flatMap((given) => {
      if (given.existing !== undefined) return [];
      return [
        ...(isReservedUser(given.username, given.engine)
          ? [{ path: `${given.field}.username`, allowed: reservedUserRule, got: json(given.username) }]
          : []),
        ...(isReservedDatabase(given.name, given.engine)
          ? [{ path: `${given.field}.name`, allowed: reservedDatabaseRule, got: json(given.name) }]
          : []),
        ...windowProblems(given).map(({ field, allowed }) => ({
          path: `${given.field}.${field}`,
          allowed,
          got: json(given[field]),
        })),
      ];
    }),
};

const cacheVersions: CrossCheck = {
  reads: ["cache", "caches"],
  problems: ({ caches }, parsed) =>
    Object.values(caches).flatMap(({ key, field, ...cache }): Problem[] => {
      const { version: given } = { version: undefined, ...(parsed.cache ?? parsed.caches?.[key]) };
      if (cache.existing !== undefined || typeof given !== "string" || isCacheVersion(cache.engine, given)) return [];
      return [{ path: `${field}.version`, allowed: allowedCacheVersions(cache.engine), got: json(given) }];
    }),
};

const containers: CrossCheck = {
  reads: ["services"],
  problems: ({ services }) =>
    Object.values(services).flatMap(({ field, containers: all, networkMode }) =>
      Object.entries(all).flatMap(([name, { healthCheck, ports }]): Problem[] => {
        const path = `${field}.containers.${name}`;
        const kind = healthCheck?.command[0];
        return [
          ...(healthCheck === undefined || kind === "CMD" || kind === "CMD-SHELL"
            ? []
            : [
                {
                  path: `${path}.healthCheck.command`,
                  allowed: '["CMD", ...arguments] or ["CMD-SHELL", line]',
                  got: json(healthCheck.command),
                },
              ]),
          ...ports.flatMap(({ host }, index) =>
            networkMode !== "awsvpc" && reservedHostPorts.includes(host)
              ? [
                  {
                    path: `${path}.ports.${index}.host`,
                    allowed: `none of ${reservedHostPorts.join(", ")}, which SSH, Docker and the ECS agent use on every instance`,
                    got: json(host),
                  },
                ]
              : [],
          ),
        ];
      }),
    ),
};

/** What AWS, the container agent and well-known programs would refuse or misunderstand. */
export const serviceRules: readonly CrossCheck[] = [tags, database, cacheVersions, containers, wellKnownVariables];
