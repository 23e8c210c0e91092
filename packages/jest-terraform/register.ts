import { toHaveContainer } from "./container";
import { toHaveDanglingReferences } from "./dangling";
import { toMatchProperties } from "./every";
import { toHaveBackend, toHaveOutput, toHaveProvider, toHaveVariable } from "./named";
import { toAllowAction, toDenyAction } from "./policy";
import { toBeReachableFrom, toBeReachableOnlyFrom } from "./reachable";
import { toReference } from "./reference";
import { toHaveDataSource, toHaveEphemeral, toHaveNoResource, toHaveResource, toHaveResourceCount } from "./resource";
import { toSatisfyPolicies } from "./satisfy";
import { toBeValidTerraform } from "./valid";

/** Adds every matcher of this folder to jest's `expect`. */
export function registerMatchers(): void {
  expect.extend({
    toAllowAction,
    toBeReachableFrom,
    toBeReachableOnlyFrom,
    toBeValidTerraform,
    toDenyAction,
    toHaveBackend,
    toHaveContainer,
    toHaveDanglingReferences,
    toHaveDataSource,
    toHaveEphemeral,
    toHaveNoResource,
    toHaveOutput,
    toHaveProvider,
    toHaveResource,
    toHaveResourceCount,
    toHaveVariable,
    toMatchProperties,
    toReference,
    toSatisfyPolicies,
  });
}
