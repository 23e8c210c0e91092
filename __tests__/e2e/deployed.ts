import { DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { DescribeSecurityGroupRulesCommand } from "@aws-sdk/client-ec2";
import { DescribeRepositoriesCommand } from "@aws-sdk/client-ecr";
import { DescribeClustersCommand, DescribeTaskDefinitionCommand } from "@aws-sdk/client-ecs";
import {
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeRulesCommand,
  DescribeTargetGroupsCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { DescribeDBInstancesCommand, DescribeDBParametersCommand } from "@aws-sdk/client-rds";
import { GetSecretValueCommand, ListSecretsCommand } from "@aws-sdk/client-secrets-manager";
import { production } from "../../environments/production";
import { partsOf } from "../helpers/change";
import { runningService, type Clients } from "./clients";

const { service, cluster, secrets, secretPrefix, secretNames, image, database } = partsOf(production);
const web = "ma-mangoops-production";
const worker = "ma-mangoops-production-worker";

/** The AWS API describes what mission and environment ask for. @param aws is there when the tests run */
// oxlint-disable-next-line jest/no-export -- production.test.ts deploys once for all files
export function deployedTests(aws: () => Clients): void {
  test("the cluster exists, with its capacity provider and instances", async () => {
    const { clusters } = await aws().ecs.send(
      new DescribeClustersCommand({ clusters: [cluster.name], include: ["SETTINGS"] }),
    );
    expect(clusters).toMatchObject([
      { clusterName: "MangoApps-Production-Cluster", capacityProviders: [production.capacities.default?.name] },
    ]);
    expect(clusters?.[0]?.settings).toContainEqual({ name: "containerInsights", value: "enhanced" });
  });

  test("the service runs one task of the family, with rolling updates that never go below it", async () => {
    expect(await runningService(aws())).toMatchObject({
      serviceName: "MangoApps-Production",
      status: "ACTIVE",
      desiredCount: 1,
      capacityProviderStrategy: [{ capacityProvider: production.capacities.default?.name }],
      deploymentConfiguration: {
        minimumHealthyPercent: 100,
        maximumPercent: 200,
        deploymentCircuitBreaker: { enable: true, rollback: true },
      },
      loadBalancers: [{ containerName: web, containerPort: 4000 }],
      healthCheckGracePeriodSeconds: service.healthCheckGraceSeconds,
    });
  });

  test("the task definition holds both containers, with every variable and secret in its place", async () => {
    const { taskDefinition } = await aws().ecs.send(
      new DescribeTaskDefinitionCommand({ taskDefinition: service.family }),
    );
    expect(taskDefinition).toMatchObject({ family: "ma-mangoops-production", networkMode: "bridge" });
    const containers = taskDefinition?.containerDefinitions ?? [];
    const container = (name: string) => containers.find((candidate) => candidate.name === name);
    expect(container(web)).toMatchObject({
      image: "760042596542.dkr.ecr.us-east-1.amazonaws.com/ma-mangoops-production:production-305",
      cpu: 1024,
      memoryReservation: 2048,
      essential: true,
      portMappings: [{ containerPort: 4000, hostPort: 4000, protocol: "tcp" }],
      logConfiguration: { logDriver: "awslogs", options: { "awslogs-group": "/ecs/ma-mangoops-production" } },
    });
    expect(container(worker)).toMatchObject({
      essential: true,
      logConfiguration: { options: { "awslogs-group": "/ecs/ma-mangoops-production-worker" } },
    });
    const { DBInstances } = await aws().rds.send(
      new DescribeDBInstancesCommand({ DBInstanceIdentifier: database.identifier }),
    );
    for (const { environment, secrets: read } of containers) {
      expect(Object.fromEntries((environment ?? []).map(({ name, value }) => [name, value]))).toEqual({
        AWS_REGION: "us-east-1",
        RAILS_ENV: "production",
        POSTGRES_PROD_HOST: DBInstances?.[0]?.Endpoint?.Address,
        POSTGRES_PROD_USER: database.username,
        GOOD_JOB_IN_PUMA: "true",
        BASE_URL: "https://workforce.mangoapps.com",
      });
      expect(new Set((read ?? []).map(({ name }) => name))).toEqual(new Set(secretNames));
    }
  });

  test("one-off tasks have a family of their own: the web container with all it reads, without the host port", async () => {
    const { taskDefinition } = await aws().ecs.send(
      new DescribeTaskDefinitionCommand({ taskDefinition: `${service.family}-task` }),
    );
    expect(taskDefinition?.containerDefinitions).toMatchObject([
      { name: web, cpu: service.oneOff.cpu, memoryReservation: service.oneOff.memoryReservationMiB, portMappings: [] },
    ]);
    const [{ secrets: read = [] } = {}] = taskDefinition?.containerDefinitions ?? [];
    expect(new Set(read.map(({ name }) => name))).toEqual(new Set(secretNames));
  });

  test("requests over HTTPS reach the target group whose health check asks port 4000, and HTTP is redirected", async () => {
    const { LoadBalancers } = await aws().elb.send(
      new DescribeLoadBalancersCommand({ Names: [production.loadBalancer?.name ?? ""] }),
    );
    const arn = LoadBalancers?.[0]?.LoadBalancerArn;
    const { TargetGroups } = await aws().elb.send(new DescribeTargetGroupsCommand({ LoadBalancerArn: arn }));
    expect(TargetGroups).toMatchObject([
      { Port: 4000, Protocol: "HTTP", TargetType: "instance", HealthCheckPath: service.routes.web?.healthCheck.path },
    ]);
    const { Listeners } = await aws().elb.send(new DescribeListenersCommand({ LoadBalancerArn: arn }));
    const [http, https] = [80, 443].map((port) => Listeners?.find((listener) => listener.Port === port));
    expect(http?.DefaultActions).toMatchObject([{ Type: "redirect", RedirectConfig: { Protocol: "HTTPS" } }]);
    expect(https?.Certificates).toHaveLength(1);
    const { Rules } = await aws().elb.send(new DescribeRulesCommand({ ListenerArn: https?.ListenerArn }));
    const rule = Rules?.find(({ IsDefault }) => IsDefault !== true);
    expect(rule?.Conditions).toMatchObject([
      { Field: "host-header", HostHeaderConfig: { Values: ["workforce.mangoapps.com"] } },
    ]);
    expect(rule?.Actions?.[0]).toMatchObject({ Type: "forward", TargetGroupArn: TargetGroups?.[0]?.TargetGroupArn });
  });

  test("both log groups keep events for 30 days", async () => {
    const { logGroups } = await aws().logs.send(
      new DescribeLogGroupsCommand({ logGroupNamePrefix: "/ecs/ma-mangoops-" }),
    );
    expect(logGroups?.map(({ logGroupName, retentionInDays }) => [logGroupName, retentionInDays])).toEqual([
      ["/ecs/ma-mangoops-production", 30],
      ["/ecs/ma-mangoops-production-worker", 30],
    ]);
  });

  test("there is a secret for each name, and Terraform gave a value to the database's password alone", async () => {
    const { SecretList } = await aws().secrets.send(new ListSecretsCommand({ MaxResults: 100 }));
    const names = (SecretList ?? []).map(({ Name }) => Name ?? "");
    expect([...names].sort()).toEqual(
      Object.keys(secrets)
        .map((name) => `${secretPrefix}/${name}`)
        .sort(),
    );
    const withValue = await Promise.all(
      names.map((name) =>
        aws()
          .secrets.send(new GetSecretValueCommand({ SecretId: name }))
          .then(
            () => [name],
            () => [],
          ),
      ),
    );
    expect(withValue.flat()).toEqual([`${secretPrefix}/POSTGRES_PROD_PASSWORD`]);
  });

  test("the database is PostgreSQL 17, encrypted, in two zones, private, and refuses connections without TLS", async () => {
    const { DBInstances } = await aws().rds.send(
      new DescribeDBInstancesCommand({ DBInstanceIdentifier: database.identifier }),
    );
    const [instance] = DBInstances ?? [];
    expect(instance).toMatchObject({
      Engine: "postgres",
      StorageEncrypted: true,
      MultiAZ: true,
      PubliclyAccessible: false,
      DeletionProtection: true,
      BackupRetentionPeriod: "backupRetentionDays" in database ? database.backupRetentionDays : undefined,
    });
    expect(instance?.EngineVersion).toMatch(/^17/);
    const { Parameters } = await aws().rds.send(
      new DescribeDBParametersCommand({ DBParameterGroupName: instance?.DBParameterGroups?.[0]?.DBParameterGroupName }),
    );
    expect(Parameters).toContainEqual(expect.objectContaining({ ParameterName: "rds.force_ssl", ParameterValue: "1" }));
  });

  test("security groups let in what is needed: the internet reaches 80 and 443 alone, and nothing opens SSH", async () => {
    const { SecurityGroupRules } = await aws().ec2.send(new DescribeSecurityGroupRulesCommand({ MaxResults: 1000 }));
    const ingress = (SecurityGroupRules ?? []).filter(({ IsEgress }) => IsEgress === false);
    const fromInternet = ingress.filter(({ CidrIpv4, CidrIpv6 }) => CidrIpv4 === "0.0.0.0/0" || CidrIpv6 === "::/0");
    expect(new Set(fromInternet.map(({ FromPort }) => FromPort))).toEqual(new Set([80, 443]));
    expect(ingress.filter(({ FromPort = 0, ToPort = 65535 }) => FromPort <= 22 && ToPort >= 22)).toEqual([]);
    const toDatabase = ingress.filter(({ FromPort }) => FromPort === 5432);
    expect(toDatabase).toHaveLength(1);
    expect(toDatabase[0]?.ReferencedGroupInfo?.GroupId).toMatch(/^sg-/);
  });

  test("images have immutable tags and are scanned when they are pushed", async () => {
    const { repositories } = await aws().ecr.send(
      new DescribeRepositoriesCommand({ repositoryNames: [image.repository] }),
    );
    expect(repositories).toMatchObject([
      { imageTagMutability: "IMMUTABLE", imageScanningConfiguration: { scanOnPush: true } },
    ]);
  });
}
