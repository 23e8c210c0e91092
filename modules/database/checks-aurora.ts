import { Token } from "cdktf";
import type { Construct } from "constructs";
import { autoPauseSeconds, capacityRange, leastMaximumCapacity, mostInstances } from "../../aws/database";
import type { EngineVersion } from "../../aws/database-table";
import { longestDatabaseIdentifier } from "../../aws/limits";
import { checkRange, reject } from "../shared";
import { checkVersion } from "./checks";
import type { AuroraDatabaseProps } from "./props";

/** @throws for the first property that Aurora would refuse, of those that a cluster alone has */
export function checkAurora(scope: Construct, props: AuroraDatabaseProps): EngineVersion {
  const { identifier, minimumCapacity, maximumCapacity, instances } = props;
  const version = checkVersion(scope, "aurora-postgresql", props.engineVersion);
  checkRange(scope, "instances", instances, { minimum: 1, maximum: mostInstances });
  const last = `-${instances ?? 2}`;
  if (!Token.isUnresolved(identifier) && `${identifier}${last}`.length > longestDatabaseIdentifier) {
    const allowed = `at most ${longestDatabaseIdentifier - last.length} characters, since its instances are called <identifier>${last}`;
    reject(scope, "identifier", allowed, identifier);
  }
  const range = capacityRange(version.text);
  checkCapacity(scope, "minimumCapacity", minimumCapacity, range, version);
  checkCapacity(scope, "maximumCapacity", maximumCapacity, { ...range, minimum: leastMaximumCapacity }, version);
  if (minimumCapacity > maximumCapacity) {
    reject(scope, "maximumCapacity", `at least minimumCapacity (${minimumCapacity})`, maximumCapacity);
  }
  checkRange(scope, "autoPauseSeconds", props.autoPauseSeconds, autoPauseSeconds);
  if (props.autoPauseSeconds !== undefined && minimumCapacity !== 0) {
    reject(
      scope,
      "autoPauseSeconds",
      `left out where minimumCapacity (${minimumCapacity}) is not 0, because the cluster never pauses`,
      props.autoPauseSeconds,
    );
  }
  return version;
}

function checkCapacity(
  scope: Construct,
  field: string,
  value: number,
  { minimum, maximum }: { readonly minimum: number; readonly maximum: number },
  { text }: EngineVersion,
): void {
  if (Token.isUnresolved(value) || (Number.isInteger(value * 2) && value >= minimum && value <= maximum)) return;
  reject(scope, field, `${minimum} to ${maximum} ACUs in halves with Aurora PostgreSQL ${text}`, value);
}
