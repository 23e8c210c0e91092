import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { waive } from "../../../modules/shared/waive";
import { waiversInCode } from "../../../packages/aws-policies/waivers";
import { testStack } from "../../../packages/jest-terraform";

test("waive() writes into the resource's comment, which the policies read; several add up", () => {
  const { configuration } = testStack((scope) => {
    const bucket = new S3Bucket(scope, "uploads", { bucket: "uploads" });
    waive(bucket, { policy: "bucket-name", reason: "renamed in spring", until: "2027-03-31" });
    waive(bucket, { policy: "bucket-tags", reason: "tagged by hand", until: "2027-01-31" });
  });
  expect(configuration.find("aws_s3_bucket.uploads")?.properties).toEqual({ bucket: "uploads" });
  expect(waiversInCode([configuration])).toEqual([
    {
      policy: "bucket-name",
      resource: "test/aws_s3_bucket.uploads",
      reason: "renamed in spring",
      until: "2027-03-31",
      place: "at test/uploads",
    },
    {
      policy: "bucket-tags",
      resource: "test/aws_s3_bucket.uploads",
      reason: "tagged by hand",
      until: "2027-01-31",
      place: "at test/uploads",
    },
  ]);
});
