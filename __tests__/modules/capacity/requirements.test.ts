import { DataAwsEc2InstanceType } from "@cdktf/provider-aws/lib/data-aws-ec2-instance-type";
import { shop } from "../../fixtures/shop";
import { withPart } from "../../helpers/change";
import { Platform } from "../../../modules/platform";
import { synthesize } from "../../../packages/jest-terraform";

const foundationWith = (instanceTypes: string[]) =>
  synthesize((app) => void new Platform(app, withPart(shop, "capacities", { instanceTypes }))).stack(
    "production-foundation",
  );

test("an instance type that the bundled table knows is proven at synth, and EC2 is not asked", () => {
  expect(foundationWith(["m7i.large"])).not.toHaveDataSource(DataAwsEc2InstanceType);
});

test("a newer one stops the plan, unless EC2 says that it holds the tasks of a rolling update", () => {
  expect(foundationWith(["m7i.large", "m99i.large"])).toHaveDataSource(DataAwsEc2InstanceType, {
    instanceType: "m99i.large",
    lifecycle: {
      postcondition: [
        {
          condition: expect.stringMatching(
            /^\$\{self\.default_vcpus >= 2 && self\.memory_size >= \d+ && contains\(self\.supported_architectures, "x86_64"\)\}$/,
          ),
          errorMessage: expect.stringMatching(/^m99i\.large must hold 1 task for a rolling update to finish/),
        },
      ],
    },
  });
});

test("a task that no rolling update could replace is refused, and the smallest change that helps is named", () => {
  const stuck = withPart(shop, "capacities", { maximum: 1 });
  expect(() => synthesize((app) => void new Platform(app, stuck))).toThrow(
    /could not be rolled out; nothing was written/,
  );
});
