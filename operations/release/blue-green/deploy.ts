import {
  CreateDeploymentCommand,
  ListDeploymentsCommand,
  StopDeploymentCommand,
  type CodeDeployClient,
} from "@aws-sdk/client-codedeploy";
import { createHash } from "node:crypto";
import type { ChosenService } from "../../../lib/ecs/target";
import { awsError, nameOf } from "../../../lib/aws";
import { exitCodes, UserError } from "../../../packages/common/errors";
import type { EcsService } from "../../../lib/ecs/service";
import { appspec } from "./appspec";
import { nextCommand } from "../../../lib/next-command";

type Named = Pick<ChosenService, "name" | "service">;

/** Application and deployment group are called as the service. */
const group = ({ service }: Named) => ({ applicationName: service.name, deploymentGroupName: service.name });

/** The id of the CodeDeploy deployment that is under way; undefined when there is none. */
export async function deploymentUnderWay(
  codedeploy: CodeDeployClient,
  environment: Named,
): Promise<string | undefined> {
  const { deployments = [] } = await codedeploy
    .send(
      new ListDeploymentsCommand({
        ...group(environment),
        includeOnlyStatuses: ["Created", "Queued", "InProgress", "Baking", "Ready"],
      }),
    )
    .catch((error: unknown) => {
      if (/^(ApplicationDoesNotExist|DeploymentGroupDoesNotExist)Exception$/.test(nameOf(error))) {
        throw new UserError(
          `CodeDeploy knows no deployment group ${environment.service.name}: deploy the service stack first, with ${nextCommand(`deploy ${environment.name}`)}`,
          exitCodes.refused,
        );
      }
      throw awsError(error, `ask CodeDeploy what it does for ${environment.service.name}`);
    });
  return deployments[0];
}

/** The appspec of a service that runs, for another revision. */
export function appspecOf({ service }: Named, running: EcsService, taskDefinition: string): string {
  const set = running.taskSets?.find(({ status }) => status === "PRIMARY");
  const strategy = set?.capacityProviderStrategy ?? running.capacityProviderStrategy ?? [];
  const { subnets, securityGroups = [] } =
    (set?.networkConfiguration ?? running.networkConfiguration)?.awsvpcConfiguration ?? {};
  const [route] = Object.values(service.routes);
  if (route === undefined) throw new Error(`${service.field} answers no requests.`);
  return appspec({
    taskDefinition,
    container: route.container,
    port: route.port,
    capacityProviderStrategy: strategy.map(({ capacityProvider = "", base = 0, weight = 1 }) => ({
      capacityProvider,
      base,
      weight,
    })),
    ...(subnets !== undefined && subnets.length > 0 && { network: { subnets, securityGroups } }),
    hooks: service.deployment.strategy === "blue-green" ? service.deployment.hooks : {},
  });
}

/** Has CodeDeploy move the requests to what an appspec names. @returns the deployment's id */
export async function createDeployment(
  codedeploy: CodeDeployClient,
  environment: Named,
  content: string,
  description: string,
): Promise<string> {
  const { deploymentId } = await codedeploy
    .send(
      new CreateDeploymentCommand({
        ...group(environment),
        description: description.slice(0, 100),
        revision: {
          revisionType: "AppSpecContent",
          appSpecContent: { content, sha256: createHash("sha256").update(content).digest("hex") },
        },
      }),
    )
    .catch((error: unknown) => {
      if (nameOf(error) === "DeploymentLimitExceededException") {
        throw new UserError(
          `another deployment of ${environment.service.name} is under way in CodeDeploy`,
          exitCodes.busy,
        );
      }
      throw awsError(error, `start a deployment of ${environment.service.name}`);
    });
  return deploymentId ?? "";
}

/** Stops a deployment and has the requests go back to the old tasks. */
export async function stopDeployment(codedeploy: CodeDeployClient, deploymentId: string): Promise<void> {
  await codedeploy
    .send(new StopDeploymentCommand({ deploymentId, autoRollbackEnabled: true }))
    .catch((error: unknown) => {
      throw awsError(error, `stop the deployment ${deploymentId}`);
    });
}
