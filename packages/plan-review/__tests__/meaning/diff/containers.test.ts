import { diffOf } from "../../../meaning";
import { written } from "../lines";

const registry = "111122223333.dkr.ecr.eu-central-1.amazonaws.com/acorn-production";

const web = {
  name: "web",
  image: `${registry}:production-305`,
  cpu: 1024,
  memoryReservation: 2048,
  environment: [
    { name: "MODE", value: "production" },
    { name: "BASE_URL", value: "https://shop.acorn.example" },
  ],
  secrets: [{ name: "PAYMENT_KEY", valueFrom: "arn:aws:secretsmanager:eu-central-1:111122223333:secret:a" }],
  portMappings: [{ containerPort: 4000, hostPort: 4000, protocol: "tcp" }],
};

function diff(before: readonly object[], after: readonly object[], unknown?: readonly string[]): string[] {
  const json = (containers: readonly object[]) => ({ container_definitions: JSON.stringify(containers) });
  return written(diffOf("aws_ecs_task_definition", json(before), json(after), { unknown }));
}

describe("container definitions", () => {
  test("another image of the same repository is reported by its tag", () => {
    expect(diff([web], [{ ...web, image: `${registry}:production-306` }])).toEqual([
      "container web / image production-305 -> production-306",
    ]);
  });

  test("the tag is reported even where the repository's address is known only after apply", () => {
    const image = "<aws_ecr_repository.repository.repository_url>:production-306";
    expect(diff([web], [{ ...web, image }], ["container_definitions"])).toEqual([
      "container web / image production-305 -> production-306",
    ]);
    const same = "<aws_ecr_repository.repository.repository_url>:production-305";
    expect(diff([web], [{ ...web, image: same }], ["container_definitions"])).toEqual([]);
  });

  test("an image of another repository is reported whole", () => {
    expect(diff([web], [{ ...web, image: "public.ecr.aws/nginx@sha256:abc" }])).toEqual([
      `container web / image ${registry}:production-305 -> public.ecr.aws/nginx@sha256:abc`,
    ]);
  });

  test("environment variables are reported by key, whatever their order", () => {
    const environment = [
      { name: "FEATURE_X", value: "" },
      { name: "BASE_URL", value: "https://example.com" },
    ];
    expect(diff([web], [{ ...web, environment }])).toEqual([
      "- container web / environment / MODE production",
      "container web / environment / BASE_URL https://shop.acorn.example -> https://example.com",
      '+ container web / environment / FEATURE_X ""',
    ]);
    expect(diff([web], [{ ...web, environment: web.environment.toReversed() }])).toEqual([]);
  });

  test("a secret that changes says so and shows nothing", () => {
    const before = { ...web, environment: [{ name: "PAYMENT_KEY", value: "(secret)" }] };
    const after = { ...web, environment: [{ name: "PAYMENT_KEY", value: "(secret, changed)" }] };
    expect(diff([before], [after])).toEqual(["container web / environment / PAYMENT_KEY (secret changed)"]);
  });

  test("a secret that is read from somewhere else, a port, a mount, an option of the log", () => {
    const before = { ...web, logConfiguration: { logDriver: "awslogs", options: { mode: "blocking" } } };
    const after = {
      ...web,
      logConfiguration: { logDriver: "awslogs", options: { mode: "non-blocking" } },
      secrets: [
        { name: "PAYMENT_KEY", valueFrom: "arn:b" },
        { name: "SEARCH_KEY", valueFrom: "arn:c" },
      ],
      portMappings: [
        { containerPort: 4000, hostPort: 0 },
        { containerPort: 53, protocol: "udp" },
      ],
      mountPoints: [{ containerPath: "/data", sourceVolume: "data", readOnly: true }],
    };
    expect(diff([before], [after])).toEqual([
      "container web / logConfiguration / options / mode blocking -> non-blocking",
      "+ container web / mountPoints / /data sourceVolume: data, readOnly: true",
      "container web / portMappings / 4000 / hostPort 4000 -> 0",
      "+ container web / portMappings / 53/udp protocol: udp",
      "container web / secrets / PAYMENT_KEY arn:aws:secretsmanager:eu-central-1:111122223333:secret:a -> arn:b",
      "+ container web / secrets / SEARCH_KEY arn:c",
    ]);
  });

  test("memory and what ECS fills in: only what was said counts", () => {
    const filled = {
      ...web,
      essential: true,
      mountPoints: [],
      volumesFrom: [],
      systemControls: [],
      command: null,
      user: "",
      readonlyRootFilesystem: false,
      healthCheck: { command: ["CMD", "true"], interval: 30, timeout: 5, retries: 3, startPeriod: 0 },
    };
    const written = { ...web, memoryReservation: 3072, healthCheck: { command: ["CMD", "true"] } };
    expect(diff([filled], [written])).toEqual(["container web / memoryReservation 2048 -> 3072"]);
    expect(diff([{ ...web, cpu: 0 }], [{ ...web, cpu: undefined }])).toEqual([]);
    expect(diff([web], [{ ...web, essential: false }])).toEqual(["container web / essential true -> false"]);
  });

  test("a container that comes or goes", () => {
    const worker = { name: "worker", image: "app:1", memory: 512 };
    expect(diff([web], [web, worker])).toEqual(["+ container worker app:1", "+ container worker / memory 512"]);
    expect(diff([web, worker], [web])).toEqual(["- container worker app:1"]);
  });

  test("a command is reported as one line", () => {
    const command = ["bin/server", "--foreground"];
    expect(diff([{ ...web, command }], [{ ...web, command: [...command, "-C", "x"] }])).toEqual([
      "container web / command bin/server --foreground -> bin/server --foreground -C x",
    ]);
  });

  test("unknown values in the place of a number are read, and represent what was there", () => {
    const before = { container_definitions: JSON.stringify([web]) };
    const json = JSON.stringify([web]).replace('"cpu":1024', '"cpu":<var.cpu>').replace("2048", "3072");
    const lines = diffOf(
      "aws_ecs_task_definition",
      before,
      { container_definitions: json },
      { unknown: ["container_definitions"] },
    );
    expect(written(lines)).toEqual(["container web / memoryReservation 2048 -> 3072"]);
  });

  test("definitions that are no list of containers are shown as they are", () => {
    const lines = diffOf("aws_ecs_task_definition", { container_definitions: "x" }, { container_definitions: "y" });
    expect(written(lines)).toEqual(["container_definitions x -> y"]);
  });
});
