/** Paints frames, labels, strokes and pictures. */
import type { Pen } from '#lib/domain/commands/draw.ts'
import type { Point } from '#lib/domain/content.ts'
import { LABEL } from '#lib/domain/drawn.ts'
import type { FrameBox, ImageBox, LabelBox, StrokeBox } from '#lib/scene/scene.ts'
import type { Pictures } from './pictures.ts'
import type { Theme } from './theme.ts'

export const FRAME_RADIUS = 12

export function paintFrame(
  context: CanvasRenderingContext2D,
  { rect, title }: FrameBox,
  theme: Theme,
  { zoom, hidesTitle }: { readonly zoom: number; readonly hidesTitle: boolean },
): void {
  context.beginPath()
  context.roundRect(rect.x, rect.y, rect.w, rect.h, FRAME_RADIUS)
  context.globalAlpha = 0.6
  context.fillStyle = theme.surface
  context.fill()
  context.globalAlpha = 1
  context.strokeStyle = theme.lineStrong
  context.lineWidth = Math.max(1.5, 1 / zoom)
  context.stroke()
  if (hidesTitle) return
  context.fillStyle = theme.ink2
  // A zone is found by its name: from afar it stays readable, as far as the zone is wide.
  const size = Math.min(15 / Math.min(1, zoom), 15 * 4, rect.h / 4)
  context.font = `650 ${size}px ${theme.font}`
  context.textBaseline = 'middle'
  context.save()
  context.beginPath()
  context.rect(rect.x, rect.y, rect.w, rect.h)
  context.clip()
  context.fillText(title, rect.x + 14, rect.y + 4 + size * 0.95)
  context.restore()
}

export function paintLabel(context: CanvasRenderingContext2D, { rect, lines }: LabelBox, theme: Theme): void {
  context.fillStyle = theme.ink
  context.font = `550 ${LABEL.size}px ${theme.font}`
  context.textBaseline = 'middle'
  lines.forEach((line, i) => context.fillText(line, rect.x, rect.y + (i + 0.5) * LABEL.line))
}

export function paintStroke(context: CanvasRenderingContext2D, { rect, points, pen }: StrokeBox, theme: Theme): void {
  context.save()
  context.translate(rect.x, rect.y)
  tracePen(context, points, pen, theme)
  context.restore()
}

const WIDTHS: Record<Pen['width'], number> = { fine: 2.5, thick: 7 }

/** A smooth line through points given as x and y by turns: curves between the middles of its steps. */
export function tracePen(
  context: CanvasRenderingContext2D,
  points: readonly number[],
  { colour, width }: Pen,
  theme: Theme,
): void {
  if (points.length < 2) return
  context.strokeStyle = theme.pens[colour]
  context.lineWidth = WIDTHS[width]
  context.lineCap = 'round'
  context.lineJoin = 'round'
  context.beginPath()
  context.moveTo(points[0]!, points[1]!)
  for (let i = 2; i + 3 < points.length; i += 2) {
    const [x, y] = [points[i]!, points[i + 1]!]
    context.quadraticCurveTo(x, y, (x + points[i + 2]!) / 2, (y + points[i + 3]!) / 2)
  }
  context.lineTo(points.at(-2)! + (points.length === 2 ? 0.01 : 0), points.at(-1)!)
  context.stroke()
  context.lineCap = 'butt'
}

export const flat = (points: readonly Point[]): readonly number[] => points.flatMap(([x, y]) => [x, y])

export function paintImage(
  context: CanvasRenderingContext2D,
  { rect, hash, text }: ImageBox,
  theme: Theme,
  pictures: Pictures,
): void {
  const picture = hash === null ? null : pictures.get(hash)
  if (picture) return context.drawImage(picture, rect.x, rect.y, rect.w, rect.h)
  context.beginPath()
  context.roundRect(rect.x, rect.y, rect.w, rect.h, 8)
  context.fillStyle = theme.sunken
  context.fill()
  context.strokeStyle = theme.line
  context.lineWidth = 1.5
  context.stroke()
  context.fillStyle = theme.ink2
  context.font = `550 14px ${theme.font}`
  context.textBaseline = 'middle'
  context.textAlign = 'center'
  context.fillText(text, rect.x + rect.w / 2, rect.y + rect.h / 2, rect.w - 24)
  context.textAlign = 'left'
}
