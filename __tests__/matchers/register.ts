import { toHaveContainer } from "./container";
import { toMatchProperties } from "./every";
import { toHaveOutput, toHaveVariable } from "./output";
import { toAllowAction, toDenyAction } from "./policy";
import { toReference } from "./reference";
import { toHaveDataSource, toHaveNoResource, toHaveResource, toHaveResourceCount } from "./resource";

/** Adds every matcher of this folder to jest's `expect`. */
export function registerMatchers(): void {
  expect.extend({
    toAllowAction,
    toDenyAction,
    toHaveContainer,
    toHaveDataSource,
    toHaveNoResource,
    toHaveOutput,
    toHaveResource,
    toHaveResourceCount,
    toHaveVariable,
    toMatchProperties,
    toReference,
  });
}
