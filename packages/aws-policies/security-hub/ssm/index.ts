import type { Control } from "../shared/control";
import { ssmInstancesManaged } from "./ssm-instances-managed";

/** Controls for AWS Systems Manager. */
export const ssm: readonly Control[] = [ssmInstancesManaged];
