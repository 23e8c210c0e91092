/** The system as it is drawn, priced and compared: boxes, what they are in, and arrows; every one names the resources that it was read from. */
export interface Model {
  readonly areas: readonly Area[];
  readonly boxes: readonly Box[];
  readonly arrows: readonly Arrow[];
}

/** What boxes are in: the account, the VPC, its subnets of one kind, the instances of an Auto Scaling group. */
export interface Area {
  readonly id: string;
  readonly kind: "account" | "vpc" | "public" | "private" | "isolated" | "capacity";
  readonly title: string;
  readonly lines: readonly string[];
  /** The area around it. @default - none */
  readonly parent?: string | undefined;
  readonly resources: readonly string[];
}

/** In the order in which legends and lists show them. */
export const boxKinds = [
  "internet",
  "edge",
  "compute",
  "data",
  "messaging",
  "storage",
  "security",
  "operations",
  "network",
] as const;
export type BoxKind = (typeof boxKinds)[number];

export interface Box {
  readonly id: string;
  readonly kind: BoxKind;
  /** AWS's own name: `Application Load Balancer`. */
  readonly title: string;
  /** Its own name, and what matters of it. */
  readonly lines: readonly string[];
  /** What is drawn inside it: the containers of a service. */
  readonly parts: readonly { readonly title: string; readonly lines: readonly string[] }[];
  readonly area?: string | undefined;
  /** Addresses: `production-data: aws_db_instance.database_instance`. */
  readonly resources: readonly string[];
  /** Boxes with the same name are one in the overview; those of `hidden` are in none. */
  readonly overview?: string | undefined;
  /** It is referred to, and belongs to another configuration or account. */
  readonly foreign?: true;
}

export interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly kind: "traffic" | "permission" | "notification";
  /** `TCP 5432`, `reads and writes`. */
  readonly label: string;
  /** The resources that allow it, with what each of them says. */
  readonly resources: readonly string[];
}

/** What identifies an arrow, whatever allows it. */
export const arrowKey = ({ from, to, kind, label }: Arrow): string => [from, to, kind, label].join(" → ");

/** What happened, or happens, to a part of the picture. */
export type Mark = "added" | "removed" | "changed" | "healthy" | "degraded" | "deploying";

/** A model with marks, by the id of a box or area, or the key of an arrow. */
export interface MarkedModel extends Model {
  readonly marks: ReadonlyMap<string, Mark>;
}
