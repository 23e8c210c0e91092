export type { Attachment } from "./attachment";
export { html, type HtmlOptions } from "./html/html";
export { json } from "./json";
export { markdown, type MarkdownOptions } from "./markdown/markdown";
export { isReview, marker, reviewedHash } from "./markdown/markers";
export { sarif } from "./sarif";
export { text, type TextOptions } from "./text";
