import { ApplicationAutoScalingClient } from "@aws-sdk/client-application-auto-scaling";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { EC2Client } from "@aws-sdk/client-ec2";
import { ECRClient } from "@aws-sdk/client-ecr";
import { ECSClient } from "@aws-sdk/client-ecs";
import { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import { IAMClient } from "@aws-sdk/client-iam";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
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
  readonly ecr: Pick<ECRClient, "send">;
  readonly secrets: Pick<SecretsManagerClient, "send">;
  readonly ec2: Pick<EC2Client, "send">;
  readonly iam: Pick<IAMClient, "send">;
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
    ecr: new ECRClient(config),
    secrets: new SecretsManagerClient(config),
    ec2: new EC2Client(config),
    iam: new IAMClient(config),
  };
}

/** Answers about the account, the cluster and its instances, and the alarms, which are the same for all services of an environment. */
export class Shared {
  private readonly answers = new Map<string, Promise<unknown>>();

  once<T>(what: string, work: () => Promise<T>): Promise<T> {
    const answer = this.answers.get(what) ?? work();
    this.answers.set(what, answer);
    return answer as Promise<T>;
  }
}
