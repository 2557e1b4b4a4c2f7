/** The 169 targets of the 17 sustainable development goals, as codes: `12.5`, `11.a`. */

/** For each goal, how many targets have a number and how many a letter. */
const COUNTS: readonly (readonly [numbered: number, lettered: number])[] = [
  [5, 2],
  [5, 3],
  [9, 4],
  [7, 3],
  [6, 3],
  [6, 2],
  [3, 2],
  [10, 2],
  [5, 3],
  [7, 3],
  [7, 3],
  [8, 3],
  [3, 2],
  [7, 3],
  [9, 3],
  [10, 2],
  [19, 0],
]

export const SDG_TARGETS: readonly string[] = COUNTS.flatMap(([numbered, lettered], i) => [
  ...Array.from({ length: numbered }, (_, n) => `${i + 1}.${n + 1}`),
  ...Array.from({ length: lettered }, (_, n) => `${i + 1}.${'abcd'[n]!}`),
])

const known = new Set(SDG_TARGETS)
export const isSdgTarget = (code: string): boolean => known.has(code)
