export { findTerraform, type FindOptions, type Terraform } from "./find";
export { keepTainted, resourcesInState, terraform } from "./state";
