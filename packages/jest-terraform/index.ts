/**
 * What tests of infrastructure import: `synthesize`, `testStack` and the values that stand inside expectations. The matchers
 * themselves are registered by `__tests__/setup.ts`.
 */
import "./expect";

export { registerMatchers } from "./register";
export { synthesize, testStack, type TestStackOptions } from "./synthesize";
export { SynthesizedApp, SynthesizedStack, type Note } from "./synthesized";
export { absent, capture, jsonString, referenceTo, Capture } from "./values";
export type { PolicyQuestion } from "./policy";
export type { TrafficOptions, TrafficSource } from "./reachable";
export type { Finding, Policy, PolicyPack } from "./satisfy";
export type { Selector } from "./select";
export type { ReferenceTarget } from "./target";
export type { AnyProperties, PropertiesOf, TerraformClass, TerraformType } from "./types";
export { useTerraform, type RunTerraform } from "./valid";
