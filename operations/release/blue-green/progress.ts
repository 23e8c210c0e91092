import {
  BatchGetDeploymentTargetsCommand,
  GetDeploymentCommand,
  ListDeploymentTargetsCommand,
  type CodeDeployClient,
  type DeploymentInfo,
  type ECSTarget,
} from "@aws-sdk/client-codedeploy";
import { awsError } from "../../../lib/aws";
import type { Row } from "../../../lib/terminal/rows";

/** A CodeDeploy deployment at one moment. */
export interface Progress {
  readonly status: string;
  /** Lifecycle events in their order. */
  readonly events: readonly { readonly name: string; readonly status: string; readonly says: string }[];
  /** Share of the requests that go to the new tasks, in percent. */
  readonly newTraffic: number;
  /** Why it failed or was stopped, in CodeDeploy's words; empty when it did not. */
  readonly why: string;
  /** The deployment that goes back. @default - none */
  readonly rollbackId?: string;
}

export const isOver = ({ status }: Progress): boolean => ["Succeeded", "Failed", "Stopped"].includes(status);

/** @throws UserError when AWS does not answer */
export async function readProgress(codedeploy: CodeDeployClient, deploymentId: string): Promise<Progress> {
  try {
    const { deploymentInfo = {} } = await codedeploy.send(new GetDeploymentCommand({ deploymentId }));
    const { targetIds = [] } = await codedeploy.send(new ListDeploymentTargetsCommand({ deploymentId }));
    if (targetIds.length === 0) return progressOf(deploymentInfo, undefined);
    const { deploymentTargets = [] } = await codedeploy.send(
      new BatchGetDeploymentTargetsCommand({ deploymentId, targetIds }),
    );
    return progressOf(deploymentInfo, deploymentTargets[0]?.ecsTarget);
  } catch (error) {
    throw awsError(error, `read the deployment ${deploymentId}`);
  }
}

/** What CodeDeploy's two answers say together. */
export function progressOf(info: DeploymentInfo, target: ECSTarget | undefined): Progress {
  const {
    status = "Created",
    errorInformation,
    stopDetails,
    rollbackInfo,
  } = info as DeploymentInfo & {
    stopDetails?: { reason?: string };
  };
  const events = (target?.lifecycleEvents ?? []).map(
    ({ lifecycleEventName = "", status: state = "", diagnostics }) => ({
      name: lifecycleEventName,
      status: state,
      says: [diagnostics?.errorCode === "Success" ? undefined : diagnostics?.errorCode, diagnostics?.message]
        .filter((text) => text !== undefined && text !== "")
        .join(": "),
    }),
  );
  const failed = events.find(({ status: state }) => state === "Failed");
  const isOff = status === "Failed" || status === "Stopped";
  const reasons = [
    errorInformation && [errorInformation.code, errorInformation.message].filter(Boolean).join(": "),
    failed && `${failed.name} failed${failed.says === "" ? "" : `: ${failed.says}`}`,
    stopDetails?.reason,
  ].filter((text) => text !== undefined && text !== "");
  const green = target?.taskSetsInfo?.find(({ taskSetLabel }) => taskSetLabel === "Green");
  return {
    status,
    events,
    newTraffic: green?.trafficWeight ?? 0,
    why: isOff ? reasons.join("; ") || `CodeDeploy says ${status} and gives no reason` : "",
    ...(rollbackInfo?.rollbackDeploymentId !== undefined && { rollbackId: rollbackInfo.rollbackDeploymentId }),
  };
}

const states: Readonly<Record<string, Row["state"]>> = {
  Succeeded: "done",
  InProgress: "running",
  Failed: "failed",
  Skipped: "stopped",
};

/** A row for the deployment and one for each lifecycle event that has begun. @param isRollback it takes the requests back */
export function rowsOf(progress: Progress, id: string, startedAt: number, isRollback = false): readonly Row[] {
  const { status, events, newTraffic } = progress;
  const state = status === "Succeeded" ? "done" : isOver(progress) ? "failed" : "running";
  const requests = isRollback ? "the requests go back" : `${newTraffic} % of the requests go to the new tasks`;
  return [
    { name: `deployment ${id}`, state, phase: `${status}, ${requests}`, startedAt },
    ...events
      .filter(({ status: state }) => state !== "Pending")
      .map(({ name, status: state, says }) => ({
        name,
        state: states[state] ?? ("running" as const),
        phase: says === "" || state === "Succeeded" ? state : `${state}: ${says}`,
      })),
  ];
}
