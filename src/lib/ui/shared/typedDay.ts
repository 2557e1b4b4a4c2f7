/** What a box for a day says: null when it is empty, undefined while it is half typed. A year comes one figure at a time: 0002, 0020 … */
export function typedDay({ value, validity }: HTMLInputElement): string | null | undefined {
  if (validity.badInput || (value !== '' && value < '1900')) return undefined
  return value || null
}
