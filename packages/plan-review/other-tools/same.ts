/**
 * Rules of Trivy (without its older prefix `AVD-`) that check the same as one of Checkov, so that what both report appears once.
 *
 * Sources: the ids in https://github.com/aquasecurity/trivy-checks/tree/main/checks/cloud/aws and
 * https://github.com/bridgecrewio/checkov/tree/main/checkov/terraform/checks, compared in 2026-11. AWS-0107, open ports, is several rules there.
 */
const sameAsCheckov: Readonly<Record<string, string>> = {
  "AWS-0017": "CKV_AWS_158",
  "AWS-0026": "CKV_AWS_3",
  "AWS-0027": "CKV_AWS_189",
  "AWS-0028": "CKV_AWS_79",
  "AWS-0030": "CKV_AWS_163",
  "AWS-0031": "CKV_AWS_51",
  "AWS-0033": "CKV_AWS_136",
  "AWS-0034": "CKV_AWS_65",
  "AWS-0037": "CKV_AWS_42",
  "AWS-0038": "CKV_AWS_37",
  "AWS-0039": "CKV_AWS_58",
  "AWS-0040": "CKV_AWS_39",
  "AWS-0041": "CKV_AWS_38",
  "AWS-0045": "CKV_AWS_29",
  "AWS-0051": "CKV_AWS_30",
  "AWS-0052": "CKV_AWS_131",
  "AWS-0054": "CKV_AWS_2",
  "AWS-0065": "CKV_AWS_7",
  "AWS-0066": "CKV_AWS_50",
  "AWS-0079": "CKV_AWS_96",
  "AWS-0080": "CKV_AWS_16",
  "AWS-0086": "CKV_AWS_53",
  "AWS-0087": "CKV_AWS_54",
  "AWS-0088": "CKV_AWS_19",
  "AWS-0089": "CKV_AWS_18",
  "AWS-0090": "CKV_AWS_21",
  "AWS-0091": "CKV_AWS_55",
  "AWS-0092": "CKV_AWS_20",
  "AWS-0093": "CKV_AWS_56",
  "AWS-0094": "CKV2_AWS_6",
  "AWS-0095": "CKV_AWS_26",
  "AWS-0096": "CKV_AWS_27",
  "AWS-0098": "CKV_AWS_149",
  "AWS-0099": "CKV_AWS_23",
  "AWS-0104": "CKV_AWS_382",
  "AWS-0124": "CKV_AWS_23",
  "AWS-0130": "CKV_AWS_79",
  "AWS-0131": "CKV_AWS_8",
  "AWS-0132": "CKV_AWS_145",
  "AWS-0133": "CKV_AWS_353",
  "AWS-0164": "CKV_AWS_130",
  "AWS-0176": "CKV_AWS_161",
  "AWS-0177": "CKV_AWS_293",
  "AWS-0178": "CKV2_AWS_11",
  "AWS-0180": "CKV_AWS_17",
};

/** The name under which rules of several tools are one. */
export function commonRule(rule: string): string {
  const own = rule.replace(/^AVD-/, "");
  return Object.hasOwn(sameAsCheckov, own) ? (sameAsCheckov[own] ?? own) : own;
}
