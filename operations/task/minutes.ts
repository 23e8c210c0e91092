import { UserError } from "../../packages/common/errors";

/** Reads an option that is a time in minutes. @throws UserError for anything but a whole number from 1 to 1440 */
export function minutes(option: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (/^\d+$/.test(value) && number >= 1 && number <= 1440) return number;
  throw new UserError(`${option} takes minutes, a whole number from 1 to 1440; got ${JSON.stringify(value)}`);
}
