export { findTerraform, type FindOptions, type Terraform } from "./find";
