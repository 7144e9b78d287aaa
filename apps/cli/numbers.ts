/**
 * A decimal string as Swedish tables print it: groups of three, a decimal comma. Ordinary spaces and hyphens, because a
 * terminal is copied from.
 */
export function swedish(value: string): string {
  const negative = value.startsWith('-');
  const [whole = '', fraction] = (negative ? value.slice(1) : value).split('.');
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ' ');
  return `${negative ? '-' : ''}${grouped}${fraction === undefined ? '' : `,${fraction}`}`;
}

/** With a plus before what is above zero, as in a list of changes. */
export function swedishChange(value: string): string {
  return /^-|^0(?:\.0*)?$/.test(value) ? swedish(value) : `+${swedish(value)}`;
}
