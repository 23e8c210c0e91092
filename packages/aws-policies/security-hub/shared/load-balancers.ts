import type { Block } from "../../../terraform-json";
import { notApplicable, type Judgement } from "../../policy";
import { textOf } from "./arguments";

/** Judges an application load balancer; those of another kind have nothing to judge. */
export function application(loadBalancer: Block, judge: () => Judgement): Judgement {
  const type = textOf(loadBalancer, "load_balancer_type", "application");
  return type === "application" ? judge() : notApplicable(`it is a ${type} load balancer`);
}
