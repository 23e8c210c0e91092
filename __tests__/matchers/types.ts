/** A generated class of a resource or data source, such as `EcsService` or `DataAwsAmi`. */
export interface TerraformClass<Config = unknown> {
  readonly tfResourceType: string;
  readonly prototype: object;
  new (scope: never, id: string, config: Config): unknown;
}

/** A class, or Terraform's own name for the type: `aws_ecs_service`. */
export type TerraformType = TerraformClass<never> | string;

/** `networkMode` to `network_mode`. */
export type SnakeCase<Name extends string> = Name extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `_${Lowercase<First>}`}${SnakeCase<Rest>}`
  : Name;

/** Arguments of a class in camelCase or snake_case, each an exact value, a subset or an asymmetric matcher. */
export type PropertiesOf<Config> = { readonly [Name in keyof Config | SnakeCase<keyof Config & string>]?: unknown };

/** Arguments of a type named by a string. */
export type AnyProperties = Readonly<Record<string, unknown>>;
