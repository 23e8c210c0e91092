import type { CodeDeployClient } from "@aws-sdk/client-codedeploy";
import { shop } from "../../fixtures/shop";
import { appspec } from "../../../operations/release/blue-green/appspec";
import { appspecOf, createDeployment, deploymentUnderWay } from "../../../operations/release/blue-green/deploy";
import { isOver, progressOf, rowsOf } from "../../../operations/release/blue-green/progress";
import { awsFailure, fakeClient } from "../task/fake-client";
import { targetOf } from "../../../lib/ecs/target";

const production = targetOf(shop);

const taskDefinition = "arn:aws:ecs:eu-central-1:111122223333:task-definition/shop:4";
const hook = (name: string) => `arn:aws:lambda:eu-central-1:111122223333:function:${name}`;

describe("the appspec", () => {
  test("names the revision, the container that gets the requests, and nothing that was not said", () => {
    expect(JSON.parse(appspec({ taskDefinition, container: "web", port: 4000, hooks: {} }))).toEqual({
      version: 1,
      Resources: [
        {
          TargetService: {
            Type: "AWS::ECS::Service",
            Properties: {
              TaskDefinition: taskDefinition,
              LoadBalancerInfo: { ContainerName: "web", ContainerPort: 4000 },
            },
          },
        },
      ],
    });
  });

  test("has the hooks in the order in which CodeDeploy calls them, each by its lifecycle event", () => {
    const hooks = { afterAllowTraffic: hook("e"), beforeInstall: hook("a"), afterAllowTestTraffic: hook("c") };
    expect(JSON.parse(appspec({ taskDefinition, container: "web", port: 4000, hooks }))).toMatchObject({
      Hooks: [{ BeforeInstall: hook("a") }, { AfterAllowTestTraffic: hook("c") }, { AfterAllowTraffic: hook("e") }],
    });
  });

  test("has the capacity providers and the network of the tasks that get the requests now", () => {
    const strategy = [{ capacityProvider: "shop", base: 1, weight: 2 }];
    const service = {
      serviceName: "shop",
      taskSets: [
        { status: "ACTIVE", capacityProviderStrategy: [{ capacityProvider: "other" }] },
        {
          status: "PRIMARY",
          capacityProviderStrategy: strategy,
          networkConfiguration: { awsvpcConfiguration: { subnets: ["subnet-1"], securityGroups: ["sg-1"] } },
        },
      ],
    };
    expect(
      JSON.parse(appspecOf(production, service, taskDefinition)).Resources[0].TargetService.Properties,
    ).toMatchObject({
      LoadBalancerInfo: { ContainerName: "app", ContainerPort: 4000 },
      CapacityProviderStrategy: [{ CapacityProvider: "shop", Base: 1, Weight: 2 }],
      NetworkConfiguration: {
        AwsvpcConfiguration: { Subnets: ["subnet-1"], SecurityGroups: ["sg-1"], AssignPublicIp: "DISABLED" },
      },
    });
  });
});

describe("CodeDeploy", () => {
  test("gets the appspec with its checksum, for the application and the group of the service's name", async () => {
    let input: unknown;
    const { client } = fakeClient<CodeDeployClient>({
      CreateDeployment: (given: unknown) => {
        input = given;
        return { deploymentId: "d-1" };
      },
    });
    await expect(createDeployment(client, production, "{}", "release v2")).resolves.toBe("d-1");
    expect(input).toEqual({
      applicationName: "Acorn-Production",
      deploymentGroupName: "Acorn-Production",
      description: "release v2",
      revision: {
        revisionType: "AppSpecContent",
        appSpecContent: {
          content: "{}",
          sha256: "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",
        },
      },
    });
  });

  test("that is at work already is a release under way", async () => {
    const busy = fakeClient<CodeDeployClient>({
      CreateDeployment: awsFailure("DeploymentLimitExceededException"),
      ListDeployments: { deployments: ["d-1"] },
    });
    await expect(createDeployment(busy.client, production, "{}", "")).rejects.toMatchObject({ exitCode: 7 });
    await expect(deploymentUnderWay(busy.client, production)).resolves.toBe("d-1");
  });

  test("that has no deployment group is refused with how to make it", async () => {
    const { client } = fakeClient<CodeDeployClient>({
      ListDeployments: awsFailure("DeploymentGroupDoesNotExistException"),
    });
    await expect(deploymentUnderWay(client, production)).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringContaining("./platform deploy production"),
    });
  });
});

describe("a deployment of CodeDeploy", () => {
  const target = {
    lifecycleEvents: [
      { lifecycleEventName: "BeforeInstall", status: "Succeeded" as const },
      { lifecycleEventName: "Install", status: "Failed" as const, diagnostics: { message: "tasks did not start" } },
      { lifecycleEventName: "AllowTraffic", status: "Pending" as const },
    ],
    taskSetsInfo: [
      { taskSetLabel: "Blue" as const, trafficWeight: 90 },
      { taskSetLabel: "Green" as const, trafficWeight: 10 },
    ],
  };

  test("is shown with its lifecycle events that have begun, and how far the traffic is", () => {
    const progress = progressOf({ status: "InProgress" }, target);
    expect(isOver(progress)).toBe(false);
    expect(rowsOf(progress, "d-1", 0).map(({ name, state, phase }) => `${state}  ${name}  ${phase}`)).toEqual([
      "running  deployment d-1  InProgress, 10 % of the requests go to the new tasks",
      "done  BeforeInstall  Succeeded",
      "failed  Install  Failed: tasks did not start",
    ]);
  });

  test("that failed says why: CodeDeploy's error, the lifecycle event; and which deployment goes back", () => {
    const info = {
      status: "Failed" as const,
      errorInformation: { code: "HEALTH_CONSTRAINTS" as const, message: "too many tasks failed" },
      rollbackInfo: { rollbackDeploymentId: "d-2" },
    };
    const progress = progressOf(info, target);
    expect(isOver(progress)).toBe(true);
    expect(progress).toMatchObject({
      why: "HEALTH_CONSTRAINTS: too many tasks failed; Install failed: tasks did not start",
      rollbackId: "d-2",
    });
    expect(progressOf({ status: "Stopped" }, undefined).why).toBe("CodeDeploy says Stopped and gives no reason");
  });
});
