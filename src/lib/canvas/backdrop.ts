/** What lies behind the cards and gives a place its meaning: quadrants, columns with the zones under them, rings. */
import { HEADING } from '#lib/domain/views/columns.ts'
import type { Backdrop } from '#lib/scene/scene.ts'
import type { Painting } from './painter.ts'
import type { Theme } from './theme.ts'

/** CSS pixels under which the words that give a place its meaning do not shrink, however far away the board is. */
const LEGIBLE = 13
/** Board units; `most` is what there is room for. */
const sized = (size: number, most: number, { camera }: Painting): number =>
  Math.min(most, Math.max(size, LEGIBLE / camera.zoom))

const within = (at: number, least: number, most: number): number => Math.max(least, Math.min(at, most))

export function paintBackdrop(context: CanvasRenderingContext2D, backdrop: Backdrop, painting: Painting): void {
  if (backdrop.is === 'quadrants') paintQuadrants(context, backdrop, painting)
  if (backdrop.is === 'columns') paintColumns(context, backdrop, painting)
  if (backdrop.is === 'rings') paintRings(context, backdrop, painting)
}

function paintQuadrants(
  context: CanvasRenderingContext2D,
  { plane, corners, across, up }: Extract<Backdrop, { is: 'quadrants' }>,
  painting: Painting,
): void {
  const { x, y, w, h } = plane
  const { theme } = painting
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
  const size = sized(16, 28, painting)
  context.font = `600 ${size}px ${theme.font}`
  context.textBaseline = 'middle'
  const down = 8 + size
  // They stay in sight as long as something of their quarter is.
  const { camera, viewport } = painting
  const near = 12 / camera.zoom
  const [left, top, bottom] = [camera.x + near, camera.y + near + size / 2, camera.y + viewport.height / camera.zoom]
  corners.forEach((corner, i) => {
    const [farLeft, farTop] = [x + ((i % 2) * w) / 2, y + (i < 2 ? 0 : h / 2)]
    const farRight = farLeft + w / 2 - context.measureText(corner).width
    const at = within(left, farLeft + 18, farRight - 18)
    context.fillText(corner, at, within(top, farTop + down, Math.min(farTop + h / 2 - down, bottom)))
  })
  context.fillStyle = theme.ink2
  context.textAlign = 'right'
  context.fillText(`${across} →`, x + w - 4, y + h + down)
  context.save()
  context.translate(x - down, y + 4)
  context.rotate(-Math.PI / 2)
  context.fillText(`${up} →`, 0, 0)
  context.restore()
  context.textAlign = 'left'
}

function paintColumns(
  context: CanvasRenderingContext2D,
  { columns, zones }: Extract<Backdrop, { is: 'columns' }>,
  painting: Painting,
): void {
  const { theme, target } = painting
  const size = sized(16, 22, painting)
  const bottom = zones[0]!.rect.y - 40
  context.textBaseline = 'alphabetic'
  for (const { key, x, width, title, lines } of columns) {
    if (key === target) {
      context.fillStyle = theme.accentSoft
      context.fillRect(x - 14, -14, width + 28, bottom + 14)
    }
    const first = HEADING.line - HEADING.height
    context.fillStyle = theme.ink2
    context.font = `650 ${size}px ${theme.font}`
    context.fillText(title, x, first, HEADING.width)
    context.fillStyle = theme.ink3
    context.font = `450 ${HEADING.size}px ${theme.font}`
    lines.forEach((line, i) => context.fillText(line, x, first + (i + 1) * HEADING.line))
  }
  for (const zone of zones) paintZone(context, zone, { theme, size, isTarget: zone.key === target })
}

function paintZone(
  context: CanvasRenderingContext2D,
  { rect, title, hint, tone }: Extract<Backdrop, { is: 'columns' }>['zones'][number],
  { theme, size, isTarget }: { theme: Theme; size: number; isTarget: boolean },
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
  context.font = `650 ${size}px ${theme.font}`
  context.fillText(title, rect.x + 14, rect.y + 12 + size, rect.w - 28)
  context.fillStyle = theme.ink3
  context.font = `450 ${HEADING.size}px ${theme.font}`
  context.fillText(hint, rect.x + 14, rect.y + 14 + size + HEADING.line, rect.w - 28)
}

/** From the outermost in, each ring a shade deeper. */
function paintRings(
  context: CanvasRenderingContext2D,
  { rings }: Extract<Backdrop, { is: 'rings' }>,
  painting: Painting,
): void {
  const { theme, target } = painting
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
  const size = sized(17, 34, painting)
  context.font = `650 ${size}px ${theme.font}`
  for (const { down, title } of rings) {
    const width = context.measureText(title).width
    const half = size * 0.76
    context.fillStyle = theme.surface
    context.beginPath()
    context.roundRect(-width / 2 - 10, -down - half, width + 20, 2 * half, half)
    context.fill()
    context.strokeStyle = theme.line
    context.lineWidth = 1
    context.stroke()
    context.fillStyle = theme.ink2
    context.fillText(title, 0, -down)
  }
  context.textAlign = 'left'
}
