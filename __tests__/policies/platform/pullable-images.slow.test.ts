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

describe("registries", () => {
  const from = (image: string, network: object = {}) =>
    failuresIn(pullableImages, {
      ...web({ containers: { proxy: { image, cpu: 64, memoryReservationMiB: 64 } } }),
      network,
    });
  const closed = { nat: "none", endpoints: ["ecr.api", "ecr.dkr", "logs", "secretsmanager"] };

  test("a registry is reached by its port", () => {
    expect(from("quay.io/tools/proxy:1.2")).toEqual([]);
    expect(from("quay.io:8443/tools/proxy:1.2", { egressPorts: [443, 8443] })).toEqual([]);
    expect(from("quay.io:8443/tools/proxy:1.2")).toEqual([
      "quay.io:8443/tools/proxy:1.2 cannot be pulled: no rule of the security groups of the instances lets them out on port 8443",
    ]);
  });

  test.each([
    ["nginx:1.27", "registry-1.docker.io"],
    ["public.ecr.aws/nginx/nginx:1.27", "public.ecr.aws"],
    ["111122223333.dkr.ecr.us-west-2.amazonaws.com/proxy:1", "111122223333.dkr.ecr.us-west-2.amazonaws.com"],
  ])("without NAT nothing leads to the registry of %s", (image, host) => {
    expect(from(image)).toEqual([]);
    expect(from(image, closed)).toEqual([
      `${image} cannot be pulled: the subnets of the instances have no way to ${host}`,
    ]);
  });

  test("without NAT an endpoint leads to the repositories of the region", () => {
    expect(from("111122223333.dkr.ecr.eu-central-1.amazonaws.com/proxy:1", closed)).toEqual([]);
  });
});
