import { partitionOf } from "../../aws/regions";
import type { ServiceTarget } from "../../lib/ecs/target";
import { exitCodes, UserError } from "../../packages/common/errors";

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
export function pageOf(environment: ServiceTarget, page: Page): string {
  const { base, cluster, container, databases, domain, image, name, region, account, secretPrefix, service } =
    environment;
  const [database] = Object.values(databases);
  const at = (path: string) => `https://${consoleHost(region)}/${path}`;
  const query = `region=${region}`;
  const ecs = `ecs/v2/clusters/${cluster.name}/services/${service.name}`;
  // CloudWatch's console encodes a group's name twice, with $ for %.
  const group = encodeURIComponent(encodeURIComponent(service.containers[container]?.logGroup ?? "")).replaceAll(
    "%",
    "$",
  );
  const addresses: Readonly<Record<Page, string | undefined>> = {
    app: domain && `https://${domain.hosts[0]}`,
    service: at(`${ecs}/health?${query}`),
    tasks: at(`${ecs}/tasks?${query}`),
    logs: at(`cloudwatch/home?${query}#logsV2:log-groups/log-group/${group}`),
    alarms: at(`cloudwatch/home?${query}#alarmsV2:?search=${encodeURIComponent(base)}`),
    dashboard: at(`cloudwatch/home?${query}#dashboards/dashboard/${base}`),
    database: database && at(`rds/home?${query}#database:id=${database.identifier};is-cluster=false`),
    images: at(`ecr/repositories/private/${account}/${image.repository}?${query}`),
    secrets: at(`secretsmanager/listsecrets?${query}&search=${encodeURIComponent(secretPrefix)}`),
  };
  const address = addresses[page];
  if (address === undefined)
    throw new UserError(`${name} has no ${page === "app" ? "host name" : page}`, exitCodes.usage);
  return address;
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
