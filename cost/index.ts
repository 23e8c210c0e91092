/** What an environment costs by the month, read from its synthesized JSON; prices that are not known stay unknown. */
export { defaultAssumptions, type Assumptions } from "./assumptions";
export { costChange, estimate, estimated, grouped, type CostChange, type Prices } from "./estimate";
export { hoursPerMonth, type Estimate, type Line, type Range, type Usage } from "./model";
export { planKey, planKeys, planTypeOf, savingsPlanOf, type SavingsPlan } from "./savings-plan";
export { usageOf } from "./usage";
export { assumptionsInWords, changeInWords, costInWords, dollars, rangeInWords, savingsPlanInWords } from "./words";
