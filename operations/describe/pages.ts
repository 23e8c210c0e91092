import type { Environment } from "../../modules/platform/environment";
import { partitionOf } from "../../aws/regions";

/** Pages that belong to an environment, by the name that `open` takes. */
export const pages = [
  "app",
  "service",
  "tasks",
  "logs",
  "alarms",
  "database",
  "images",
  "secrets",
  "dashboard",
] as const;
export type Page = (typeof pages)[number];

/** AWS's console has a host name of its own in each partition. Source: AWS General Reference, "AWS Management Console". */
function consoleHost(region: string): string {
  return {
    aws: `${region}.console.aws.amazon.com`,
    "aws-us-gov": "console.amazonaws-us-gov.com",
    "aws-cn": "console.amazonaws.cn",
  }[partitionOf(region)];
}

/** Address of a page: the application itself, or one of AWS's console. */
export function pageOf(environment: Environment, page: Page): string {
  const { application, cluster, database, domain, name, region, repository, account, secrets, service, task } =
    environment;
  const at = (path: string) => `https://${consoleHost(region)}/${path}`;
  const query = `region=${region}`;
  const ecs = `ecs/v2/clusters/${cluster.name}/services/${service.name}`;
  // CloudWatch's console encodes a group's name twice, with $ for %.
  const group = encodeURIComponent(
    encodeURIComponent(task.containers[service.web.container]?.logGroup ?? ""),
  ).replaceAll("%", "$");
  const addresses: Readonly<Record<Page, string>> = {
    app: `https://${domain.hostname}`,
    service: at(`${ecs}/health?${query}`),
    tasks: at(`${ecs}/tasks?${query}`),
    logs: at(`cloudwatch/home?${query}#logsV2:log-groups/log-group/${group}`),
    alarms: at(`cloudwatch/home?${query}#alarmsV2:?search=${encodeURIComponent(`${application}-${name}`)}`),
    dashboard: at(`cloudwatch/home?${query}#dashboards/dashboard/${application}-${name}`),
    database: at(`rds/home?${query}#database:id=${database.identifier};is-cluster=false`),
    images: at(`ecr/repositories/private/${account}/${repository.name}?${query}`),
    secrets: at(`secretsmanager/listsecrets?${query}&search=${encodeURIComponent(secrets.prefix)}`),
  };
  return addresses[page];
}

/** The program that opens an address in the person's browser, by platform; undefined where there is no desktop. */
export function browserCommand(
  platform: NodeJS.Platform,
  env: NodeJS.ProcessEnv,
): { readonly command: string; readonly args: readonly string[] } | undefined {
  if (platform === "darwin") return { command: "open", args: [] };
  if (platform === "win32") return { command: "explorer.exe", args: [] };
  const hasDesktop = [env.DISPLAY, env.WAYLAND_DISPLAY, env.WSL_DISTRO_NAME].some(
    (value) => value !== undefined && value !== "",
  );
  return hasDesktop ? { command: "xdg-open", args: [] } : undefined;
}
