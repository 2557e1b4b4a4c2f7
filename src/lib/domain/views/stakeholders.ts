/** «Libre»: stakeholders stand where a group puts them. */
import type { Change } from '../change.ts'
import { byOrder, elementsOf, placementOf, type Content } from '../content.ts'
import { CARD, rectAt, rounded, sizeOf, union, type Rect } from '../geometry.ts'
import { byWords } from '../plain.ts'
import { placed, type View } from './view.ts'

export const stakeholders: View = {
  holds: ({ is }) => is === 'stakeholder',
  rectOf: (_, element, placement) =>
    element.is === 'stakeholder' && placement ? rectAt(placement, sizeOf(element)) : null,
  drop: (_, { id }, at) => [placed('stakeholders', id, rounded(at))],
  follow: () => [],
  targetAt: () => null,
  tidy,
  isFree: true,
  takesAll: false,
  besides: ({ x, y }, [dx, dy]) => [x + dx, y + dy],
  makes: ['stakeholder'],
  writes: [{ key: 'stakeholder', is: 'stakeholder' }],
  begins: 'left',
  pressed: null,
}

/** What a group placed by hand stays; what waits comes below, by kind. */
function tidy(content: Content): readonly Change[] {
  const cards = elementsOf(content, 'stakeholder')
  let around: Rect | null = null
  for (const card of cards) {
    const at = placementOf(content, 'stakeholders', card.id)
    const rect = at && rectAt(at, sizeOf(card))
    if (rect) around = around ? union(around, rect) : rect
  }
  const [left, top] = around ? [around.x, around.y + around.h + 60] : [0, 0]
  const waiting = cards
    .filter(({ id }) => !placementOf(content, 'stakeholders', id))
    .sort((a, b) => byWords(a.kind ?? '~', b.kind ?? '~') || byOrder(a, b))
  const across = Math.max(3, Math.ceil(Math.sqrt(waiting.length * 1.2)))
  return waiting.map(({ id }, i) =>
    placed('stakeholders', id, [left + (i % across) * (CARD.width + 44), top + Math.floor(i / across) * 124]),
  )
}
