/** An amount as Skatteforvaltningen writes it: decimal text in kroner, `"-1234.50"`. */
export function kroner(oere: number): string {
  const digits = String(Math.abs(oere)).padStart(3, '0');
  return `${oere < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
