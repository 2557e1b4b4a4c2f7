/** What lies over the cards: selections, handles, marquee, the arrow being drawn, and the others: their selections and cursors. */
import type { Peer } from '#lib/board/presence.ts'
import type { Id, Point } from '#lib/domain/content.ts'
import type { Rect } from '#lib/domain/geometry.ts'
import type { Camera } from '#lib/editor/camera.ts'
import { toScreen } from '#lib/editor/camera.ts'
import type { Editor } from '#lib/editor/editor.ts'
import { strokeLines } from './painter.ts'
import type { Theme } from './theme.ts'

export function paintOverlay(
  context: CanvasRenderingContext2D,
  editor: Editor,
  peers: readonly Peer[],
  offsets: ReadonlyMap<Id, Point>,
  theme: Theme,
  isResting: (peer: Peer) => boolean,
): void {
  const { camera, scene } = editor
  const here = peers.filter(({ presence }) => presence.view === editor.view)
  for (const { presence } of here)
    for (const id of presence.selection ?? [])
      outline(context, screenRect(camera, scene.boxes.get(id)?.rect, offsets.get(id)), presence.user.colour, 2)
  paintSelectedLines(context, editor, theme)
  for (const id of editor.selection)
    outline(context, screenRect(camera, scene.boxes.get(id)?.rect, offsets.get(id)), theme.focus, 2.5)
  paintHandles(context, editor, theme)
  paintMarquee(context, editor, theme)
  paintDrawnArrow(context, editor, theme)
  // The name is on the cursor while it moves, on the card once it rests.
  for (const peer of here)
    if (!peer.presence.cursor || isResting(peer)) nameTag(context, camera, editor, peer.presence, offsets, theme)
  for (const peer of here) {
    const { cursor: at, user } = peer.presence
    // A name that rests would hide words: only moving cursors carry one.
    if (at) cursor(context, toScreen(camera, at), isResting(peer) ? '' : user.name, user.colour, theme)
  }
}

function screenRect(camera: Camera, rect: Rect | undefined, offset: Point = [0, 0]): Rect | null {
  if (!rect) return null
  const [x, y] = toScreen(camera, [rect.x + offset[0], rect.y + offset[1]])
  return { x, y, w: rect.w * camera.zoom, h: rect.h * camera.zoom }
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
  const { camera, scene, selection, hover } = editor
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
  if (editor.gesture?.is === 'drag' || editor.gesture?.is === 'marquee') return
  const ids = new Set(editor.selection.size === 1 ? editor.selection : [])
  if (editor.hover) ids.add(editor.hover)
  for (const id of ids) {
    const point = editor.handleOf(id)
    if (!point) continue
    const [x, y] = toScreen(editor.camera, point)
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
  const rect = screenRect(editor.camera, editor.marquee ?? undefined)
  if (!rect) return
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
  const { draft, camera, scene, hover } = editor
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
  if (hover && hover !== draft.arrow.from)
    outline(context, screenRect(camera, scene.boxes.get(hover)?.rect), theme.accent, 3)
}

/** Above the card someone holds, not over its words. */
function nameTag(
  context: CanvasRenderingContext2D,
  camera: Camera,
  editor: Editor,
  presence: Peer['presence'],
  offsets: ReadonlyMap<Id, Point>,
  theme: Theme,
): void {
  const [id] = presence.selection ?? []
  const rect = id === undefined ? null : screenRect(camera, editor.scene.boxes.get(id)?.rect, offsets.get(id))
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
