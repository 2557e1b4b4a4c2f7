/** Which rows of a long grid are in the page: those near the screen, and the one with the focus wherever it is. */

/** Heights in CSS pixels; the width of the box that chooses a row. */
export const ROW = 38
export const HEAD = 40
export const CHECK = 40
/** Rows beyond the screen on both sides. */
const SPARE = 8

/**
 * A row in the page, its number among all, and the height of what is left out before it. `slot`: which of the rows that the page has draws it; who
 * comes in takes over the one of who leaves, so that a scroll writes other words into cells instead of making new ones.
 */
export type Place<Row> = { readonly row: Row; readonly place: number; readonly gap: number; readonly slot: number }

export type Sight<Row> = {
  readonly rows: readonly Row[]
  /** How far the grid is scrolled, and how much of it is seen: CSS pixels. */
  readonly top: number
  readonly height: number
  /** The number of the row with the focus; −1: none. */
  readonly at: number
}

/** Gives the same objects again as long as nothing changes: a scroll draws the rows that come in, not all. */
export function gridWindow<Row extends { readonly id: string }>(): (sight: Sight<Row>) => readonly Place<Row>[] {
  let known: ReadonlyMap<string, Place<Row>> = new Map()
  return ({ rows, top, height, at }) => {
    const first = Math.max(0, Math.floor((top - HEAD) / ROW) - SPARE)
    const last = Math.min(rows.length, Math.ceil((top + height) / ROW) + SPARE)
    const places = Array.from({ length: Math.max(0, last - first) }, (_, i) => first + i)
    if (at >= 0 && at < first) places.unshift(at)
    if (at >= last) places.push(at)
    const staying = new Set(places.map((place) => rows[place]!.id))
    const free = [...known].flatMap(([id, { slot }]) => (staying.has(id) ? [] : [slot]))
    let unused = 1 + Math.max(-1, ...[...known.values()].map(({ slot }) => slot))
    const next = places.map((place, i): Place<Row> => {
      const [row, gap] = [rows[place]!, (place - (places[i - 1] ?? -1) - 1) * ROW]
      const before = known.get(row.id)
      if (before?.row === row && before.place === place && before.gap === gap) return before
      return { row, place, gap, slot: before?.slot ?? free.shift() ?? unused++ }
    })
    known = new Map(next.map((each) => [each.row.id, each]))
    return next
  }
}

/** The height of what is left out after the last row in the page. */
export const below = (rows: number, shown: readonly Place<unknown>[]): number =>
  (rows - 1 - (shown.at(-1)?.place ?? -1)) * ROW
