import { partsOf } from "../helpers/change";
import { ACMClient, RequestCertificateCommand } from "@aws-sdk/client-acm";
import {
  AutoScalingClient,
  CreateAutoScalingGroupCommand,
  DescribeAutoScalingGroupsCommand,
} from "@aws-sdk/client-auto-scaling";
import { CloudWatchLogsClient, CreateLogGroupCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
  AllocateAddressCommand,
  AssociateRouteTableCommand,
  AttachInternetGatewayCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateInternetGatewayCommand,
  CreateLaunchTemplateCommand,
  CreateNatGatewayCommand,
  CreateRouteCommand,
  CreateRouteTableCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  CreateVpcEndpointCommand,
  EC2Client,
  type IpPermission,
} from "@aws-sdk/client-ec2";
import { CreateRepositoryCommand, ECRClient } from "@aws-sdk/client-ecr";
import {
  CreateCapacityProviderCommand,
  CreateClusterCommand,
  CreateServiceCommand,
  ECSClient,
  PutClusterCapacityProvidersCommand,
  RegisterTaskDefinitionCommand,
  type ContainerDefinition,
} from "@aws-sdk/client-ecs";
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  ElasticLoadBalancingV2Client,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import {
  AddRoleToInstanceProfileCommand,
  AttachRolePolicyCommand,
  CreateInstanceProfileCommand,
  CreateRoleCommand,
  IAMClient,
} from "@aws-sdk/client-iam";
import { CreateDBInstanceCommand, CreateDBSubnetGroupCommand, RDSClient } from "@aws-sdk/client-rds";
import { ChangeResourceRecordSetsCommand, CreateHostedZoneCommand, Route53Client } from "@aws-sdk/client-route-53";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { CreateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { Environment } from "../../modules/platform/environment";
import { clientConfig, type Endpoint } from "../../lib/emulator";

const zones = ["us-east-1a", "us-east-1b"] as const;
const everywhere = "0.0.0.0/0";

/** What a test looks at again after the system has been taken over. */
export interface HandMade {
  readonly vpcId: string;
  readonly certificateArn: string;
  readonly databasePassword: string;
  readonly loadBalancerDns: string;
}

/**
 * Makes MangoApps-Production as a person would: with the AWS API alone, the consoles' names and defaults, a VPC of the wizard's
 * shape, one shared bucket, secrets under names of several times.
 */
export async function makeByHand(endpoint: Endpoint, environment: Environment): Promise<HandMade> {
  const config = clientConfig(endpoint);
  const {
    cluster,
    service,
    image,
    secrets,
    secretPrefix,
    secretNames,
    container: web,
    bucket,
    database,
  } = partsOf(environment);

  const network = await makeNetwork(new EC2Client(config));
  const { executionRole, instanceProfile } = await makeRoles(new IAMClient(config));
  const balancer = await makeLoadBalancer(config, environment, network);

  const logs = new CloudWatchLogsClient(config);
  for (const { logGroup } of Object.values(service.containers)) {
    await logs.send(new CreateLogGroupCommand({ logGroupName: logGroup }));
  }
  await new ECRClient(config).send(new CreateRepositoryCommand({ repositoryName: image.repository }));
  const s3 = new S3Client({ ...config, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: bucket.name }));
  await s3.send(new PutObjectCommand({ Bucket: bucket.name, Key: "logo.svg", Body: "<svg/>" }));

  const databasePassword = "hand-made-password-of-the-database";
  const host = await makeDatabase(new RDSClient(config), environment, network, databasePassword);

  const secretsManager = new SecretsManagerClient(config);
  const secretArns = new Map<string, string>();
  for (const name of secretNames) {
    // The names have grown over time.
    const fullName = name === "RAILS_MASTER_KEY" ? "rails-master-key-prod" : `${secretPrefix}/${name}`;
    const value = secrets[name] === "database" ? databasePassword : `value-of-${name}`;
    const { ARN = "" } = await secretsManager.send(new CreateSecretCommand({ Name: fullName, SecretString: value }));
    secretArns.set(name, ARN);
  }

  const ecs = new ECSClient(config);
  await makeCapacity(config, environment, network, instanceProfile);
  const containers: ContainerDefinition[] = Object.entries(service.containers).map(([name, container]) => ({
    name,
    image: `${environment.account}.dkr.ecr.${environment.region}.amazonaws.com/${image.repository}:${image.tag}`,
    cpu: container.cpu,
    memoryReservation: container.memoryReservationMiB,
    essential: true,
    command: container.command,
    portMappings: container.ports.map((port) => ({ containerPort: port.container, hostPort: port.host })),
    environment: [
      { name: "RAILS_ENV", value: "production" },
      { name: "POSTGRES_PROD_HOST", value: host },
      { name: "POSTGRES_PROD_USER", value: database.username },
    ],
    secrets: [...secretArns].map(([secret, valueFrom]) => ({ name: secret, valueFrom })),
    logConfiguration: {
      logDriver: "awslogs",
      options: {
        "awslogs-group": container.logGroup,
        "awslogs-region": environment.region,
        "awslogs-stream-prefix": "ecs",
      },
    },
  }));
  for (let revision = 1; revision <= 3; revision += 1) {
    await ecs.send(
      new RegisterTaskDefinitionCommand({
        family: service.family,
        networkMode: "bridge",
        requiresCompatibilities: ["EC2"],
        executionRoleArn: executionRole,
        containerDefinitions: containers,
      }),
    );
  }
  await ecs.send(
    new CreateServiceCommand({
      cluster: cluster.name,
      serviceName: service.name,
      taskDefinition: `${service.family}:3`,
      desiredCount: 1,
      capacityProviderStrategy: [{ capacityProvider: "MangoApps-Instances", weight: 1, base: 0 }],
      loadBalancers: [
        { targetGroupArn: balancer.targetGroup, containerName: web, containerPort: service.routes.web?.port },
      ],
      healthCheckGracePeriodSeconds: 60,
    }),
  );
  await makeDns(new Route53Client(config), environment, balancer);
  return {
    vpcId: network.vpcId,
    certificateArn: balancer.certificateArn,
    databasePassword,
    loadBalancerDns: balancer.dns,
  };
}

type Network = Awaited<ReturnType<typeof makeNetwork>>;

/** "VPC and more" of the console: two zones, one NAT gateway, a gateway endpoint for S3, 10.0.0.0/16. */
async function makeNetwork(ec2: EC2Client) {
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: "10.0.0.0/16" }));
  const vpcId = Vpc?.VpcId ?? "";
  const { InternetGateway } = await ec2.send(new CreateInternetGatewayCommand({}));
  const gatewayId = InternetGateway?.InternetGatewayId ?? "";
  await ec2.send(new AttachInternetGatewayCommand({ VpcId: vpcId, InternetGatewayId: gatewayId }));
  const subnet = async (zone: string, cidr: string) => {
    const made = await ec2.send(new CreateSubnetCommand({ VpcId: vpcId, AvailabilityZone: zone, CidrBlock: cidr }));
    return made.Subnet?.SubnetId ?? "";
  };
  const publicSubnets = [await subnet(zones[0], "10.0.0.0/20"), await subnet(zones[1], "10.0.16.0/20")];
  const privateSubnets = [await subnet(zones[0], "10.0.128.0/20"), await subnet(zones[1], "10.0.144.0/20")];
  const { AllocationId } = await ec2.send(new AllocateAddressCommand({ Domain: "vpc" }));
  const { NatGateway } = await ec2.send(
    new CreateNatGatewayCommand({ SubnetId: publicSubnets[0], AllocationId, ConnectivityType: "public" }),
  );

  const table = async (subnets: readonly string[], route: { GatewayId?: string; NatGatewayId?: string }) => {
    const { RouteTable } = await ec2.send(new CreateRouteTableCommand({ VpcId: vpcId }));
    const RouteTableId = RouteTable?.RouteTableId ?? "";
    await ec2.send(new CreateRouteCommand({ RouteTableId, DestinationCidrBlock: everywhere, ...route }));
    for (const SubnetId of subnets) await ec2.send(new AssociateRouteTableCommand({ RouteTableId, SubnetId }));
    return RouteTableId;
  };
  await table(publicSubnets, { GatewayId: gatewayId });
  const privateTables = [];
  for (const subnetId of privateSubnets) {
    privateTables.push(await table([subnetId], { NatGatewayId: NatGateway?.NatGatewayId }));
  }
  await ec2.send(
    new CreateVpcEndpointCommand({
      VpcId: vpcId,
      ServiceName: "com.amazonaws.us-east-1.s3",
      VpcEndpointType: "Gateway",
      RouteTableIds: privateTables,
    }),
  );

  const group = async (name: string, description: string, permissions: IpPermission[]) => {
    const { GroupId } = await ec2.send(
      new CreateSecurityGroupCommand({ VpcId: vpcId, GroupName: name, Description: description }),
    );
    await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: permissions }));
    return GroupId ?? "";
  };
  const fromInternet = (port: number): IpPermission => ({
    IpProtocol: "tcp",
    FromPort: port,
    ToPort: port,
    IpRanges: [{ CidrIp: everywhere }],
  });
  const from = (port: number, GroupId: string): IpPermission => ({
    IpProtocol: "tcp",
    FromPort: port,
    ToPort: port,
    UserIdGroupPairs: [{ GroupId }],
  });
  const balancerGroup = await group("MangoApps-ALB-SG", "Allow web traffic", [fromInternet(80), fromInternet(443)]);
  const instanceGroup = await group("launch-wizard-1", "launch-wizard-1 created 2024-05-14T09:12:31.000Z", [
    from(4000, balancerGroup),
  ]);
  const databaseGroup = await group("rds-ec2-1", "Created by RDS management console", [from(5432, instanceGroup)]);
  return { vpcId, publicSubnets, privateSubnets, balancerGroup, instanceGroup, databaseGroup };
}

async function makeRoles(iam: IAMClient) {
  const role = async (name: string, service: string, policy: string) => {
    const { Role } = await iam.send(
      new CreateRoleCommand({
        RoleName: name,
        AssumeRolePolicyDocument: JSON.stringify({
          Version: "2008-10-17",
          Statement: [{ Sid: "", Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
        }),
      }),
    );
    await iam.send(
      new AttachRolePolicyCommand({ RoleName: name, PolicyArn: `arn:aws:iam::aws:policy/service-role/${policy}` }),
    );
    return Role?.Arn ?? "";
  };
  const executionRole = await role(
    "ecsTaskExecutionRole",
    "ecs-tasks.amazonaws.com",
    "AmazonECSTaskExecutionRolePolicy",
  );
  const instanceRole = "ecsInstanceRole";
  await role(instanceRole, "ec2.amazonaws.com", "AmazonEC2ContainerServiceforEC2Role");
  const { InstanceProfile } = await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: instanceRole }));
  await iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName: instanceRole, RoleName: instanceRole }));
  return { executionRole, instanceProfile: InstanceProfile?.Arn ?? "" };
}

type Config = ReturnType<typeof clientConfig>;

async function makeLoadBalancer(config: Config, environment: Environment, network: Network) {
  const elb = new ElasticLoadBalancingV2Client(config);
  const { CertificateArn = "" } = await new ACMClient(config).send(
    new RequestCertificateCommand({ DomainName: partsOf(environment).host, ValidationMethod: "DNS" }),
  );
  const { LoadBalancers } = await elb.send(
    new CreateLoadBalancerCommand({
      Name: "MangoApps-ALB",
      Subnets: network.publicSubnets,
      SecurityGroups: [network.balancerGroup],
    }),
  );
  const [balancer] = LoadBalancers ?? [];
  const { TargetGroups } = await elb.send(
    new CreateTargetGroupCommand({
      Name: "MangoApps-TG",
      Protocol: "HTTP",
      Port: 80,
      VpcId: network.vpcId,
      TargetType: "instance",
      HealthCheckPath: "/up",
    }),
  );
  const targetGroup = TargetGroups?.[0]?.TargetGroupArn ?? "";
  const forward = [{ Type: "forward" as const, TargetGroupArn: targetGroup }];
  const LoadBalancerArn = balancer?.LoadBalancerArn;
  await elb.send(new CreateListenerCommand({ LoadBalancerArn, Port: 80, Protocol: "HTTP", DefaultActions: forward }));
  await elb.send(
    new CreateListenerCommand({
      LoadBalancerArn,
      Port: 443,
      Protocol: "HTTPS",
      SslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
      Certificates: [{ CertificateArn }],
      DefaultActions: forward,
    }),
  );
  return {
    targetGroup,
    certificateArn: CertificateArn,
    dns: balancer?.DNSName ?? "",
    zoneId: balancer?.CanonicalHostedZoneId ?? "",
  };
}

async function makeDatabase(rds: RDSClient, environment: Environment, network: Network, password: string) {
  const { database } = partsOf(environment);
  await rds.send(
    new CreateDBSubnetGroupCommand({
      DBSubnetGroupName: "mangoapps-db",
      DBSubnetGroupDescription: "Created from the RDS Management Console",
      SubnetIds: network.privateSubnets,
    }),
  );
  const { DBInstance } = await rds.send(
    new CreateDBInstanceCommand({
      DBInstanceIdentifier: database.identifier,
      Engine: "postgres",
      EngineVersion: "17.4",
      DBInstanceClass: "db.m7g.large",
      AllocatedStorage: 200,
      StorageType: "gp2",
      StorageEncrypted: true,
      DBName: database.name,
      MasterUsername: database.username,
      MasterUserPassword: password,
      DBSubnetGroupName: "mangoapps-db",
      VpcSecurityGroupIds: [network.databaseGroup],
      BackupRetentionPeriod: 7,
      PubliclyAccessible: false,
      MultiAZ: true,
    }),
  );
  return DBInstance?.Endpoint?.Address ?? "";
}

async function makeCapacity(config: Config, environment: Environment, network: Network, instanceProfile: string) {
  const userData = `#!/bin/bash\necho ECS_CLUSTER=${environment.cluster.name} >> /etc/ecs/ecs.config\n`;
  const { LaunchTemplate } = await new EC2Client(config).send(
    new CreateLaunchTemplateCommand({
      LaunchTemplateName: "MangoApps-ECS",
      LaunchTemplateData: {
        ImageId: "ami-12c6146b",
        InstanceType: "m6i.large",
        IamInstanceProfile: { Arn: instanceProfile },
        SecurityGroupIds: [network.instanceGroup],
        UserData: Buffer.from(userData).toString("base64"),
      },
    }),
  );
  const autoScaling = new AutoScalingClient(config);
  const ecs = new ECSClient(config);
  await ecs.send(new CreateClusterCommand({ clusterName: environment.cluster.name }));
  await autoScaling.send(
    new CreateAutoScalingGroupCommand({
      AutoScalingGroupName: "MangoApps-ECS-ASG",
      LaunchTemplate: { LaunchTemplateId: LaunchTemplate?.LaunchTemplateId, Version: "$Default" },
      MinSize: 1,
      MaxSize: 2,
      DesiredCapacity: 1,
      VPCZoneIdentifier: network.privateSubnets.join(","),
    }),
  );
  const { AutoScalingGroups } = await autoScaling.send(
    new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: ["MangoApps-ECS-ASG"] }),
  );
  const { capacityProvider } = await ecs.send(
    new CreateCapacityProviderCommand({
      name: "MangoApps-Instances",
      autoScalingGroupProvider: {
        autoScalingGroupArn: AutoScalingGroups?.[0]?.AutoScalingGroupARN ?? "",
        managedScaling: { status: "ENABLED", targetCapacity: 100 },
      },
    }),
  );
  await ecs.send(
    new PutClusterCapacityProvidersCommand({
      cluster: environment.cluster.name,
      capacityProviders: [capacityProvider?.name ?? ""],
      defaultCapacityProviderStrategy: [{ capacityProvider: capacityProvider?.name ?? "", weight: 1 }],
    }),
  );
}

async function makeDns(
  route53: Route53Client,
  environment: Environment,
  { dns, zoneId }: { readonly dns: string; readonly zoneId: string },
): Promise<void> {
  const { HostedZone } = await route53.send(
    new CreateHostedZoneCommand({ Name: environment.domain?.zone, CallerReference: "by-hand" }),
  );
  await route53.send(
    new ChangeResourceRecordSetsCommand({
      HostedZoneId: HostedZone?.Id,
      ChangeBatch: {
        Changes: [
          {
            Action: "CREATE",
            ResourceRecordSet: {
              Name: partsOf(environment).host,
              Type: "A",
              AliasTarget: { DNSName: dns, HostedZoneId: zoneId, EvaluateTargetHealth: false },
            },
          },
        ],
      },
    }),
  );
}
