import { EcsAccountSettingDefault } from "@cdktf/provider-aws/lib/ecs-account-setting-default";
import { AwsvpcTrunking } from "../../../modules/capacity";
import { testStack } from "../../../packages/jest-terraform";

test("trunking is on for every role of the account and region", () => {
  const stack = testStack((scope) => new AwsvpcTrunking(scope, "trunking"));
  expect(stack).toHaveResource(EcsAccountSettingDefault, { name: "awsvpcTrunking", value: "enabled" });
});
