import type { ECSClient } from "@aws-sdk/client-ecs";
import { shop } from "../../fixtures/shop";
import { chooseRevision, compareRevisions, readRevisions } from "../../../operations/release/revisions";
import { awsFailure, fakeClient } from "../task/fake-client";
import { targetOf } from "../../../lib/ecs/target";

const production = targetOf(shop);

const family = "acorn-production";
const arn = (revision: number, of = family) =>
  `arn:aws:ecs:eu-central-1:111122223333:task-definition/${of}:${revision}`;

describe("the revision to go back to", () => {
  const active = [7, 6, 5, 3];
  test("is the last that a deployment came to its end with, not the one before", () => {
    expect(chooseRevision(family, 7, { active, good: [7, 5, 3] })).toBe(5);
  });

  test("is the one before where ECS tells nothing of deployments", () => {
    expect(chooseRevision(family, 7, { active, good: undefined })).toBe(6);
    expect(chooseRevision(family, 5, { active, good: [] })).toBe(3);
  });

  test("is the one that is asked for, later ones as well", () => {
    expect(chooseRevision(family, 5, { active, good: [3] }, 7)).toBe(7);
  });

  test.each([
    [4, "acorn-production:4 cannot run: it was deregistered, or never there; there are 6, 5, 3"],
    [7, "acorn-production:7 is what runs; there are 6, 5, 3"],
  ])("that was deregistered or runs already (%i) is refused with those that can be used", (wanted, message) => {
    expect(() => chooseRevision(family, 7, { active, good: [] }, wanted)).toThrow(message);
  });

  test("that is not there is reported", () => {
    expect(() => chooseRevision(family, 3, { active: [3], good: [3] })).toThrow(
      "there is no revision of acorn-production before 3 to go back to; there is no other. To run another version, release its tag.",
    );
  });
});

describe("the revisions of a family", () => {
  const list = {
    ListTaskDefinitions: ({ nextToken }: { nextToken?: string }) =>
      nextToken === undefined
        ? { taskDefinitionArns: [arn(3), arn(9, `${family}-task`)], nextToken: "more" }
        : { taskDefinitionArns: [arn(2)] },
  };

  test("are read page by page, newest first, with what ECS knows of deployments; other families are left out", async () => {
    const { client } = fakeClient<ECSClient>({
      ...list,
      ListServiceDeployments: {
        serviceDeployments: [
          { targetServiceRevisionArn: "r1", createdAt: new Date(1) },
          { targetServiceRevisionArn: "r2", createdAt: new Date(2) },
        ],
      },
      DescribeServiceRevisions: {
        serviceRevisions: [
          { serviceRevisionArn: "r1", taskDefinition: arn(2) },
          { serviceRevisionArn: "r2", taskDefinition: arn(3) },
        ],
      },
    });
    await expect(readRevisions(client, production, family)).resolves.toEqual({ active: [3, 2], good: [3, 2] });
  });

  test("are enough where the deployments may not be read", async () => {
    const { client } = fakeClient<ECSClient>({ ...list, ListServiceDeployments: awsFailure("AccessDeniedException") });
    await expect(readRevisions(client, production, family)).resolves.toEqual({ active: [3, 2], good: undefined });
  });
});

test("what two revisions differ in is reported beside their images", () => {
  const one = { taskRoleArn: "a", containerDefinitions: [{ name: "web", image: "shop:1", memory: 1024 }] };
  const two = { taskRoleArn: "b", containerDefinitions: [{ name: "web", image: "shop:2", memory: 2048 }] };
  expect(compareRevisions(one, two)).toEqual({
    images: [{ container: "web", before: "shop:1", after: "shop:2" }],
    others: ["container web: memory 1024 -> 2048", "taskRoleArn differs"],
  });
  expect(compareRevisions(one, { ...one, revision: 9, volumes: [] })).toEqual({ images: [], others: [] });
});
