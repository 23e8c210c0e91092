import { EcsAccountSettingDefault } from "@cdktf/provider-aws/lib/ecs-account-setting-default";
import { Construct } from "constructs";

/**
 * ENI trunking: instances take several times as many tasks in awsvpc mode, because the tasks' interfaces share one of the
 * instance's. It is for instance types that support it, and for instances that start after it is on.
 *
 * The setting is one for the whole account and region. Let a single environment of them own it, the one that lives longest: when the
 * owner is destroyed, instances that start later have no trunking, whichever environment they belong to. In an account with
 * several environments it is better owned by a configuration of the account.
 */
export class AwsvpcTrunking extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new EcsAccountSettingDefault(this, "setting", { name: "awsvpcTrunking", value: "enabled" });
  }
}
