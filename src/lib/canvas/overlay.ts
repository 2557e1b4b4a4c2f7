/** What lies over the cards: selections, handles, marquee, the arrow being drawn, and the others: their selections and cursors. */
import type { Peer } from '#lib/board/presence.ts'
import type { Id, Point } from '#lib/domain/content.ts'
import type { Rect } from '#lib/domain/geometry.ts'
import type { Camera } from '#lib/editor/camera.ts'
import { toScreen } from '#lib/editor/camera.ts'
import type { Editor } from '#lib/editor/editor.ts'
import { paintColumnTitles } from './columnTitles.ts'
import { rectNow, type Drafts } from './drafts.ts'
import { flat, tracePen } from './drawn.ts'
import { strokeLines } from './lines.ts'
import type { Theme } from './theme.ts'

type Over = {
  readonly drafts: Drafts
  readonly theme: Theme
  readonly isResting: (peer: Peer) => boolean
}

export function paintOverlay(
  context: CanvasRenderingContext2D,
  editor: Editor,
  peers: readonly Peer[],
  { drafts, theme, isResting }: Over,
): void {
  const { camera } = editor.look
  const here = peers.filter(({ presence }) => presence.view === editor.view)
  const rectOf = (id: Id) => {
    const box = editor.look.scene.boxes.get(id)
    return box ? screenRect(camera, rectNow(drafts, box)) : null
  }
  for (const { presence } of here)
    for (const id of presence.selection ?? []) outline(context, rectOf(id), presence.user.colour, 2)
  paintSelectedLines(context, editor, theme)
  paintColumnTitles(context, editor, theme)
  for (const id of editor.choice.selection) outline(context, rectOf(id), theme.focus, 2.5)
  paintGuides(context, editor, theme)
  paintHandles(context, editor, theme)
  paintCorners(context, editor, theme)
  paintMarquee(context, editor, theme)
  paintDrawnArrow(context, editor, theme)
  paintPens(context, editor, here, theme)
  paintEraser(context, editor, theme)
  // The name is on the cursor while it moves, on the card once it rests.
  for (const peer of here) if (!peer.presence.cursor || isResting(peer)) nameTag(context, rectOf, peer.presence, theme)
  for (const peer of here) {
    const { cursor: at, user } = peer.presence
    // A name that rests would hide words: only moving cursors carry one.
    if (at) cursor(context, toScreen(camera, at), isResting(peer) ? '' : user.name, user.colour, theme)
  }
}

function screenRect(camera: Camera, rect: Rect): Rect {
  const [x, y] = toScreen(camera, [rect.x, rect.y])
  return { x, y, w: rect.w * camera.zoom, h: rect.h * camera.zoom }
}

/** Edges and middles that a dragged card is held at. */
function paintGuides(context: CanvasRenderingContext2D, { hand, look: { camera } }: Editor, theme: Theme): void {
  context.strokeStyle = theme.looks.hinders.colour
  context.lineWidth = 1
  for (const { axis, at, from, to } of hand.shown.guides) {
    const [a, b] =
      axis === 'x'
        ? ([
            [at, from],
            [at, to],
          ] as const)
        : ([
            [from, at],
            [to, at],
          ] as const)
    const [[x1, y1], [x2, y2]] = [toScreen(camera, a), toScreen(camera, b)]
    context.beginPath()
    context.moveTo(Math.round(x1) + 0.5, Math.round(y1) + 0.5)
    context.lineTo(Math.round(x2) + 0.5, Math.round(y2) + 0.5)
    context.stroke()
  }
}

/** Squares at the corners of what can be resized. */
function paintCorners(context: CanvasRenderingContext2D, editor: Editor, theme: Theme): void {
  if (editor.hand.gesture?.is === 'drag') return
  for (const { at } of editor.hand.resizeHandles) {
    const [x, y] = toScreen(editor.look.camera, at)
    context.beginPath()
    context.roundRect(x - 5.5, y - 5.5, 11, 11, 3)
    context.fillStyle = theme.surface
    context.fill()
    context.strokeStyle = theme.focus
    context.lineWidth = 2
    context.stroke()
  }
}

/** Strokes on their way: one's own whole, others' as far as presence carries them. */
function paintPens(
  context: CanvasRenderingContext2D,
  { hand, look: { camera } }: Editor,
  peers: readonly Peer[],
  theme: Theme,
): void {
  const { drawn } = hand.shown
  const pens = peers.flatMap(({ presence: { draft } }) => (draft && 'pen' in draft ? [draft.pen] : []))
  if (!drawn && pens.length === 0) return
  context.save()
  context.scale(camera.zoom, camera.zoom)
  context.translate(-camera.x, -camera.y)
  for (const pen of pens) tracePen(context, pen.points, pen, theme)
  if (drawn) tracePen(context, flat(drawn.points), drawn.pen, theme)
  context.restore()
}

function paintEraser(
  context: CanvasRenderingContext2D,
  { choice, hand: { cursor }, look: { camera } }: Editor,
  theme: Theme,
): void {
  if (choice.tool !== 'eraser' || !cursor) return
  const [x, y] = toScreen(camera, cursor)
  context.beginPath()
  context.arc(x, y, 8, 0, 2 * Math.PI)
  context.fillStyle = theme.surface
  context.globalAlpha = 0.7
  context.fill()
  context.globalAlpha = 1
  context.strokeStyle = theme.ink2
  context.lineWidth = 1.5
  context.stroke()
}

function outline(context: CanvasRenderingContext2D, rect: Rect | null, colour: string, width: number): void {
  if (!rect) return
  context.beginPath()
  context.roundRect(rect.x - 3, rect.y - 3, rect.w + 6, rect.h + 6, 12)
  context.strokeStyle = colour
  context.lineWidth = width
  context.stroke()
}

function paintSelectedLines(context: CanvasRenderingContext2D, editor: Editor, theme: Theme): void {
  const { camera, scene } = editor.look
  const { selection, hover } = editor.choice
  const chosen = [...scene.lines.values()].filter(
    ({ id, from, to }) =>
      selection.has(id) || hover === id || (selection.size === 1 && (selection.has(from) || selection.has(to))),
  )
  if (chosen.length === 0) return
  context.save()
  context.scale(camera.zoom, camera.zoom)
  context.translate(-camera.x, -camera.y)
  for (const line of chosen) {
    const own = selection.has(line.id)
    strokeLines(context, [line], line.look, line.width + (own ? 1.4 : 0.6), theme, own ? theme.focus : theme.accent)
  }
  context.restore()
}

function paintHandles(context: CanvasRenderingContext2D, editor: Editor, theme: Theme): void {
  if (editor.hand.gesture?.is === 'drag' || editor.hand.gesture?.is === 'marquee') return
  const ids = new Set(editor.choice.selection.size === 1 ? editor.choice.selection : [])
  if (editor.choice.hover) ids.add(editor.choice.hover)
  for (const id of ids) {
    const point = editor.hand.handleOf(id)
    if (!point) continue
    const [x, y] = toScreen(editor.look.camera, point)
    context.beginPath()
    context.arc(x, y, 8, 0, 2 * Math.PI)
    context.fillStyle = theme.surface
    context.fill()
    context.strokeStyle = theme.accent
    context.lineWidth = 2
    context.stroke()
    context.beginPath()
    context.moveTo(x - 3, y)
    context.lineTo(x + 3, y)
    context.moveTo(x + 0.5, y - 3)
    context.lineTo(x + 3.5, y)
    context.lineTo(x + 0.5, y + 3)
    context.stroke()
  }
}

function paintMarquee(context: CanvasRenderingContext2D, editor: Editor, theme: Theme): void {
  if (!editor.hand.shown.marquee) return
  const rect = screenRect(editor.look.camera, editor.hand.shown.marquee)
  context.beginPath()
  context.rect(rect.x, rect.y, rect.w, rect.h)
  context.globalAlpha = 0.12
  context.fillStyle = theme.focus
  context.fill()
  context.globalAlpha = 1
  context.strokeStyle = theme.focus
  context.lineWidth = 1
  context.stroke()
}

function paintDrawnArrow(context: CanvasRenderingContext2D, editor: Editor, theme: Theme): void {
  const { camera, scene } = editor.look
  const { draft } = editor.hand.shown
  const { hover } = editor.choice
  if (!draft || !('arrow' in draft)) return
  const from = scene.boxes.get(draft.arrow.from)?.rect
  if (!from) return
  const [x1, y1] = toScreen(camera, [from.x + from.w, from.y + from.h / 2])
  const [x2, y2] = toScreen(camera, draft.arrow.to)
  context.beginPath()
  context.moveTo(x1, y1)
  context.bezierCurveTo(x1 + 40, y1, x2 - 40, y2, x2, y2)
  context.strokeStyle = theme.accent
  context.lineWidth = 2.5
  context.stroke()
  context.beginPath()
  context.arc(x2, y2, 5, 0, 2 * Math.PI)
  context.fillStyle = theme.accent
  context.fill()
  const box = hover === null ? undefined : scene.boxes.get(hover)
  if (hover && hover !== draft.arrow.from) outline(context, box ? screenRect(camera, box.rect) : null, theme.accent, 3)
}

/** Above the card someone holds, not over its words. */
function nameTag(
  context: CanvasRenderingContext2D,
  rectOf: (id: Id) => Rect | null,
  presence: Peer['presence'],
  theme: Theme,
): void {
  const [id] = presence.selection ?? []
  const rect = id === undefined ? null : rectOf(id)
  if (rect) tag(context, [rect.x, rect.y - 22], presence.user.name, presence.user.colour, theme)
}

function cursor(context: CanvasRenderingContext2D, [x, y]: Point, name: string, colour: string, theme: Theme): void {
  context.beginPath()
  context.moveTo(x, y)
  context.lineTo(x + 13, y + 8)
  context.lineTo(x + 6.5, y + 9.5)
  context.lineTo(x + 3.5, y + 15.5)
  context.closePath()
  context.fillStyle = colour
  context.fill()
  context.strokeStyle = theme.surface
  context.lineWidth = 1.5
  context.stroke()
  if (name !== '') tag(context, [x + 12, y + 14], name, colour, theme)
}

function tag(context: CanvasRenderingContext2D, [x, y]: Point, words: string, colour: string, theme: Theme): void {
  context.font = `600 12px ${theme.font}`
  context.textBaseline = 'middle'
  const width = context.measureText(words).width + 12
  context.beginPath()
  context.roundRect(x, y, width, 19, 6)
  context.fillStyle = colour
  context.fill()
  // Presence colours are all dark enough for white words.
  context.fillStyle = '#ffffff'
  context.fillText(words, x + 6, y + 10)
}
