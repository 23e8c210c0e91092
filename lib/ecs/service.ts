import { DescribeServicesCommand, type ECSClient, type Service } from "@aws-sdk/client-ecs";
import type { ChosenService } from "./target";
import { awsError, nameOf } from "../aws";
import { exitCodes, UserError } from "../../packages/common/errors";
import { nextCommand } from "../next-command";

/** What is released, rolled back and asked about: the service as ECS describes it. */
export type EcsService = Service & { readonly serviceName: string };

/** @throws UserError when the cluster or the service is not there, with how to make it */
export async function readService(
  ecs: ECSClient,
  { name, cluster, service }: Pick<ChosenService, "name" | "cluster" | "service">,
): Promise<EcsService> {
  const missing = (what: string) =>
    new UserError(`there is no ${what} yet: deploy it first, with ${nextCommand(`deploy ${name}`)}`, exitCodes.refused);
  const { services = [] } = await ecs
    .send(new DescribeServicesCommand({ cluster: cluster.name, services: [service.name] }))
    .catch((error: unknown) => {
      if (nameOf(error) === "ClusterNotFoundException") throw missing(`cluster ${cluster.name}`);
      throw awsError(error, `read the service ${service.name}`);
    });
  const found = services.find(({ status }) => status !== "INACTIVE");
  if (found === undefined) throw missing(`service ${service.name} in the cluster ${cluster.name}`);
  return { ...found, serviceName: service.name };
}

/** ARN of the task definition that the service runs; under CodeDeploy that of the task set which gets the requests. */
export function runningTaskDefinition({ serviceName, taskSets = [], taskDefinition }: EcsService): string {
  const running = taskSets.find(({ status }) => status === "PRIMARY")?.taskDefinition ?? taskDefinition;
  if (running !== undefined) return running;
  throw new UserError(
    `the service ${serviceName} has no task definition yet: its first deployment is under way`,
    exitCodes.refused,
  );
}

/** "shop:7" of an ARN. */
export const revisionName = (taskDefinition: string | undefined): string => taskDefinition?.split("/").at(-1) ?? "";

/** Id of a task of an ARN. */
export const taskId = (arn: string | undefined): string => arn?.split("/").at(-1) ?? "";

/** The tag, or the digest, of an image: "v42". */
export const tagOf = (image: string | undefined): string =>
  /(?:@(sha256:[0-9a-f]+)|:([^:/@]+))$/
    .exec(image ?? "")
    ?.slice(1)
    .find((part) => part !== undefined) ?? "latest";
