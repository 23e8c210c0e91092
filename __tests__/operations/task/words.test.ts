import type { ECSClient } from "@aws-sdk/client-ecs";
import { production } from "../../../environments/production";
import { commandOf, shown } from "../../../operations/task/command";
import { minutes } from "../../../operations/task/minutes";
import { readService, runningTaskDefinition, tagOf } from "../../../operations/task/service";
import { awsFailure, fakeClient } from "./fake-client";

describe("a command", () => {
  test("of one text is read by the image's shell, of several words is run as it is", () => {
    expect(commandOf(["bin/rails runner 'puts 1'"])).toEqual(["/bin/sh", "-c", "bin/rails runner 'puts 1'"]);
    expect(commandOf(["bin/rails", "runner", "puts 1"])).toEqual(["bin/rails", "runner", "puts 1"]);
    expect(commandOf(["uptime"])).toEqual(["uptime"]);
  });

  test("is shown as a person would type it", () => {
    expect(shown(commandOf(["bin/rails runner 'puts 1'"]))).toBe("bin/rails runner 'puts 1'");
    expect(shown(["bin/rails", "runner", "puts 'a'"])).toBe(`bin/rails runner 'puts '\\''a'\\'''`);
  });

  test.each([[[]], [[""]], [["  "]]])("that is missing is told (%j)", (words) => {
    expect(() => commandOf(words)).toThrow("a command is missing");
  });
});

test.each(["0", "1441", "1.5", "-3", "soon", ""])("a time of %j minutes is refused, with what is allowed", (value) => {
  expect(() => minutes("--timeout", value)).toThrow(
    `--timeout takes minutes, a whole number from 1 to 1440; got "${value}"`,
  );
});

test("a time in minutes is read", () => {
  expect([minutes("--timeout", "20"), minutes("--timeout", undefined)]).toEqual([20, undefined]);
});

test.each([
  ["1.dkr.ecr.us-east-1.amazonaws.com/shop:v1", "v1"],
  ["localhost:5000/shop", "latest"],
  ["shop@sha256:0123abc", "sha256:0123abc"],
])("the tag of %s is %s", (image, tag) => expect(tagOf(image)).toBe(tag));

describe("the service", () => {
  const read = (answer: unknown) => readService(fakeClient<ECSClient>({ DescribeServices: answer }).client, production);

  test.each([
    ["cluster MangoApps-Production-Cluster", awsFailure("ClusterNotFoundException")],
    ["service MangoApps-Production in the cluster MangoApps-Production-Cluster", { services: [] }],
    [
      "service MangoApps-Production in the cluster MangoApps-Production-Cluster",
      { services: [{ status: "INACTIVE" }] },
    ],
  ])("that is not there (%s) is told with how to make it", async (what, answer) => {
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
