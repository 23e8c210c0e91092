import { addressOf } from "../../../applications/variables";
import { numberOf } from "../../../packages/aws-policies/values";
import { valueLeadsTo, type Block, type Container } from "../../../packages/terraform-json";
import { secretsOf, variablesOf } from "./ecs";

/** What a container is given to talk to by one of its variables. */
export type Destination = { readonly variable: string } & (
  | { readonly kind: "resource"; readonly block: Block }
  | { readonly kind: "host"; readonly host: string; readonly port: number }
);

const hostAndPort = /^([A-Za-z0-9][A-Za-z0-9.-]*):(\d{1,5})$/;
const hostName = /^[A-Za-z0-9](?:[A-Za-z0-9-]*\.)*[A-Za-z0-9-]+$/;

/** Types that are reached over the network by their own security groups, or through an API. */
export const reachedTypes = [
  "aws_db_instance",
  "aws_rds_cluster",
  "aws_elasticache_replication_group",
  "aws_sqs_queue",
  "aws_s3_bucket",
] as const;

/** Everything that the variables of a container name. */
export function destinationsOf(container: Container, task: Block): readonly Destination[] {
  const variables = variablesOf(container);
  const secrets = secretsOf(container).map(({ name, valueFrom }) => [name, valueFrom] as const);
  return [...variables, ...secrets].flatMap(([variable, value]): Destination[] => {
    if (value.includes("${")) {
      return valueLeadsTo(task.configuration, value, ...reachedTypes).map((block) => ({
        variable,
        kind: "resource",
        block,
      }));
    }
    const named = addressIn(variable, value, variables);
    return named === undefined ? [] : [{ variable, kind: "host", ...named }];
  });
}

/** `redis://cache.example`, `cache.example:6379`, or `SMTP_ADDRESS` beside `SMTP_PORT`. */
function addressIn(
  variable: string,
  value: string,
  variables: ReadonlyMap<string, string>,
): { readonly host: string; readonly port: number } | undefined {
  const address = addressOf(value);
  if (address !== undefined) return address;
  const [, host, given] = hostAndPort.exec(value) ?? [];
  if (host !== undefined) return { host, port: Number(given) };
  const [, stem] = /^(.+)_(?:HOST|HOSTNAME|ADDRESS|SERVER)$/.exec(variable) ?? [];
  const port = stem === undefined ? undefined : numberOf(variables.get(`${stem}_PORT`));
  return port !== undefined && hostName.test(value) ? { host: value, port } : undefined;
}
