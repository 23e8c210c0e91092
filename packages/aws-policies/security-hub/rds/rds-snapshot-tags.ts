import { requireArgument } from "../shared/arguments";
import { control } from "../shared/control";

export const rdsSnapshotTags = control({
  id: "rds-snapshot-tags",
  controls: { "RDS.17": "low" },
  checkov: ["CKV2_AWS_60"],
  title: "Snapshots carry the tags of their database",
  why: "A snapshot without tags outlives its database, and nobody knows whose data it holds.",
  fix: "Set copy_tags_to_snapshot to true.",
  types: ["aws_db_instance"],
  judge: (instance) => requireArgument(instance, "copy_tags_to_snapshot", true),
});
