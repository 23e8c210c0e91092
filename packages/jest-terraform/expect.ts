import type { PolicyQuestion } from "./policy";
import type { TrafficOptions, TrafficSource } from "./reachable";
import type { PolicyPack } from "./satisfy";
import type { Selector } from "./select";
import type { ReferenceTarget } from "./target";
import type { AnyProperties, BlocksOf, PropertiesOf, TerraformClass } from "./types";

declare global {
  namespace jest {
    interface Matchers<R, T = {}> {
      /** At least one resource of the type has these properties. */
      toHaveResource(type: string, properties?: AnyProperties, selector?: Selector): R;
      toHaveResource<Config>(
        type: TerraformClass<Config>,
        properties?: PropertiesOf<NonNullable<Config>>,
        selector?: Selector,
      ): R;

      /** Exactly `count` resources of the type have these properties. */
      toHaveResourceCount(type: string, count: number, properties?: AnyProperties): R;
      toHaveResourceCount<Config>(
        type: TerraformClass<Config>,
        count: number,
        properties?: PropertiesOf<NonNullable<Config>>,
      ): R;

      /** No resource of the type has these properties; without properties, there is none of the type at all. */
      toHaveNoResource(type: string, properties?: AnyProperties): R;
      toHaveNoResource<Config>(type: TerraformClass<Config>, properties?: PropertiesOf<NonNullable<Config>>): R;

      /** At least one data source of the type has these properties. */
      toHaveDataSource(type: string, properties?: AnyProperties, selector?: Selector): R;
      toHaveDataSource<Config>(
        type: TerraformClass<Config>,
        properties?: PropertiesOf<NonNullable<Config>>,
        selector?: Selector,
      ): R;

      /** At least one ephemeral resource of the type has these properties: a value that is in no state and no plan. */
      toHaveEphemeral(type: string, properties?: AnyProperties, selector?: Selector): R;

      /** There is an output of this name or construct id; properties are `value`, `sensitive`, `description`. */
      toHaveOutput(name: string, properties?: AnyProperties): R;

      /** There is a variable of this name; properties are `type`, `default`, `validation` and so on. */
      toHaveVariable(name: string, properties?: AnyProperties): R;

      /** The stack keeps its state in a backend of this type: `s3`, `local`, `remote`, `cloud`. */
      toHaveBackend(type: string, properties?: AnyProperties): R;

      /** The stack has a provider of this type: its class, or a name such as `aws`. */
      toHaveProvider(type: string, properties?: AnyProperties): R;
      toHaveProvider<Config>(type: TerraformClass<Config>, properties?: PropertiesOf<NonNullable<Config>>): R;

      /** Something refers to a block, variable, output or provider that is not there. Meant for `.not`. */
      toHaveDanglingReferences(): R;

      /** Every resource of `stack.everyResource(Type)` has these properties; an empty list is an error. */
      toMatchProperties(
        properties: T extends BlocksOf<infer Config> ? PropertiesOf<NonNullable<Config>> : AnyProperties,
      ): R;

      /** A resource mentions the target, directly or through another stack's state. */
      toReference(target: ReferenceTarget, attribute?: string): R;

      /**
       * A task definition has a container of this name with these properties, in the words of the ECS API. `environment` and
       * `secrets` may be written as maps.
       */
      toHaveContainer(name: string, properties?: AnyProperties): R;

      /** The policies of a role, bucket, key, policy ... allow the action. */
      toAllowAction(action: string, question?: PolicyQuestion): R;

      /** A statement denies the action explicitly; that nothing allows it is `.not.toAllowAction`. */
      toDenyAction(action: string, question?: PolicyQuestion): R;

      /** Security group rules let traffic from the source to the port: in here, and out there if the source is a resource. */
      toBeReachableFrom(source: TrafficSource, port: number, options?: TrafficOptions): R;

      /** As `toBeReachableFrom` for each source; and no rule lets anything else in, on any port. */
      toBeReachableOnlyFrom(
        sources: TrafficSource | readonly TrafficSource[],
        port: number,
        options?: TrafficOptions,
      ): R;

      /** No policy of the pack fails with an error. */
      toSatisfyPolicies(pack: PolicyPack): R;

      /** `terraform validate` accepts the stack, or all stacks of the app. Takes seconds and needs Terraform; to be awaited. */
      toBeValidTerraform(): Promise<R>;
    }
  }
}
