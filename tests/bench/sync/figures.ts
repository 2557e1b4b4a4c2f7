/** Numbers of several runs, as a person reads them. */

/** How often each workload is run; each figure is the median of as many. */
export const ROUNDS = 5

export type Quantiles = { readonly p50: number; readonly p99: number; readonly most: number; readonly count: number }

export function quantiles(values: readonly number[]): Quantiles {
  const sorted = Float64Array.from(values).sort()
  return { p50: at(sorted, 0.5), p99: at(sorted, 0.99), most: sorted.at(-1) ?? NaN, count: sorted.length }
}

export const median = (values: readonly number[]): number => at(Float64Array.from(values).sort(), 0.5)

function at(sorted: Float64Array, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN
}

/** `2.4 (2.1–3.0)`. */
export function spread(values: readonly number[], digits = 1): string {
  if (values.length === 0) return '–'
  const [least, most] = [Math.min(...values), Math.max(...values)]
  return `${median(values).toFixed(digits)} (${least.toFixed(digits)}–${most.toFixed(digits)})`
}

/** A table of Markdown, that is readable as it is. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((name, i) => Math.max(name.length, ...rows.map((row) => (row[i] ?? '').length)))
  const line = (cells: readonly string[]) => `| ${cells.map((cell, i) => cell.padEnd(widths[i]!)).join(' | ')} |`
  return [line(head), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...rows.map(line)].join('\n')
}
