import { policiesOf, type Statement } from "../../../terraform-json";
import { fail, pass } from "../../policy";
import { control } from "../shared/control";
import { hasEveryone } from "../shared/principals";

export const s3TlsOnly = control({
  id: "s3-tls-only",
  controls: { "S3.5": "medium" },
  title: "Buckets refuse requests without TLS",
  why: "Objects, and the signatures that open them, could be read on their way.",
  fix: "Deny s3:* to everyone on the bucket and its objects where aws:SecureTransport is false.",
  types: ["aws_s3_bucket"],
  judge: (bucket) =>
    policiesOf(bucket).statements.some(deniesWithoutTls)
      ? pass
      : fail("no statement of its policy denies s3:* to everyone where aws:SecureTransport is false"),
});

function deniesWithoutTls({ effect, actions, resources, principals, conditions }: Statement): boolean {
  const isAboutObjects = resources.some((resource) => /^\*$|\/\*$/.test(resource));
  const isAboutBucket = resources.some((resource) => !resource.endsWith("/*"));
  return (
    effect === "Deny" &&
    hasEveryone(principals) &&
    actions.some((action) => /^(s3:)?\*$/i.test(action)) &&
    isAboutObjects &&
    isAboutBucket &&
    (conditions.Bool?.["aws:SecureTransport"] ?? []).includes("false")
  );
}
