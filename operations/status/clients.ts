import { ApplicationAutoScalingClient } from "@aws-sdk/client-application-auto-scaling";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { ECSClient } from "@aws-sdk/client-ecs";
import { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import { checkAccount, clientConfig } from "../../lib/aws";

/** What status asks; each client only reads. */
export interface Clients {
  /** @throws UserError when there are no credentials, or they are another account's */
  checkAccount(): Promise<void>;
  readonly ecs: Pick<ECSClient, "send">;
  readonly elb: Pick<ElasticLoadBalancingV2Client, "send">;
  readonly logs: Pick<CloudWatchLogsClient, "send">;
  readonly cloudwatch: Pick<CloudWatchClient, "send">;
  readonly scaling: Pick<ApplicationAutoScalingClient, "send">;
}

/** @param env where credentials and endpoint are found, as for Terraform */
export function connect(
  { account, region }: { readonly account: string; readonly region: string },
  env: NodeJS.ProcessEnv,
): Clients {
  const config = clientConfig(region, env);
  return {
    checkAccount: () => checkAccount(config, account),
    ecs: new ECSClient(config),
    elb: new ElasticLoadBalancingV2Client(config),
    logs: new CloudWatchLogsClient(config),
    cloudwatch: new CloudWatchClient(config),
    scaling: new ApplicationAutoScalingClient(config),
  };
}
