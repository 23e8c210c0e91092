import { defineEnvironment } from "../../modules/platform/environment";
import { accessChanges, compare, drawSvg, overview, readModel, type Model } from "../../picture";
import { shortened, widthOf } from "../../picture/text";
import { nodeApi } from "../../examples/node-api";
import { javaOrders as javaEnvironment } from "../../examples/java-orders";
import { stacksOf } from "../../scripts/pictures/pictures";

const called = ({ boxes }: Model, id: string) => {
  const box = boxes.find((one) => one.id === id);
  return box === undefined ? id : `${box.title} ${box.lines[0] ?? ""}`.trim();
};

/** Arrows as sentences. */
const sentences = (model: Model): string[] =>
  model.arrows.map(({ from, to, label }) => `${called(model, from)} -> ${called(model, to)}: ${label}`);

const [javaOrders, shop] = [javaEnvironment, nodeApi].map((environment) => readModel(stacksOf(environment)));

test("arrows are what security groups, routes and roles allow", () => {
  expect(sentences(overview(javaOrders!))).toEqual([
    "Application Load Balancer acorn-java-orders -> Amazon ECS service acorn-java-orders-orders: TCP 8080",
    "Amazon ECS service acorn-java-orders-orders -> Amazon RDS acorn-java-orders: TCP 3306",
    "Amazon EC2 acorn-java-orders -> NAT gateways eu-central-1a, b: TCP 443",
    "Amazon EC2 acorn-java-orders -> VPC endpoints s3 (gateway): TCP 443",
    "Internet -> Application Load Balancer acorn-java-orders: TCP 443, 80",
    "Amazon ECS service acorn-java-orders-orders -> NAT gateways eu-central-1a, b: TCP 443",
    "Amazon ECS service acorn-java-orders-orders -> VPC endpoints s3 (gateway): TCP 443",
    "NAT gateways eu-central-1a, b -> Internet: ",
    "Amazon ECS service acorn-java-orders-orders -> Amazon SQS queue acorn-java-orders: consumes",
    "Amazon ECS service acorn-java-orders-orders -> CloudWatch Logs 8 log groups: writes",
    "Amazon ECS service acorn-java-orders-orders -> Amazon S3 bucket acorn-warehouse-exports: reads",
    "Amazon ECS service acorn-java-orders-orders -> Amazon ECR acorn-java-orders-app: pulls",
    "Amazon ECS service acorn-java-orders-orders -> Secrets Manager DATABASE_PASSWORD: reads",
    "Application Load Balancer acorn-java-orders -> Amazon S3 bucket acorn-java-orders-alb-logs-111122223333: access logs",
    "Alarms and events 17 alarms, 6 event rules -> Amazon SNS topic acorn-java-orders-alarms: notifies",
    "Amazon SNS topic acorn-java-orders-alarms -> Recipients ops@acorn.example: notifies",
  ]);
});

test("each arrow names the resources that allow it", () => {
  const database = overview(javaOrders!).arrows.find(({ label }) => label === "TCP 3306");
  expect(database?.resources).toEqual([
    "java-orders-service: aws_vpc_security_group_egress_rule.services_orders_task-security-group_to-acorn-java-orders-database-3306_egress (tcp 3306 to aws_security_group.database_security-group)",
    "java-orders-service: aws_vpc_security_group_ingress_rule.services_orders_task-security-group_to-acorn-java-orders-database-3306_ingress (tcp 3306 from aws_security_group.services_orders_task-security-group_security-group)",
  ]);
  expect([...javaOrders!.arrows, ...shop!.arrows].filter(({ resources }) => resources.length === 0)).toEqual([]);
});

test("areas are nested as AWS nests them, and public means a route to an internet gateway", () => {
  expect(javaOrders!.areas.map(({ kind, lines }) => [kind, ...lines])).toEqual([
    ["account", "eu-central-1"],
    ["vpc", "acorn-java-orders", "10.0.0.0/16"],
    ["public", "a, b"],
    ["private", "a, b"],
    ["isolated", "a, b"],
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
  const svg = await drawSvg(overview(shop!), { title: "shop" });
  expect(svg).toMatch(/^<svg [^>]*role="img" aria-labelledby="p-title p-desc">/);
  expect(svg).toContain("@media (prefers-color-scheme:dark)");
  expect(svg).not.toMatch(/<script|<image|href=|@import|url\((?!#)/);
  const groups = svg.match(/<g class="(?:box|area|arrow) [^"]*">(?=<(?!path))/g)?.length ?? 0;
  expect(svg.match(/<g class="(?:box|area|arrow) [^"]*"><title>/g)).toHaveLength(groups);
  expect(await drawSvg(overview(shop!), { title: "shop" })).toBe(svg);
});

test("a name that is too long loses its middle, and first the account at its end", () => {
  expect(shortened("acorn-uploads-111122223333", 200, 11)).toBe("acorn-uploads-111122223333");
  expect(shortened("acorn-uploads-111122223333", 100, 11)).toBe("acorn-uploads");
  expect(shortened("acorn-production-uploads-111122223333", 100, 11)).toMatch(/^acorn-\w+…\w+oads$/);
});

test("no text is wider than its box", async () => {
  for (const environment of [nodeApi, javaEnvironment, sixServices]) {
    const svg = await drawSvg(overview(readModel(stacksOf(environment))), { title: "x" });
    const widest = Math.max(
      ...[...svg.matchAll(/<text class="title"[^>]*>([^<]*)/g)].map(([, text = ""]) => widthOf(text, 12.5, true)),
    );
    expect(widest).toBeLessThan(180);
    expect(Number(/viewBox="0 0 (\d+)/.exec(svg)?.[1])).toBeLessThan(1300);
  }
});
