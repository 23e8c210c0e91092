export { Repository, type RepositoryProps } from "./repository";
