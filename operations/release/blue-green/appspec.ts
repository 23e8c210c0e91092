import type { ChosenService } from "../../../lib/ecs/target";

/** Lambda functions by the lifecycle event that calls them, as the environment names them. */
export type Hooks = Extract<ChosenService["service"]["deployment"], { strategy: "blue-green" }>["hooks"];

export interface AppspecOptions {
  /** ARN of the revision that gets the requests. */
  readonly taskDefinition: string;
  readonly container: string;
  readonly port: number;
  /** As the service has it; with capacity providers, CodeDeploy requires it again. @default - the service's launch type */
  readonly capacityProviderStrategy?: readonly {
    readonly capacityProvider: string;
    readonly base: number;
    readonly weight: number;
  }[];
  /** Of tasks with interfaces of their own (awsvpc). @default - tasks share their instance's */
  readonly network?: { readonly subnets: readonly string[]; readonly securityGroups: readonly string[] };
  readonly hooks: Hooks;
}

/** In the order in which CodeDeploy calls them. */
const lifecycle = {
  beforeInstall: "BeforeInstall",
  afterInstall: "AfterInstall",
  afterAllowTestTraffic: "AfterAllowTestTraffic",
  beforeAllowTraffic: "BeforeAllowTraffic",
  afterAllowTraffic: "AfterAllowTraffic",
} as const;

/**
 * The application specification that CodeDeploy deploys an ECS service by, as JSON.
 *
 * Source: https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-resources.html
 */
export function appspec(options: AppspecOptions): string {
  const { taskDefinition, container, port, capacityProviderStrategy = [], network, hooks } = options;
  const called = Object.entries(lifecycle).flatMap(([key, event]) => {
    const lambda = hooks[key as keyof typeof lifecycle];
    return lambda === undefined ? [] : [{ [event]: lambda }];
  });
  return JSON.stringify({
    version: 1,
    Resources: [
      {
        TargetService: {
          Type: "AWS::ECS::Service",
          Properties: {
            TaskDefinition: taskDefinition,
            LoadBalancerInfo: { ContainerName: container, ContainerPort: port },
            ...(capacityProviderStrategy.length > 0 && {
              CapacityProviderStrategy: capacityProviderStrategy.map(({ capacityProvider, base, weight }) => ({
                CapacityProvider: capacityProvider,
                Base: base,
                Weight: weight,
              })),
            }),
            ...(network !== undefined && {
              NetworkConfiguration: {
                AwsvpcConfiguration: {
                  Subnets: network.subnets,
                  SecurityGroups: network.securityGroups,
                  AssignPublicIp: "DISABLED",
                },
              },
            }),
          },
        },
      },
    ],
    ...(called.length > 0 && { Hooks: called }),
  });
}
