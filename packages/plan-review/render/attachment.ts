/** Something that whoever runs the review adds to it: it is no part of its verdict, and of no hash. */
export interface Attachment {
  readonly title: string;
  /** Sentences; shown in every format. */
  readonly lines: readonly string[];
  /** SVG that needs nothing from outside, made by the caller and trusted; shown in the HTML alone. @default - none */
  readonly figures?: readonly string[];
}

/** The styles in figures, which the page's content security policy has to let in. */
export const stylesIn = (attachments: readonly Attachment[]): string[] =>
  attachments
    .flatMap(({ figures = [] }) => figures)
    .flatMap((figure) => [...figure.matchAll(/<style>([\s\S]*?)<\/style>/g)].map(([, style = ""]) => style));
