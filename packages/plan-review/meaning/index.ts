export { diffOf, type DiffOptions } from "./diff/diff";
export { meaningOf } from "./meaning";
