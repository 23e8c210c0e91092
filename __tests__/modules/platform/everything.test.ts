import { Platform } from "../../../modules/platform";
import { policies, policyPack } from "../../../policies";
import { synthesize } from "../../../packages/jest-terraform";
import { everyAwsvpc, everyBridge } from "../../e2e/everything-environments";

// The end-to-end run applies them; that they can be applied at all is noticed here, in seconds.
test.each([everyBridge, everyAwsvpc])("$name, with every option, satisfies every policy", (environment) => {
  const app = synthesize((root) => void new Platform(root, environment));
  expect(app).toSatisfyPolicies(policyPack(policies, [environment]));
});
