export { ImageRecord, type ImageRecordProps } from "./image-record";
export { Repository, type RepositoryProps } from "./repository";
