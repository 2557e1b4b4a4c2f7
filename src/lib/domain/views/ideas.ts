/** «Idées»: cards of every kind, drawings, pictures and zones stand where they are put. */
import { rectAt, rounded, sizeOf } from '../geometry.ts'
import { placed, type View } from './view.ts'

export const ideas: View = {
  // A note of *Mission* has its place there.
  holds: (element) => element.is === 'note' && element.zone === null,
  rectOf: (_, element, placement) => (placement ? rectAt(placement, sizeOf(element)) : null),
  drop: (_, { id }, at) => [placed('ideas', id, rounded(at))],
  follow: () => [],
  targetAt: () => null,
  tidy: null,
  isFree: true,
  takesAll: true,
  besides: ({ x, y }, [dx, dy]) => [x + dx, y + dy],
  makes: ['note', 'stroke', 'label', 'frame', 'image'],
  writes: [{ key: 'note', is: 'note' }],
  begins: 'left',
  pressed: 'note',
}
