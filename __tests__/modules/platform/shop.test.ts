import { AppautoscalingPolicy } from "@cdktf/provider-aws/lib/appautoscaling-policy";
import { AutoscalingGroup } from "@cdktf/provider-aws/lib/autoscaling-group";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { DbInstance } from "@cdktf/provider-aws/lib/db-instance";
import { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository";
import { EcsCluster } from "@cdktf/provider-aws/lib/ecs-cluster";
import { EcsService } from "@cdktf/provider-aws/lib/ecs-service";
import { EcsTaskDefinition } from "@cdktf/provider-aws/lib/ecs-task-definition";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { Lb } from "@cdktf/provider-aws/lib/lb";
import { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { shop } from "../../fixtures/shop";
import { Platform } from "../../../modules/platform";
import { absent, referenceTo, synthesize } from "../../../packages/jest-terraform";

const app = synthesize((scope) => void new Platform(scope, shop));
const lifted = synthesize((scope) => {
  scope.node.setContext("allowDestroy", "production");
  new Platform(scope, shop);
});
const stateBackend = app.stack("production-state-backend");
const foundation = app.stack("production-foundation");
const data = app.stack("production-data");
const service = app.stack("production-service");
const stacks = { stateBackend, foundation, data, service };

describe("every stack of production", () => {
  test.each(Object.entries(stacks))(
    "%s is deployed to account 111122223333 in eu-central-1, and to no other",
    (_, stack) => {
      expect(stack).toHaveProvider("aws", { region: "eu-central-1", allowedAccountIds: ["111122223333"] });
    },
  );

  test.each(Object.entries(stacks))(
    "%s keeps its state encrypted in the bucket, locked while it is written",
    (_, stack) => {
      expect(stack).toHaveBackend("s3", {
        bucket: "acorn-production-state-111122223333",
        encrypt: true,
        useLockfile: true,
        region: "eu-central-1",
      });
    },
  );

  test.each(Object.entries(stacks))("%s refers to nothing that is not there", (_, stack) => {
    expect(stack).not.toHaveDanglingReferences();
  });
});

describe("the facts of a system with a web and a worker container", () => {
  test("the cluster is Acorn-Production-Cluster, on EC2 instances that managed scaling adds", () => {
    expect(foundation).toHaveResource(EcsCluster, { name: "Acorn-Production-Cluster" });
    expect(foundation).toHaveResource(AutoscalingGroup, { minSize: 1, maxSize: 4 });
  });

  test("the service is Acorn-Production: one task, never less during an update, replaced when it fails", () => {
    expect(service).toHaveResource(EcsService, {
      name: "Acorn-Production",
      desiredCount: 1,
      deploymentMinimumHealthyPercent: 100,
      deploymentMaximumPercent: 200,
      deploymentCircuitBreaker: { enable: true, rollback: true },
      launchType: absent(),
    });
  });

  test("the task definition acorn-production is for EC2 in bridge mode, and old revisions are kept", () => {
    expect(service).toHaveResource(EcsTaskDefinition, {
      family: "acorn-production",
      networkMode: "bridge",
      requiresCompatibilities: ["EC2"],
      skipDestroy: true,
    });
  });

  test("the web container has one vCPU, 2048 MiB reserved and host port 4000", () => {
    expect(service).toHaveContainer("app", {
      image:
        "111122223333.dkr.ecr.eu-central-1.amazonaws.com/acorn-production:${coalesce(var.image_tag, aws_ssm_parameter.image-record.insecure_value)}",
      cpu: 1024,
      memoryReservation: 2048,
      essential: true,
      portMappings: [{ containerPort: 4000, hostPort: 4000, protocol: "tcp" }],
    });
    expect(service).toHaveVariable("image_tag", { default: "" });
    expect(service).toHaveResource("aws_ssm_parameter", {
      name: "/acorn/production/image-tag",
      insecure_value: '${coalesce(var.image_tag, "production-305")}',
      lifecycle: { ignore_changes: ["insecure_value"] },
    });
  });

  test("the worker runs its command in the same task, and is essential", () => {
    expect(service).toHaveContainer("worker", {
      command: ["bin/worker"],
      essential: true,
    });
  });

  test.each(["app", "worker"])(
    "%s gets what is no secret in plain text, and secrets from Secrets Manager only",
    (container) => {
      expect(service).toHaveContainer(container, {
        environment: expect.arrayContaining([
          { name: "MODE", value: "production" },
          { name: "DATABASE_USER", value: "acorn" },
        ]),
        secrets: Object.keys(shop.secrets)
          .toSorted()
          .map((name) => expect.objectContaining({ name })),
      });
    },
  );

  test("images are in acorn-production, scanned when they are pushed", () => {
    expect(foundation).toHaveResource(EcrRepository, {
      name: "acorn-production",
      imageScanningConfiguration: { scanOnPush: true },
    });
  });

  test.each(["/ecs/acorn-production", "/ecs/acorn-production-worker"])("%s keeps 30 days", (name) => {
    expect(service).toHaveResource(CloudwatchLogGroup, { name, retentionInDays: 30 });
  });

  test("TLS ends at the load balancer, which checks /up on port 4000", () => {
    expect(foundation).toHaveResource(LbListener, { port: 443, protocol: "HTTPS" });
    expect(service).toHaveResource(LbTargetGroup, { port: 4000, healthCheck: { path: "/up" } });
  });

  test("the database is PostgreSQL 17 in two zones", () => {
    expect(data).toHaveResource(DbInstance, { engine: "postgres", engineVersion: "17", multiAz: true });
  });

  test("there is a secret for each name", () => {
    expect(data).toHaveResourceCount(SecretsmanagerSecret, 6);
  });

  test("the service is scaled on CPU and on memory", () => {
    for (const predefinedMetricType of ["ECSServiceAverageCPUUtilization", "ECSServiceAverageMemoryUtilization"]) {
      expect(service).toHaveResource(AppautoscalingPolicy, {
        targetTrackingScalingPolicyConfiguration: { predefinedMetricSpecification: { predefinedMetricType } },
      });
    }
  });
});

describe("who reaches what", () => {
  const instances = foundation.resource(SecurityGroup, { path: "capacity/security-group" });

  test("the database is reached by the instances on 5432, and by nobody else", () => {
    const database = data.resource(DbInstance);
    expect(database).toBeReachableFrom(instances, 5432);
    expect(database).not.toBeReachableFrom("0.0.0.0/0", 5432);
    expect(database).not.toBeReachableFrom(foundation.resource(Lb), 5432);
  });

  test("the web container is reached by the load balancer on 4000, which the internet reaches on 80 and 443", () => {
    expect(instances).toBeReachableFrom(foundation.resource(Lb), 4000);
    expect(instances).not.toBeReachableFrom("0.0.0.0/0", 4000);
    expect(foundation.resource(Lb)).toBeReachableFrom("0.0.0.0/0", 443);
  });

  test("the execution role pulls from its own repository, and may read and write nothing of the application", () => {
    const role = service.resource(IamRole, { path: "execution-role" });
    expect(role).toAllowAction("ecr:BatchGetImage", { resource: referenceTo(EcrRepository, "arn") });
    expect(role).not.toAllowAction("s3:GetObject");
  });

  test("the task role reads and writes its own bucket, and no secret", () => {
    const role = service.resource(IamRole, { path: "task-role" });
    expect(role).toAllowAction("s3:PutObject");
    expect(role).not.toAllowAction("secretsmanager:GetSecretValue");
  });
});

describe("what must survive", () => {
  const survivors = [
    [data, DbInstance],
    [data, S3Bucket],
    [data, SecretsmanagerSecret],
    [foundation, EcrRepository],
    [stateBackend, S3Bucket],
  ] as const;

  test.each(survivors)("is not destroyed by mistake (%#)", (stack, type) => {
    expect(stack.everyResource(type)).toMatchProperties({ lifecycle: { preventDestroy: true } });
  });

  test.each(survivors)("is given up when a person says so (%#)", (stack, type) => {
    expect(lifted.stack(stack.name).everyResource(type)).toMatchProperties({ lifecycle: absent() });
  });
});
