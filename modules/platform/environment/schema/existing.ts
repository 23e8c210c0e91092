import { z } from "./zod";

/** The two schemas behind a section of `eitherExisting`, for the reference page. */
export const alternatives = new WeakMap<z.ZodType, readonly z.ZodType[]>();

/**
 * One of two kinds of a section: with `existing`, something that is used without being owned, and without it, what is made.
 *
 * Not z.union, whose errors are about both at once.
 */
export function eitherExisting<Existing extends z.ZodType, Made extends z.ZodType>(existing: Existing, made: Made) {
  const section = z
    .custom<z.input<Existing> | z.input<Made>>(() => true)
    .transform((value, context): z.output<Existing> | z.output<Made> => {
      const isExisting = typeof value === "object" && value !== null && "existing" in value;
      const result = (isExisting ? existing : made).safeParse(value);
      if (result.success) return result.data as z.output<Existing> | z.output<Made>;
      for (const issue of result.error.issues) context.issues.push({ ...issue, input: value } as z.core.$ZodRawIssue);
      return z.NEVER;
    });
  alternatives.set(section, [made, existing]);
  return section;
}
