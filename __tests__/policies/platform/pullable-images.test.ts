import { pullableImages } from "../../../policies/platform/pullable-images";
import { web } from "../../fixtures/shop";
import { failuresIn } from "./synthesized";

describe("images", () => {
  const sidecar = web({
    containers: {
      proxy: {
        image: "111122223333.dkr.ecr.eu-central-1.amazonaws.com/tools/proxy:1.2",
        cpu: 64,
        memoryReservationMiB: 64,
      },
    },
  });

  test("a sidecar of another repository is pulled by the same role", () => {
    expect(failuresIn(pullableImages, sidecar)).toEqual([]);
  });

  test("a repository that the role may not pull from is found, by its name", () => {
    const without = (json: string) => json.replaceAll(/repository\/tools\/proxy(?=\\")/g, "repository/tools/other");
    expect(failuresIn(pullableImages, sidecar, without).join("\n")).toContain(
      "may not ecr:BatchGetImage and ecr:GetDownloadUrlForLayer on 111122223333.dkr.ecr.eu-central-1.amazonaws.com/tools/proxy:1.2",
    );
  });
});
