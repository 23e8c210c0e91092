/**
 * The system drawn from its Terraform JSON: one model of boxes and arrows, read from facts alone, for the picture, the review and the
 * report.
 */
export { accessChanges, compare, type AccessChange } from "./compare";
export { arrowKey, type Arrow, type Box, type Mark, type MarkedModel, type Model } from "./model";
export { overview } from "./overview";
export { readModel } from "./read";
export { drawSvg } from "./svg";
export { escaped } from "./text";
export { drawTimelines, type DrawnTimeline } from "./timeline";
