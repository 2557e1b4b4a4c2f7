/** Paints a scene in one pass: culled, in batches, with less detail when far. The same function paints the screen and pictures. */
import type { Id } from '#lib/domain/content.ts'
import { CARD, overlap, type Rect } from '#lib/domain/geometry.ts'
import type { Camera, Viewport } from '#lib/editor/camera.ts'
import type { SceneIndex } from '#lib/scene/index.ts'
import type { Backdrop, Box, CardBox, Line, LineLook, Scene, Tone } from '#lib/scene/scene.ts'
import { isDrafted, rectNow, type Drafts } from './drafts.ts'
import { paintFrame, paintImage, paintLabel, paintStroke } from './drawn.ts'
import { ICON_PATHS } from './icons.ts'
import type { Pictures } from './pictures.ts'
import type { Theme } from './theme.ts'

export type Painting = {
  readonly scene: Scene
  readonly index: SceneIndex
  readonly camera: Camera
  readonly viewport: Viewport
  readonly theme: Theme
  readonly drafts: Drafts
  readonly pictures: Pictures
  /** Strokes that the eraser has crossed. */
  readonly erasing: ReadonlySet<Id>
  /** Cards being edited in place: their text is a real text box on top. */
  readonly hiddenText: Id | null
  /** The column, zone or ring that a dragged card would fall into. */
  readonly target: string | null
  /** Cards of no interest for the moment; null: none. */
  readonly faint: ((id: Id) => boolean) | null
}

/** Below this zoom words cannot be read and are not painted. */
const READABLE = 0.3
const RADIUS = 10

/** All that stands still: what is being dragged or resized is left to `paintDrafts`. */
export function paint(context: CanvasRenderingContext2D, painting: Painting): void {
  const seen = seenBy(painting)
  enter(context, painting)
  paintBackdrop(context, painting.scene.backdrop, painting)
  paintLines(context, painting.index.linesIn(seen), painting)
  const { drafts, faint, theme } = painting
  const boxes = painting.index.boxesIn(seen).filter(({ id }) => !isDrafted(drafts, id))
  paintBoxes(context, boxes, painting)
  if (faint)
    veil(
      context,
      boxes.filter(({ id }) => faint(id)),
      theme,
    )
  context.restore()
}

/** What somebody is dragging or resizing, where it is now. */
export function paintDrafts(context: CanvasRenderingContext2D, painting: Painting): void {
  const { scene, drafts } = painting
  const ids = new Set([...drafts.offsets.keys(), ...drafts.rects.keys()])
  if (ids.size === 0) return
  const seen = seenBy(painting)
  const moved = [...ids]
    .flatMap((id) => scene.boxes.get(id) ?? [])
    .map((box) => ({ ...box, rect: rectNow(drafts, box) }))
    .filter(({ rect }) => overlap(rect, seen))
  enter(context, painting)
  paintBoxes(context, moved, painting)
  context.restore()
}

/** Paper over what is of no interest: told by more than colour, for its words pale too. */
function veil(context: CanvasRenderingContext2D, boxes: readonly Box[], theme: Theme): void {
  context.beginPath()
  for (const { rect } of boxes) context.rect(rect.x - 2, rect.y - 2, rect.w + 4, rect.h + 4)
  context.globalAlpha = 0.78
  context.fillStyle = theme.paper
  context.fill()
  context.globalAlpha = 1
}

const seenBy = ({ camera, viewport }: Painting): Rect => ({
  x: camera.x,
  y: camera.y,
  w: viewport.width / camera.zoom,
  h: viewport.height / camera.zoom,
})

function enter(context: CanvasRenderingContext2D, { camera }: Painting): void {
  context.save()
  context.scale(camera.zoom, camera.zoom)
  context.translate(-camera.x, -camera.y)
  context.fontKerning = 'none'
}

// ── behind the cards ──

function paintBackdrop(context: CanvasRenderingContext2D, backdrop: Backdrop, painting: Painting): void {
  if (backdrop.is === 'quadrants') paintQuadrants(context, backdrop, painting.theme)
  if (backdrop.is === 'columns') paintColumns(context, backdrop, painting)
  if (backdrop.is === 'rings') paintRings(context, backdrop, painting)
}

function paintQuadrants(
  context: CanvasRenderingContext2D,
  { plane, corners, across, up }: Extract<Backdrop, { is: 'quadrants' }>,
  theme: Theme,
): void {
  const { x, y, w, h } = plane
  context.beginPath()
  context.roundRect(x, y, w, h, 14)
  context.fillStyle = theme.surface
  context.fill()
  context.strokeStyle = theme.lineStrong
  context.lineWidth = 1.25
  context.stroke()
  context.beginPath()
  context.setLineDash([4, 5])
  context.moveTo(x + w / 2, y)
  context.lineTo(x + w / 2, y + h)
  context.moveTo(x, y + h / 2)
  context.lineTo(x + w, y + h / 2)
  context.stroke()
  context.setLineDash([])
  context.fillStyle = theme.ink3
  context.font = `600 16px ${theme.font}`
  context.textBaseline = 'middle'
  const places = [
    [x + 18, y + 24],
    [x + w / 2 + 18, y + 24],
    [x + 18, y + h / 2 + 24],
    [x + w / 2 + 18, y + h / 2 + 24],
  ] as const
  corners.forEach((corner, i) => context.fillText(corner, ...places[i]!))
  context.fillStyle = theme.ink2
  context.textAlign = 'right'
  context.fillText(`${across} →`, x + w - 4, y + h + 24)
  context.save()
  context.translate(x - 24, y + 4)
  context.rotate(-Math.PI / 2)
  context.fillText(`${up} →`, 0, 0)
  context.restore()
  context.textAlign = 'left'
}

function paintColumns(
  context: CanvasRenderingContext2D,
  { columns, zones }: Extract<Backdrop, { is: 'columns' }>,
  { theme, target }: Painting,
): void {
  const bottom = zones[0]!.rect.y - 40
  context.font = `650 15px ${theme.font}`
  context.textBaseline = 'alphabetic'
  for (const { key, x, width, title } of columns) {
    if (key === target) {
      context.fillStyle = theme.accentSoft
      context.fillRect(x - 14, -14, width + 28, bottom + 14)
    }
    context.fillStyle = theme.ink2
    const [first, second] = title.split('\n')
    context.fillText(first!, x, second ? -34 : -16)
    if (second) {
      context.font = `450 13.5px ${theme.font}`
      context.fillStyle = theme.ink3
      context.fillText(second, x, -16)
      context.font = `650 15px ${theme.font}`
    }
  }
  for (const zone of zones) paintZone(context, zone, theme, zone.key === target)
}

function paintZone(
  context: CanvasRenderingContext2D,
  { rect, title, hint, tone }: Extract<Backdrop, { is: 'columns' }>['zones'][number],
  theme: Theme,
  isTarget: boolean,
): void {
  context.beginPath()
  context.roundRect(rect.x, rect.y, rect.w, rect.h, 14)
  context.fillStyle = isTarget ? theme.accentSoft : theme.surface
  context.globalAlpha = isTarget ? 1 : 0.55
  context.fill()
  context.globalAlpha = 1
  context.setLineDash([6, 5])
  context.strokeStyle = theme.lineStrong
  context.lineWidth = 1.25
  context.stroke()
  context.setLineDash([])
  context.fillStyle = theme.tones[tone].ink
  context.font = `650 15px ${theme.font}`
  context.fillText(title, rect.x + 14, rect.y + 26, rect.w - 28)
  context.fillStyle = theme.ink3
  context.font = `450 13.5px ${theme.font}`
  context.fillText(hint, rect.x + 14, rect.y + 46, rect.w - 28)
}

/** From the outermost in, each ring a shade deeper. */
function paintRings(
  context: CanvasRenderingContext2D,
  { rings }: Extract<Backdrop, { is: 'rings' }>,
  { theme, target }: Painting,
): void {
  for (const [i, { key, across, down }] of [...rings.entries()].reverse()) {
    context.beginPath()
    context.ellipse(0, 0, across, down, 0, 0, 2 * Math.PI)
    context.fillStyle = theme.surface
    context.fill()
    context.globalAlpha = key === target ? 1 : 0.12 + 0.18 * (rings.length - 1 - i)
    context.fillStyle = theme.accentSoft
    context.fill()
    context.globalAlpha = 1
    context.strokeStyle = key === target ? theme.accent : theme.lineStrong
    context.lineWidth = key === target ? 2.5 : 1.25
    context.stroke()
  }
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  context.font = `650 17px ${theme.font}`
  for (const { down, title } of rings) {
    const width = context.measureText(title).width
    context.fillStyle = theme.surface
    context.beginPath()
    context.roundRect(-width / 2 - 10, -down - 13, width + 20, 26, 13)
    context.fill()
    context.strokeStyle = theme.line
    context.lineWidth = 1
    context.stroke()
    context.fillStyle = theme.ink2
    context.fillText(title, 0, -down)
  }
  context.textAlign = 'left'
}

// ── arrows ──

function paintLines(
  context: CanvasRenderingContext2D,
  lines: readonly Line[],
  { theme, drafts, camera }: Painting,
): void {
  const batches = new Map<string, Line[]>()
  for (const line of lines) {
    // An arrow of a dragged card would be in the wrong place: it is left out until the drop.
    if (isDrafted(drafts, line.from) || isDrafted(drafts, line.to)) continue
    const key = `${line.look} ${line.width}`
    const batch = batches.get(key)
    if (batch) batch.push(line)
    else batches.set(key, [line])
  }
  for (const batch of batches.values()) {
    const { look, width } = batch[0]!
    if (camera.zoom < FAR) strokeFar(context, batch, look, width, theme)
    else strokeLines(context, batch, look, width, theme)
  }
}

/** Below this zoom an arrow's head is smaller than a pixel or two. */
const FAR = 0.2
/** Lines in one path: filling a path costs more than twice as much for twice the lines. */
const IN_ONE_PATH = 64

function strokeFar(
  context: CanvasRenderingContext2D,
  lines: readonly Line[],
  look: LineLook,
  width: number,
  theme: Theme,
): void {
  context.strokeStyle = theme.looks[look].colour
  context.lineWidth = width
  for (let i = 0; i < lines.length; i += IN_ONE_PATH) {
    context.beginPath()
    for (const { path } of lines.slice(i, i + IN_ONE_PATH)) {
      context.moveTo(path[0]!, path[1]!)
      for (let k = 6; k + 1 < path.length; k += 6) context.lineTo(path[k]!, path[k + 1]!)
    }
    context.stroke()
  }
}

export function strokeLines(
  context: CanvasRenderingContext2D,
  lines: readonly Line[],
  look: LineLook,
  width: number,
  theme: Theme,
  colour = theme.looks[look].colour,
): void {
  context.strokeStyle = colour
  context.fillStyle = colour
  context.lineWidth = width
  context.setLineDash(theme.looks[look].dash as number[])
  context.beginPath()
  for (const { path } of lines) trace(context, path)
  context.stroke()
  context.setLineDash([])
  context.beginPath()
  for (const { path } of lines) arrowHead(context, path, 7 + width)
  context.fill()
}

function trace(context: CanvasRenderingContext2D, path: readonly number[]): void {
  context.moveTo(path[0]!, path[1]!)
  for (let i = 2; i + 5 < path.length; i += 6)
    context.bezierCurveTo(path[i]!, path[i + 1]!, path[i + 2]!, path[i + 3]!, path[i + 4]!, path[i + 5]!)
}

function arrowHead(context: CanvasRenderingContext2D, path: readonly number[], size: number): void {
  const [bx, by, x, y] = path.slice(-4) as [number, number, number, number]
  const angle = Math.atan2(y - by, x - bx)
  const wing = (turn: number): [number, number] => [
    x - size * Math.cos(angle + turn),
    y - size * Math.sin(angle + turn),
  ]
  context.moveTo(x, y)
  context.lineTo(...wing(0.42))
  context.lineTo(...wing(-0.42))
  context.closePath()
}

// ── cards ──

function paintBoxes(context: CanvasRenderingContext2D, boxes: readonly Box[], painting: Painting): void {
  const cards = boxes.filter((box): box is CardBox => box.is === 'card')
  for (const box of boxes) if (box.is === 'frame') paintDrawn(context, box, painting)
  paintAnchors(context, cards, painting.theme)
  if (painting.camera.zoom < READABLE) {
    for (const box of boxes) if (box.is === 'image') paintDrawn(context, box, painting)
    paintFar(context, cards, painting)
    for (const box of boxes) if (box.is === 'stroke' || box.is === 'label') paintDrawn(context, box, painting)
  } else
    for (const box of boxes) {
      if (box.is === 'card') paintCard(context, box, painting)
      else if (box.is !== 'frame') paintDrawn(context, box, painting)
    }
}

function paintDrawn(context: CanvasRenderingContext2D, box: Exclude<Box, CardBox>, painting: Painting): void {
  const { theme, pictures, camera, hiddenText, erasing } = painting
  const hides = box.id === hiddenText
  switch (box.is) {
    case 'frame':
      return paintFrame(context, box, theme, { zoom: camera.zoom, hidesTitle: hides })
    case 'label':
      return hides ? undefined : paintLabel(context, box, theme)
    case 'image':
      return paintImage(context, box, theme, pictures)
    case 'stroke':
      context.globalAlpha = erasing.has(box.id) ? 0.2 : 1
      paintStroke(context, box, theme)
      context.globalAlpha = 1
  }
}

function paintAnchors(context: CanvasRenderingContext2D, cards: readonly CardBox[], theme: Theme): void {
  const { ink } = theme.tones.stakeholder
  for (const { anchor, rect } of cards) {
    if (!anchor) continue
    context.beginPath()
    context.moveTo(...anchor)
    context.lineTo(rect.x + rect.w / 2, rect.y + rect.h / 2)
    context.strokeStyle = ink
    context.globalAlpha = 0.5
    context.lineWidth = 1.2
    context.stroke()
    context.globalAlpha = 1
    context.beginPath()
    context.arc(...anchor, 5, 0, 2 * Math.PI)
    context.fillStyle = ink
    context.fill()
    context.strokeStyle = theme.surface
    context.stroke()
  }
}

/** From afar: one rectangle a card in the colour of its kind, the border a larger one below it. */
function paintFar(context: CanvasRenderingContext2D, cards: readonly CardBox[], { theme }: Painting): void {
  for (const [tone, batch] of byTone(cards)) {
    const colours = theme.tones[tone]
    context.fillStyle = colours.border
    for (const { rect } of batch) context.fillRect(rect.x, rect.y, rect.w, rect.h)
    context.fillStyle = colours.soft
    for (const { rect } of batch) context.fillRect(rect.x + 4, rect.y + 4, rect.w - 8, rect.h - 8)
  }
}

function byTone(cards: readonly CardBox[]): ReadonlyMap<Tone, readonly CardBox[]> {
  const groups = new Map<Tone, CardBox[]>()
  for (const card of cards) {
    const group = groups.get(card.tone)
    if (group) group.push(card)
    else groups.set(card.tone, [card])
  }
  return groups
}

function paintCard(context: CanvasRenderingContext2D, card: CardBox, { theme, hiddenText }: Painting): void {
  const { x, y, w, h } = card.rect
  const colours = theme.tones[card.tone]
  context.globalAlpha = card.faded ? 0.78 : 1
  context.beginPath()
  context.roundRect(x, y, w, h, RADIUS)
  context.fillStyle = theme.surface
  context.fill()
  context.beginPath()
  context.roundRect(x, y, w, CARD.head, [RADIUS, RADIUS, 0, 0])
  context.fillStyle = colours.soft
  context.fill()
  context.beginPath()
  context.roundRect(x, y, w, h, RADIUS)
  context.strokeStyle = colours.border
  context.lineWidth = 1.2
  if (card.faded) context.setLineDash([5, 4])
  context.stroke()
  context.setLineDash([])
  paintHead(context, card, colours.ink, theme)
  if (card.id !== hiddenText) paintText(context, card, theme)
  context.globalAlpha = 1
}

function paintHead(context: CanvasRenderingContext2D, card: CardBox, ink: string, theme: Theme): void {
  const { x, y, w } = card.rect
  context.fillStyle = ink
  context.strokeStyle = ink
  context.font = `600 12px ${theme.font}`
  context.textBaseline = 'middle'
  const middle = y + CARD.head / 2 + 1
  const room = w - 36 - (card.badge ? 50 : 8)
  context.fillText(card.head, x + 28, middle, room)
  if (card.badge) {
    context.textAlign = 'right'
    context.fillText(card.badge, x + w - 10, middle)
    context.textAlign = 'left'
  }
  context.save()
  context.translate(x + 10, y + 6)
  context.scale(13 / 24, 13 / 24)
  context.lineWidth = 2
  context.lineCap = 'round'
  context.lineJoin = 'round'
  context.stroke(iconOf(card.icon))
  context.restore()
}

const icons = new Map<string, Path2D>()
function iconOf(name: keyof typeof ICON_PATHS): Path2D {
  const known = icons.get(name) ?? new Path2D(ICON_PATHS[name])
  icons.set(name, known)
  return known
}

function paintText(context: CanvasRenderingContext2D, card: CardBox, theme: Theme): void {
  context.fillStyle = theme.ink
  context.font = `550 ${CARD.size}px ${theme.font}`
  context.textBaseline = 'middle'
  const left = card.rect.x + CARD.side
  let y = card.rect.y + CARD.head + CARD.top + CARD.line / 2
  for (const line of card.lines) {
    context.fillText(line, left, y)
    y += CARD.line
  }
}
