import type { Construct } from "constructs";
import { containerLimits, logRouterUser, s3ObjectArn, secretArn } from "../../aws/limits";
import { absolutePath } from "../../aws/linux";
import { checkPattern, checkRange, reject } from "../shared";
import type { ContainerProps } from "./container";

const { logs: limits } = containerLimits;

/** Refuses options of a log driver that ECS or the driver would refuse. */
export function checkLogs(scope: Construct, field: string, container: ContainerProps): void {
  const { logs, logGroup, firelens } = container;
  if (logs?.driver === "awsfirelens") {
    if (logGroup !== undefined) {
      reject(scope, `${field}.logGroup`, "absent with the driver awsfirelens", "a log group");
    }
    checkRange(scope, `${field}.logs.bufferLimit`, logs.bufferLimit, limits.bufferLimit);
    for (const [name, secret] of Object.entries(logs.secretOptions ?? {})) {
      checkPattern(scope, `${field}.logs.secretOptions.${name}.secretArn`, secret.secretArn, secretArn);
    }
    return;
  }
  if (logGroup === undefined) reject(scope, `${field}.logGroup`, "given with the driver awslogs", logGroup);
  checkRange(scope, `${field}.logs.maxBufferSizeMiB`, logs?.maxBufferSizeMiB, limits.maxBufferSizeMiB);
  if (logs?.multilinePattern !== undefined && logs.datetimeFormat !== undefined) {
    reject(scope, `${field}.logs.datetimeFormat`, "absent with multilinePattern", logs.datetimeFormat);
  }
  if (firelens === undefined) return;
  const { configFile } = firelens;
  if (configFile?.from === "s3") {
    checkPattern(scope, `${field}.firelens.configFile.objectArn`, configFile.objectArn, s3ObjectArn);
  } else {
    checkPattern(scope, `${field}.firelens.configFile.path`, configFile?.path, absolutePath);
  }
  checkPattern(scope, `${field}.user`, container.user, logRouterUser);
}

/** Refuses logs that no router takes, and a router that no container logs to, as ECS does. */
export function checkLogRouter(scope: Construct, containers: Readonly<Record<string, ContainerProps>>): void {
  const all = Object.entries(containers);
  const routers = all.filter(([, { firelens }]) => firelens !== undefined).map(([name]) => name);
  const routed = all.filter(([, { logs }]) => logs?.driver === "awsfirelens").map(([name]) => name);
  if (routers.length > 1) reject(scope, "containers: firelens", "given for one container only", routers);
  const [router] = routers;
  const [first] = routed;
  if (first !== undefined && router === undefined) {
    const fix = "Give firelens to the container that takes the logs.";
    reject(scope, `containers.${first}.logs.driver`, "awslogs where no container has firelens", "awsfirelens", fix);
  }
  if (router !== undefined && first === undefined) {
    const fix = "Give another container the driver awsfirelens.";
    reject(scope, `containers.${router}.firelens`, "absent where no container logs to it", "a log router", fix);
  }
}
