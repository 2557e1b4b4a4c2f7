/** A column's heading sorts upwards, then downwards, then not at all. */
import type { Sorting } from './grid.ts'

export function turned(sorting: Sorting, by: string): Sorting {
  if (sorting?.by !== by) return { by, descending: false }
  return sorting.descending ? null : { by, descending: true }
}

/** As `aria-sort` says it. */
export function directionOf(sorting: Sorting, by: string): 'none' | 'ascending' | 'descending' {
  if (sorting?.by !== by) return 'none'
  return sorting.descending ? 'descending' : 'ascending'
}
