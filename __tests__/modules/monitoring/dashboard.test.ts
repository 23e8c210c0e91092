import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { monitored, shop, type Stack, cluster } from "./shop";

describe("the dashboard", () => {
  interface Body {
    readonly widgets: {
      readonly type: string;
      readonly properties: { readonly markdown?: string; readonly title?: string; readonly alarms?: string[] };
    }[];
  }
  const bodyOf = (stack: Stack) =>
    JSON.parse(String(stack.resource(CloudwatchDashboard).properties.dashboard_body).replaceAll("\\\\", "\\")) as Body;
  const outline = (stack: Stack) =>
    bodyOf(stack).widgets.flatMap(({ properties: { markdown, title } }) => markdown ?? title ?? []);

  test("has a section of each service, and what they share", () => {
    expect(outline(shop)).toEqual([
      "## Is it healthy?",
      "Alarms",
      "### web",
      "Tasks",
      "Errors a minute",
      "Response time, seconds",
      "### api",
      "Tasks",
      "Errors a minute",
      "Response time, seconds",
      "### sidekiq",
      "Tasks",
      "Events in the logs a minute",
      "## Is it busy?",
      "### web",
      "Use of what the tasks reserve, percent",
      "Requests a minute",
      "### api",
      "Use of what the tasks reserve, percent",
      "Requests a minute",
      "### sidekiq",
      "Use of what the tasks reserve, percent",
      "Oldest waiting job, seconds",
      "### Shared by the services",
      "Instances the tasks need, percent of those there are",
      "jobs: Instances the tasks need, percent of those there are",
      "Database",
      "Database storage, bytes free",
      "reports: Database",
      "reports: Database storage, bytes used",
      "redis: Cache",
      "redis: Evicted keys a minute",
      "orders: Queue",
      "shared: File system",
      "## What changed?",
      "Deployments, tasks that stopped, instances",
      "Errors in the logs",
      "sidekiq: Errors in the logs",
    ]);
  });

  test("shows every alarm", () => {
    const shown = bodyOf(shop).widgets.flatMap(({ properties }) => properties.alarms ?? []);
    expect(shop).toHaveResourceCount(CloudwatchMetricAlarm, new Set(shown).size);
  });

  test("an alarm widget has a hundred alarms at most", () => {
    const stack = monitored((monitoring) => {
      for (let index = 0; index < 40; index += 1) {
        monitoring.watchService({ ...cluster, key: `service${index}`, serviceName: `service${index}` });
      }
      monitoring.dashboard({ region: "eu-central-1" });
    });
    const sizes = bodyOf(stack).widgets.flatMap(({ properties }) => properties.alarms?.length ?? []);
    expect(sizes).toEqual([100, 20]);
  });

  test("of nothing has its questions, and no section", () => {
    const empty = monitored((monitoring) => monitoring.dashboard({ region: "eu-central-1" }));
    expect(outline(empty)).toEqual(["## Is it healthy?", "## Is it busy?", "## What changed?"]);
  });
});
