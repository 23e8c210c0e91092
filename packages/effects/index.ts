/**
 * What a resource permits, exposes, loses or hides, read from its arguments: one evaluation for the policies and for the plan review.
 */
export * from "./secrets";
