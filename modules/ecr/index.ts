export { ImageRecord, type ImageRecordProps } from "./image-record";
export { grantPull, Repository, type RepositoryProps } from "./repository";
