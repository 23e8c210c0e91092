/** One value of a secret in Secrets Manager. */
export interface SecretProps {
  readonly secretArn: string;
  /** Key in a secret that is JSON. @default - the whole value */
  readonly jsonKey?: string;
  /** @default - "AWSCURRENT" */
  readonly versionStage?: string;
}

/** Secrets by the name under which a container or its log driver gets them, as ECS lists them. */
export function valuesFrom(secrets: Readonly<Record<string, SecretProps>>): { name: string; valueFrom: string }[] {
  return Object.keys(secrets)
    .sort()
    .map((name) => ({ name, valueFrom: valueFrom(secrets[name] as SecretProps) }));
}

/** `arn:key:stage:version`, as ECS reads it. Source: ECS Developer Guide, "Pass Secrets Manager secrets". */
function valueFrom({ secretArn, jsonKey = "", versionStage = "" }: SecretProps): string {
  return jsonKey === "" && versionStage === "" ? secretArn : `${secretArn}:${jsonKey}:${versionStage}:`;
}
