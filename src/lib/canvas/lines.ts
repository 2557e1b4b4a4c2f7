/** Arrows and relations, in batches of one look; with less detail when far. */
import type { Line, LineLook } from '#lib/scene/scene.ts'
import { isDrafted } from './drafts.ts'
import type { Painting } from './painter.ts'
import type { Theme } from './theme.ts'

export function paintLines(
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
