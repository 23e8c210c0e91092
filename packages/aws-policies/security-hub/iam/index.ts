import type { Control } from "../shared/control";
import { iamNoCloudShell } from "./iam-no-cloud-shell";
import { iamNoFullAccess } from "./iam-no-full-access";
import { iamNoServiceWildcards } from "./iam-no-service-wildcards";
import { iamRoleTagged } from "./iam-role-tagged";

/** Controls for IAM. */
export const iam: readonly Control[] = [iamNoCloudShell, iamNoFullAccess, iamNoServiceWildcards, iamRoleTagged];
