/** What boards hold when they are opened. */
import * as Y from 'yjs'
import { newState } from '#lib/board/newState.ts'
import type { Change } from '#lib/domain/change.ts'
import { blankDossier } from '#lib/domain/schema/dossier.ts'
import { ELEMENT_KINDS, fieldsOf, type RecordKind } from '#lib/domain/schema/element.ts'
import { isSet, isText } from '#lib/domain/schema/fields.ts'

/** Every field that its kind has is filled; links of the three kinds between neighbours. A Yjs update of format 2. */
export function fullState(elements: number, links: number): Uint8Array {
  const kinds = ELEMENT_KINDS.filter((is) => is !== 'image' && is !== 'mission')
  const changes: Change[] = []
  for (let i = 0; i < elements; i++) {
    changes.push({ do: 'put', root: 'elements', record: filled(kinds[i % kinds.length]!, `e${i}`, i) as never })
    changes.push({ do: 'patch', root: 'placements', key: `ideas:e${i}`, point: [(i % 40) * 200, i * 3] })
  }
  for (let i = 0; i < links; i++) {
    const is = (['causal', 'relation', 'concerns'] as const)[i % 3]!
    const ends = { fromId: `e${i % elements}`, toId: `e${(i + 7) % elements}` }
    changes.push({ do: 'put', root: 'links', record: { ...filled(is, `l${i}`, i), ...ends } as never })
  }
  return newState(blankDossier('ref-banc', 'Banc'), changes, true)
}

function filled(is: RecordKind, id: string, i: number): object {
  const fields = fieldsOf(is).map(({ name, shape, options }) => [
    name,
    isText(shape) ? words(i) : isSet(shape) ? [`e${(i * 3) % 1_000}`] : (options?.[i % options.length] ?? i % 6),
  ])
  return { ...Object.fromEntries(fields), id, is, order: `a${i}` }
}

const WORDS = 'coopération territoire habitants réemploi mobilité alimentation énergie emploi lien culture'.split(' ')
const words = (i: number): string =>
  Array.from({ length: 6 }, (_, k) => WORDS[(i * 7 + k * 5) % WORDS.length]!).join(' ')

/** Edits that follow a state: cards moved, one update each. */
export function rowsAfter(state: Uint8Array | null, count: number): readonly Uint8Array[] {
  const doc = new Y.Doc()
  if (state) Y.applyUpdateV2(doc, state)
  const rows: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => rows.push(update))
  for (let i = 0; i < count; i++) doc.getMap('placements').set(`ideas:e${i % 200}`, [i, -i])
  doc.destroy()
  return rows
}
