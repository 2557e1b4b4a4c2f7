/** Content and a view become a scene. One function a view; a new view is one entry of the table. */
import { byOrder, linksOf, type Content, type Id, type ViewId } from '#lib/domain/content.ts'
import { causalKindOf } from '#lib/domain/derived.ts'
import { CARD, sizeOf, union, type Rect } from '#lib/domain/geometry.ts'
import { COLUMNS, columnX, HEADING, zoneRects, zonesTop, type TreeZone } from '#lib/domain/views/columns.ts'
import { PLANE, pointOfValues } from '#lib/domain/views/plane.ts'
import { rectOf } from '#lib/domain/views/views.ts'
import { RINGS, SQUASH, type Ring } from '#lib/domain/views/rings.ts'
import { wrap } from '#lib/domain/text.ts'
import type { Element } from '#lib/domain/schema/element.ts'
import { cardBox } from './card.ts'
import { drawnBox } from './drawn.ts'
import { boundsOfPath, straight, treePaths } from './routing.ts'
import type { Backdrop, Box, Line, LineLook, Scene, Tone } from './scene.ts'
import type { SceneWords } from './words.ts'

type View = (content: Content, words: SceneWords) => Scene

export const sceneOf = (content: Content, view: ViewId, words: SceneWords): Scene => VIEWS[view](content, words)

const influence: View = (content, words) => {
  const boxes = boxesOf(content, 'influence', words, (element) =>
    element.is === 'stakeholder' && content.placements.has(`influence:${element.id}`)
      ? pointOfValues(element.power!, element.interest!)
      : null,
  )
  return scene(boxes, relationLines(content, boxes, words), {
    is: 'quadrants',
    plane: PLANE,
    corners: words.corners,
    across: words.interest,
    up: words.influence,
  })
}

const tree: View = (content, words) => {
  const boxes = boxesOf(content, 'tree', words, () => null)
  const rects = new Map([...boxes].map(([id, box]) => [id, box.rect]))
  const paths = treePaths(
    linksOf(content, 'causal').map(({ id, fromId, toId }) => ({ id, from: fromId, to: toId })),
    rects,
    zonesTop(content),
  )
  return scene(
    boxes,
    causalLines(content, words, (id) => paths.get(id)),
    {
      is: 'columns',
      columns: COLUMNS.map((column) => {
        const { title, span, prompt } = words.column(column)
        const lines = [...(span === '' ? [] : [span]), ...wrap(prompt, HEADING.size, HEADING.width, 3)]
        return { key: column, x: columnX(column), width: CARD.width, title, lines }
      }),
      zones: [...zoneRects(content)].map(([key, rect]) => ({ key, rect, tone: ZONE_TONES[key], ...words.zone(key) })),
    },
  )
}

const ZONE_TONES: Record<TreeZone, Tone> = { negative: 'negative', surprise: 'ambivalent', parked: 'neutral' }

const circles: View = (content, words) => {
  const boxes = boxesOf(content, 'circles', words, () => null)
  const names = content.dossier.rings
  return scene(boxes, relationLines(content, boxes, words), {
    is: 'rings',
    rings: RINGS.map((across, i) => {
      const ring = (i + 1) as Ring
      return { key: `ring-${ring}`, across, down: across * SQUASH, title: `${ring} ${names?.[i] ?? words.ring(ring)}` }
    }),
  })
}

const free =
  (view: ViewId): View =>
  (content, words) => {
    const boxes = boxesOf(content, view, words, () => null)
    const lines = [
      ...causalLines(content, words, (_, from, to) => {
        const [a, b] = [boxes.get(from), boxes.get(to)]
        return a && b ? straight(a.rect, b.rect) : undefined
      }),
      ...relationLines(content, boxes, words),
    ]
    return scene(boxes, lines, { is: 'plain' })
  }

const VIEWS: Record<ViewId, View> = {
  influence,
  tree,
  ideas: free('ideas'),
  stakeholders: free('stakeholders'),
  circles,
}

function boxesOf(
  content: Content,
  view: ViewId,
  words: SceneWords,
  anchorOf: (element: Element) => readonly [number, number] | null,
): ReadonlyMap<Id, Box> {
  const indicators = new Map<Id, number>()
  for (const element of content.elements.values())
    if (element.is === 'indicator' && element.measuresId)
      indicators.set(element.measuresId, (indicators.get(element.measuresId) ?? 0) + 1)
  const boxes = new Map<Id, Box>()
  for (const element of [...content.elements.values()].sort(stackOrder)) {
    const rect = rectOf(content, view, element)
    if (!rect) continue
    boxes.set(
      element.id,
      drawnBox(element, rect, words) ??
        cardBox(element, words, { rect, anchor: anchorOf(element), indicators: indicators.get(element.id) ?? 0 }),
    )
  }
  return boxes
}

const stackOrder = (a: Element, b: Element) => Number(b.is === 'frame') - Number(a.is === 'frame') || byOrder(a, b)

const LOOKS: Record<string, LineLook> = { hinders: 'hinders', feedback: 'feedback' }

function causalLines(
  content: Content,
  words: SceneWords,
  pathOf: (id: Id, from: Id, to: Id) => readonly number[] | undefined,
): readonly Line[] {
  return linksOf(content, 'causal').flatMap((link) => {
    const path = pathOf(link.id, link.fromId, link.toId)
    if (!path) return []
    const kind = causalKindOf(content, link) ?? 'leads_to'
    return {
      id: link.id,
      from: link.fromId,
      to: link.toId,
      path,
      look: LOOKS[kind] ?? 'leads',
      width: [1.4, 2, 3][(link.strength ?? 2) - 1]!,
      words: words.arrow(kind, textOf(content, link.fromId), textOf(content, link.toId)),
    }
  })
}

function relationLines(content: Content, boxes: ReadonlyMap<Id, Box>, words: SceneWords): readonly Line[] {
  return linksOf(content, 'relation').flatMap((link) => {
    const [a, b] = [boxes.get(link.fromId), boxes.get(link.toId)]
    if (!a || !b) return []
    return {
      id: link.id,
      from: link.fromId,
      to: link.toId,
      path: straight(a.rect, b.rect),
      look: 'relation' as const,
      width: 1.4,
      words: words.arrow('relation', textOf(content, link.fromId), textOf(content, link.toId)),
    }
  })
}

const textOf = (content: Content, id: Id) => content.elements.get(id)?.text ?? ''

function scene(boxes: ReadonlyMap<Id, Box>, lines: readonly Line[], backdrop: Backdrop): Scene {
  return {
    boxes,
    lines: new Map(lines.map((line) => [line.id, line])),
    stack: [...boxes.keys()],
    backdrop,
    bounds: boundsOf(boxes, lines, backdrop),
  }
}

function boundsOf(boxes: ReadonlyMap<Id, Box>, lines: readonly Line[], backdrop: Backdrop): Rect {
  const rects = [...[...boxes.values()].map(({ rect }) => rect), ...lines.map(({ path }) => boundsOfPath(path))]
  if (backdrop.is === 'quadrants')
    rects.push({ ...backdrop.plane, x: backdrop.plane.x - 48, w: backdrop.plane.w + 48, h: backdrop.plane.h + 40 })
  if (backdrop.is === 'rings') {
    const { across, down } = backdrop.rings.at(-1)!
    rects.push({ x: -across, y: -down - 16, w: 2 * across, h: 2 * down + 32 })
  }
  if (backdrop.is === 'columns') {
    const last = backdrop.columns.at(-1)!
    const { y, h } = backdrop.zones[0]!.rect
    rects.push({ x: 0, y: -HEADING.height, w: last.x + last.width, h: y + h + HEADING.height })
  }
  return rects.length === 0 ? { x: -300, y: -200, w: 600, h: 400 } : rects.reduce(union)
}

/** The rectangle that a card of the tray gets under the pointer. */
export const rectUnderPointer = (element: Element, [x, y]: readonly [number, number]): Rect => {
  const [w, h] = sizeOf(element)
  return { x: x - w / 2, y: y - Math.min(h / 2, 24), w, h }
}
