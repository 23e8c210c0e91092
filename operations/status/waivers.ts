import type { Environment } from "../../modules/platform/environment";
import { noticeOf } from "../../packages/aws-policies/waivers";

/** The environment's waivers that expired, end within 30 days, or hold for more than a year; they change nothing about its health. */
export function waiverNotices({ name, waivers }: Pick<Environment, "name" | "waivers">, today: string): string[] {
  return waivers.flatMap((waiver) => noticeOf({ ...waiver, place: `in environment ${name}` }, today) ?? []);
}
