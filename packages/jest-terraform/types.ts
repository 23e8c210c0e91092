import type { Block } from "../terraform-json";

/** A generated class of a resource or data source, such as `EcsService` or `DataAwsAmi`. */
export interface TerraformClass<Config = unknown> {
  readonly tfResourceType: string;
  readonly prototype: object;
  new (scope: never, id: string, config: Config): unknown;
}

/** A class, or Terraform's own name for the type: `aws_ecs_service`. */
export type TerraformType = TerraformClass<never> | string;

/** `networkMode` to `network_mode`. It carries what is done along, since TypeScript follows no other recursion beyond 50 letters. */
export type SnakeCase<Name extends string, Done extends string = ""> = Name extends `${infer First}${infer Rest}`
  ? SnakeCase<Rest, `${Done}${First extends Lowercase<First> ? First : `_${Lowercase<First>}`}`>
  : Done;

/** Arguments of a class in camelCase or snake_case, each an exact value, a subset or an asymmetric matcher. */
export type PropertiesOf<Config> = { readonly [Name in keyof Config | SnakeCase<keyof Config & string>]?: unknown };

/** Arguments of a type named by a string. */
export type AnyProperties = Readonly<Record<string, unknown>>;

/** Blocks of one class; `config` is never there, it only lets the compiler know their arguments. */
export type BlocksOf<Config> = readonly Block[] & { readonly config?: (config: Config) => never };
