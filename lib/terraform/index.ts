export { findTerraform, type FindOptions, type Terraform } from "./find";
export { readJournal, type Journal } from "./journal";
export { keepTainted, readState, resourcesInState, terraform, type ResourceInState } from "./state";
