/** What running gestures, one's own and everybody else's, show in another place than where it stands. */
import type { Peer } from '#lib/board/presence.ts'
import { withContents } from '#lib/domain/commands/arrange.ts'
import type { Id, Point } from '#lib/domain/content.ts'
import type { Rect } from '#lib/domain/geometry.ts'
import type { Editor } from '#lib/editor/editor.ts'
import type { Box } from '#lib/scene/scene.ts'

export type Drafts = {
  /** How far each dragged box is from where it stands. */
  readonly offsets: ReadonlyMap<Id, Point>
  /** The rectangle that each box being resized has for the moment. */
  readonly rects: ReadonlyMap<Id, Rect>
}

export function draftsOf(editor: Editor, peers: readonly Peer[]): Drafts {
  const offsets = new Map<Id, Point>()
  const rects = new Map<Id, Rect>()
  for (const { presence } of peers) {
    const { draft, selection = [], view } = presence
    if (view !== editor.view || !draft) continue
    if ('d' in draft) {
      for (const id of withContents(editor.content, editor.view, selection)) offsets.set(id, draft.d)
    } else if ('resize' in draft) addRect(rects, draft.resize)
  }
  const own = editor.hand.shown.draft
  if (own && 'd' in own) for (const id of editor.hand.shown.moving) offsets.set(id, own.d)
  if (own && 'resize' in own) addRect(rects, own.resize)
  return { offsets, rects }
}

const addRect = (rects: Map<Id, Rect>, [id, x, y, w, h]: readonly [Id, number, number, number, number]) =>
  rects.set(id, { x, y, w, h })

export const isDrafted = ({ offsets, rects }: Drafts, id: Id): boolean => offsets.has(id) || rects.has(id)

/** Where a box is shown for the moment. */
export function rectNow({ offsets, rects }: Drafts, { id, rect }: Pick<Box, 'id' | 'rect'>): Rect {
  const resized = rects.get(id)
  if (resized) return resized
  const d = offsets.get(id)
  return d ? { ...rect, x: rect.x + d[0], y: rect.y + d[1] } : rect
}
