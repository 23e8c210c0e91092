export { Bucket, type BucketLifecycle, type BucketProps, type Cors } from "./bucket";
