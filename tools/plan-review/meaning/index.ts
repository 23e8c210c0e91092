export { diffOf, type DiffOptions } from "./diff/diff";
