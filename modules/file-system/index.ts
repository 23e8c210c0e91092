export {
  FileSystem,
  type AccessPoint,
  type AccessPointProps,
  type FileSystemLifecycle,
  type FileSystemProps,
  type MountOptions,
  type TieringDays,
} from "./file-system";
