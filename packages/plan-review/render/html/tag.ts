import { unbroken, visible } from "../visible";

/** HTML that is ready: text that came through `text()`, or tags around such. */
export type Html = string & { readonly html: unique symbol };

/** Text as HTML; what cannot be seen is written out. */
export function text(value: string): Html {
  return unbroken(visible(value)).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`) as Html;
}

/** Both sides of an arrow stay in one line where they are short; browsers break after hyphens. */
const sides = /[^\s<>]{1,40}\u00a0→\u00a0[^\s<>]{1,40}/g;

/** A sentence as HTML. */
export function prose(value: string): Html {
  return text(value).replace(sides, '<span class="nb">$&</span>') as Html;
}

/** An element. @param attributes their values are escaped; true is an attribute without a value, false and undefined is none */
export function tag(
  name: string,
  attributes: Readonly<Record<string, string | boolean | undefined>>,
  ...children: readonly (Html | readonly Html[])[]
): Html {
  const shown = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined || value === false ? [] : [value === true ? ` ${key}` : ` ${key}="${text(value)}"`],
  );
  return `<${name}${shown.join("")}>${children.flat().join("")}</${name}>` as Html;
}

/** An element without content, such as `meta` and `input`. */
export function empty(name: string, attributes: Readonly<Record<string, string | boolean | undefined>>): Html {
  return tag(name, attributes).slice(0, -`</${name}>`.length) as Html;
}
