import { z } from "./zod";
import { logRetentionDays, type NameForm, type NumberRange } from "../../../../aws/limits";

/** Text of a form that AWS or a standard prescribes. */
export const text = (form: NameForm) => z.string({ error: form.allowed }).regex(form.pattern, { error: form.allowed });

/** A whole number with both limits included. */
export const whole = (minimum: number, maximum: number, unit: string) => {
  const error = `a whole number from ${minimum} to ${maximum}${unit === "" ? "" : ` ${unit}`}`;
  return z.int({ error }).min(minimum, { error }).max(maximum, { error });
};

/** A whole number within the limits of a table in `aws/`. */
export const range = ({ minimum, maximum, unit = "" }: NumberRange) => whole(minimum, maximum, unit);

export const percent = (minimum = 0, maximum = 100) => whole(minimum, maximum, "percent");
export const seconds = (minimum: number, maximum: number) => whole(minimum, maximum, "seconds");
export const days = (minimum: number, maximum: number) => whole(minimum, maximum, "days");
export const port = whole(1, 65535, "");

/** Days of retention among those that CloudWatch Logs offers. */
export const logRetention = z.literal(logRetentionDays, {
  error: `days that CloudWatch Logs offers: ${logRetentionDays.join(", ")}`,
});
