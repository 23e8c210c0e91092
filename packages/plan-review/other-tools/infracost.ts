import { isRecord, type Properties } from "../../terraform-json";
import { recordsOf, textOf, type FoundCosts } from "./parts";

/** Costs from `infracost diff --format json` or `infracost breakdown --format json`; amounts in it are decimal texts. */
export function infracostCosts(json: Properties): FoundCosts {
  const projects = recordsOf(json.projects);
  const total = amount(json.totalMonthlyCost);
  const past = amount(json.pastTotalMonthlyCost);
  const change =
    amount(json.diffTotalMonthlyCost) ?? (total === undefined || past === undefined ? undefined : total - past);
  return {
    currency: textOf(json.currency) ?? "USD",
    total,
    change,
    resources: projects.flatMap(({ diff }) =>
      recordsOf(isRecord(diff) ? diff.resources : undefined).flatMap(({ name, monthlyCost }) => {
        const own = amount(monthlyCost);
        return typeof name === "string" && own !== undefined && own !== 0 ? [{ name, change: own }] : [];
      }),
    ),
  };
}

function amount(value: unknown): number | undefined {
  const number = typeof value === "string" && value !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}
