import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { EC2Client } from "@aws-sdk/client-ec2";
import { ECRClient } from "@aws-sdk/client-ecr";
import { DescribeServicesCommand, ECSClient } from "@aws-sdk/client-ecs";
import { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import { RDSClient } from "@aws-sdk/client-rds";
import { S3Client } from "@aws-sdk/client-s3";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { production } from "../../environments/production";
import { clientConfig, type Emulator } from "../../lib/emulator";
import { partsOf } from "../helpers/change";

const { service, cluster } = partsOf(production);

export type Clients = ReturnType<typeof clients>;

/** Clients of all that production uses. */
export function clients(endpoint: Emulator) {
  const config = clientConfig(endpoint);
  return {
    ec2: new EC2Client(config),
    ecr: new ECRClient(config),
    ecs: new ECSClient(config),
    elb: new ElasticLoadBalancingV2Client(config),
    logs: new CloudWatchLogsClient(config),
    rds: new RDSClient(config),
    s3: new S3Client({ ...config, forcePathStyle: true }),
    secrets: new SecretsManagerClient(config),
  };
}

export async function runningService({ ecs }: Clients) {
  const { services } = await ecs.send(new DescribeServicesCommand({ cluster: cluster.name, services: [service.name] }));
  return services?.[0];
}
