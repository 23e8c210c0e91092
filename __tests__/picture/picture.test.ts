import { defineEnvironment } from "../../modules/platform/environment";
import { accessChanges, compare, drawSvg, overview, readModel, type Model } from "../../picture";
import { widthOf } from "../../picture/text";
import { drawnEnvironments, stacksOf } from "../../scripts/pictures/pictures";

const called = ({ boxes }: Model, id: string) => {
  const box = boxes.find((one) => one.id === id);
  return box === undefined ? id : `${box.title} ${box.lines[0] ?? ""}`.trim();
};

/** Arrows as sentences. */
const sentences = (model: Model): string[] =>
  model.arrows.map(({ from, to, label }) => `${called(model, from)} -> ${called(model, to)}: ${label}`);

const [production, javaOrders] = drawnEnvironments.map((environment) => readModel(stacksOf(environment)));

test("production: arrows are what security groups, routes and roles allow", () => {
  expect(sentences(overview(production!))).toEqual([
    "Application Load Balancer mangoapps-production -> Amazon ECS service MangoApps-Production: TCP 4000",
    "Amazon ECS service MangoApps-Production -> VPC endpoints ecr.api (interface): TCP 443",
    "Amazon ECS service MangoApps-Production -> Amazon RDS mangoapps-production: TCP 5432",
    "Internet -> Application Load Balancer mangoapps-production: TCP 443, 80",
    "Amazon ECS service MangoApps-Production -> NAT gateways us-east-1a, b, c: TCP 443, 587",
    "NAT gateways us-east-1a, b, c -> Internet: ",
    "Amazon ECS service MangoApps-Production -> Amazon S3 bucket mangoapps-production-uploads-760042596542: reads, writes",
    "Amazon ECS service MangoApps-Production -> CloudWatch Logs 7 log groups: writes",
    "Amazon ECS service MangoApps-Production -> Amazon ECR ma-mangoops-production: pulls",
    "Amazon ECS service MangoApps-Production -> Secrets Manager 9 secrets: reads",
    "Application Load Balancer mangoapps-production -> Amazon S3 bucket mangoapps-production-alb-logs-760042596542: access logs",
    "Alarms and events 16 alarms, 6 event rules -> Amazon SNS topic mangoapps-production-alarms: notifies",
  ]);
});

test("each arrow names the resources that allow it", () => {
  const database = overview(production!).arrows.find(({ label }) => label === "TCP 5432");
  expect(database?.resources).toEqual([
    "production-data: aws_vpc_security_group_egress_rule.database_security-group_from-mangoapps-production-instances-5432_egress (tcp 5432 to aws_security_group.database_security-group)",
    "production-data: aws_vpc_security_group_ingress_rule.database_security-group_from-mangoapps-production-instances-5432_ingress (tcp 5432 from aws_security_group.capacity_security-group)",
  ]);
  expect(production!.arrows.filter(({ resources }) => resources.length === 0)).toEqual([]);
});

test("areas are nested as AWS nests them, and public means a route to an internet gateway", () => {
  expect(production!.areas.map(({ kind, lines }) => [kind, ...lines])).toEqual([
    ["account", "us-east-1"],
    ["vpc", "mangoapps-production", "10.20.0.0/16"],
    ["public", "a, b, c"],
    ["private", "a, b, c"],
    ["isolated", "a, b, c"],
    ["capacity"],
  ]);
});

test("what belongs to others is outside the account", () => {
  const foreign = javaOrders!.boxes.filter((box) => box.foreign);
  expect(foreign.map(({ title, lines, area }) => [title, ...lines, area])).toEqual([
    ["Amazon S3 bucket", "acorn-warehouse-exports", "managed elsewhere", undefined],
  ]);
  expect(sentences(javaOrders!)).toContain(
    "Amazon ECS service acorn-java-orders-orders -> Amazon SQS queue acorn-java-orders: consumes",
  );
});

const six = (names: readonly string[]) =>
  defineEnvironment({
    name: "production",
    application: "acorn",
    account: "111122223333",
    region: "eu-central-1",
    images: { app: { tag: "1.0.0" } },
    alerts: { emails: ["ops@acorn.example"] },
    capacity: { instanceTypes: ["m7g.xlarge"], minimum: 2, maximum: 12 },
    queue: {},
    cache: { nodeType: "cache.t4g.small" },
    services: Object.fromEntries(
      names.map((name, index) => [
        name,
        {
          containers: { app: { cpu: 256, memoryReservationMiB: 256, ...(index < 3 && { port: 3000 }) } },
          ...(index < 3 && { web: { host: `${name}.acorn.example`, healthCheck: "/health", priority: 100 + index } }),
        },
      ]),
    ),
  });

const sixServices = six(["web", "api", "admin", "mailer", "reports", "search"]);

test("what all six services of a capacity do is one arrow, from their instances", () => {
  const model = overview(readModel(stacksOf(sixServices)));
  expect(model.boxes.filter(({ title }) => title === "Amazon ECS service")).toHaveLength(6);
  expect(sentences(model).filter((text) => text.includes("-> Amazon ECR"))).toEqual([
    expect.stringMatching(/^Amazon EC2 .* -> Amazon ECR .*: pulls$/),
  ]);
  expect(model.boxes.length).toBeLessThanOrEqual(27);
  // A service without a route gets no requests, although its tasks share the security group of those that do.
  expect(
    sentences(model).filter((text) => text.startsWith("Application Load Balancer") && text.includes("ECS service")),
  ).toHaveLength(3);
});

test("a difference marks what is added, removed and changed, and says who gains or loses access", () => {
  const before = readModel(stacksOf(sixServices));
  const after = readModel(stacksOf(six(["web", "api", "admin", "mailer", "reports"])));
  const marked = compare(before, after);
  const removed = marked.boxes.filter(({ id }) => marked.marks.get(id) === "removed");
  expect(removed.map(({ title, lines }) => `${title} ${lines[0]}`)).toContain(
    "Amazon ECS service acorn-production-search",
  );
  const changes = accessChanges(before, after);
  expect(changes.map(({ gained }) => gained)).not.toContain(true);
  expect(changes.map(({ text }) => text)).toContain(
    "Amazon ECS service acorn-production-search pulls Amazon ECR acorn-production-app",
  );
  expect(accessChanges(after, after)).toEqual([]);
});

test("the SVG is complete in itself: nothing is loaded, every arrow and box has a title, the dark mode is the reader's", async () => {
  const svg = await drawSvg(overview(production!), { title: "production" });
  expect(svg).toMatch(/^<svg [^>]*role="img" aria-labelledby="p-title p-desc">/);
  expect(svg).toContain("@media (prefers-color-scheme:dark)");
  expect(svg).not.toMatch(/<script|<image|href=|@import|url\((?!#)/);
  const groups = svg.match(/<g class="(?:box|area|arrow) [^"]*">(?=<(?!path))/g)?.length ?? 0;
  expect(svg.match(/<g class="(?:box|area|arrow) [^"]*"><title>/g)).toHaveLength(groups);
  expect(await drawSvg(overview(production!), { title: "production" })).toBe(svg);
});

test("no text is wider than its box", async () => {
  for (const environment of [...drawnEnvironments, sixServices]) {
    const svg = await drawSvg(overview(readModel(stacksOf(environment))), { title: "x" });
    const widest = Math.max(
      ...[...svg.matchAll(/<text class="title"[^>]*>([^<]*)/g)].map(([, text = ""]) => widthOf(text, 12.5, true)),
    );
    expect(widest).toBeLessThan(180);
    expect(Number(/viewBox="0 0 (\d+)/.exec(svg)?.[1])).toBeLessThan(1300);
  }
});
