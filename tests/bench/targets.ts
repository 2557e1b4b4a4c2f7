/** Medians with the least and the most of the runs, and whether a median meets its goal. */
import type { Target } from './run.ts'

export async function repeat<T>(times: number, run: () => Promise<T>): Promise<readonly T[]> {
  const results: T[] = []
  for (let i = 0; i < times; i++) results.push(await run())
  return results
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN
}

export const spreadOf = (values: readonly number[]): string =>
  `${quantile(values, 0.5).toFixed(1)} (${Math.min(...values).toFixed(1)}–${Math.max(...values).toFixed(1)})`

const target = (name: string, goal: string, figure: string, met: boolean): Target => ({ name, goal, figure, met })
export const atLeast = <T>(name: string, goal: number, runs: readonly T[], of: (run: T) => number, unit: string) =>
  target(name, `≥ ${goal} ${unit}`, `${spreadOf(runs.map(of))} ${unit}`, quantile(runs.map(of), 0.5) >= goal)
export const atMost = <T>(name: string, goal: number, runs: readonly T[], of: (run: T) => number, unit: string) =>
  target(name, `≤ ${goal} ${unit}`, `${spreadOf(runs.map(of))} ${unit}`, quantile(runs.map(of), 0.5) <= goal)
