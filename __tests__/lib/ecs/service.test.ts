import type { ECSClient } from "@aws-sdk/client-ecs";
import { shop } from "../../fixtures/shop";
import { readService, runningTaskDefinition, tagOf } from "../../../lib/ecs/service";
import { awsFailure, fakeClient } from "../../operations/task/fake-client";
import { targetOf } from "../../../lib/ecs/target";

const production = targetOf(shop);

test.each([
  ["1.dkr.ecr.eu-central-1.amazonaws.com/shop:v1", "v1"],
  ["localhost:5000/shop", "latest"],
  ["shop@sha256:0123abc", "sha256:0123abc"],
])("the tag of %s is %s", (image, tag) => expect(tagOf(image)).toBe(tag));

describe("the service", () => {
  const read = (answer: unknown) => readService(fakeClient<ECSClient>({ DescribeServices: answer }).client, production);

  test.each([
    ["cluster Acorn-Production-Cluster", awsFailure("ClusterNotFoundException")],
    ["service Acorn-Production in the cluster Acorn-Production-Cluster", { services: [] }],
    ["service Acorn-Production in the cluster Acorn-Production-Cluster", { services: [{ status: "INACTIVE" }] }],
  ])("that is not there (%s) is an error that says how to create it", async (what, answer) => {
    await expect(read(answer)).rejects.toMatchObject({
      exitCode: 3,
      message: `there is no ${what} yet: deploy it first, with ./platform deploy production`,
    });
  });

  test("runs the task definition that it names, or under CodeDeploy that of the task set with the requests", () => {
    expect(runningTaskDefinition({ serviceName: "shop", taskDefinition: "shop:1" })).toBe("shop:1");
    const taskSets = [
      { status: "ACTIVE", taskDefinition: "shop:2" },
      { status: "PRIMARY", taskDefinition: "shop:1" },
    ];
    expect(runningTaskDefinition({ serviceName: "shop", taskSets })).toBe("shop:1");
    expect(() => runningTaskDefinition({ serviceName: "shop" })).toThrow("has no task definition yet");
  });
});
