/** Paints a scene in one pass: culled, in batches, with less detail when far. The same function paints the screen and pictures. */
import type { Id } from '#lib/domain/content.ts'
import { CARD, overlap, type Rect } from '#lib/domain/geometry.ts'
import type { Camera, Viewport } from '#lib/editor/camera.ts'
import { HEAD, headRoom } from '#lib/scene/card.ts'
import type { SceneIndex } from '#lib/scene/index.ts'
import type { Box, CardBox, Scene, Tone } from '#lib/scene/scene.ts'
import { paintBackdrop } from './backdrop.ts'
import { BAND, SIDE, wordsFromAfar, type Words } from './distant.ts'
import { isDrafted, rectNow, type Drafts } from './drafts.ts'
import { paintFrame, paintImage, paintLabel, paintStroke } from './drawn.ts'
import { ICON_PATHS } from './icons.ts'
import { paintLines } from './lines.ts'
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
/** Below this one a card's head cannot be read: its place goes to the words, unless there are very many. A stakeholder's says little beside its name. */
const DISTANT = 0.68
const DISTANT_NAME = 0.82
const MANY = 400
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

// ── cards ──

function paintBoxes(context: CanvasRenderingContext2D, boxes: readonly Box[], painting: Painting): void {
  const cards = boxes.filter((box): box is CardBox => box.is === 'card')
  for (const box of boxes) if (box.is === 'frame') paintDrawn(context, box, painting)
  paintAnchors(context, cards, painting.theme)
  if (painting.camera.zoom < READABLE) {
    for (const box of boxes) if (box.is === 'image') paintDrawn(context, box, painting)
    paintFar(context, cards, painting)
    for (const box of boxes) if (box.is === 'stroke' || box.is === 'label') paintDrawn(context, box, painting)
  } else {
    const { zoom } = painting.camera
    const isDistant = ({ tone }: CardBox) => zoom < (tone === 'stakeholder' ? DISTANT_NAME : DISTANT)
    for (const box of boxes) {
      if (box.is === 'card')
        paintCard(context, box, painting, cards.length <= MANY && isDistant(box) ? wordsFromAfar(box) : null)
      else if (box.is !== 'frame') paintDrawn(context, box, painting)
    }
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

function paintCard(
  context: CanvasRenderingContext2D,
  card: CardBox,
  { theme, hiddenText }: Painting,
  large: Words | null,
): void {
  const { x, y, w, h } = card.rect
  const colours = theme.tones[card.tone]
  context.globalAlpha = card.faded ? 0.9 : 1
  context.beginPath()
  context.roundRect(x, y, w, h, RADIUS)
  context.fillStyle = theme.surface
  context.fill()
  context.beginPath()
  context.roundRect(x, y, w, large ? BAND : CARD.head, [RADIUS, RADIUS, 0, 0])
  context.fillStyle = large ? colours.border : colours.soft
  context.fill()
  context.beginPath()
  context.roundRect(x, y, w, h, RADIUS)
  context.strokeStyle = colours.border
  context.lineWidth = 1.2
  if (card.faded) context.setLineDash([5, 4])
  context.stroke()
  context.setLineDash([])
  if (!large) paintHead(context, card, colours.ink, theme)
  if (card.id !== hiddenText) {
    const { size, line, lines } = large ?? { ...CARD, lines: card.lines }
    const top = large ? BAND + (h - BAND - lines.length * line) / 2 : CARD.head + CARD.top
    paintText(context, { x: x + (large ? SIDE : CARD.side), y: y + top, size, line, lines }, theme)
  }
  context.globalAlpha = 1
}

function paintHead(context: CanvasRenderingContext2D, card: CardBox, ink: string, theme: Theme): void {
  const { x, y, w } = card.rect
  context.fillStyle = ink
  context.strokeStyle = ink
  context.font = `600 ${HEAD.size}px ${theme.font}`
  context.textBaseline = 'middle'
  const middle = y + CARD.head / 2 + 1
  context.fillText(card.head, x + HEAD.left, middle, headRoom(card))
  if (card.badge) {
    context.textAlign = 'right'
    context.fillText(card.badge, x + w - HEAD.right, middle)
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

type Text = {
  readonly x: number
  readonly y: number
  readonly size: number
  readonly line: number
  readonly lines: readonly string[]
}

function paintText(context: CanvasRenderingContext2D, { x, y, size, line, lines }: Text, theme: Theme): void {
  context.fillStyle = theme.ink
  context.font = `550 ${size}px ${theme.font}`
  context.textBaseline = 'middle'
  lines.forEach((words, i) => context.fillText(words, x, y + (i + 0.5) * line))
}
