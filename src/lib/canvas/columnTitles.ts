/** The tree's columns keep their titles in sight: a tall tree is read far below them. */
import { HEADING } from '#lib/domain/views/columns.ts'
import { toScreen } from '#lib/editor/camera.ts'
import type { Editor } from '#lib/editor/editor.ts'
import type { Theme } from './theme.ts'

/** CSS pixels. */
const BAND = 34
const SIZE = 14
/** Narrower columns have no room for a word. */
const LEAST_WIDTH = 60

/** Once the headings have left the screen at the top, and as long as there are columns below. */
export function paintColumnTitles(context: CanvasRenderingContext2D, editor: Editor, theme: Theme): void {
  const { camera, viewport, scene } = editor.look
  const { backdrop } = scene
  if (backdrop.is !== 'columns') return
  const top = toScreen(camera, [0, HEADING.line - HEADING.height])[1]
  const bottom = toScreen(camera, [0, backdrop.zones[0]!.rect.y])[1]
  const width = HEADING.width * camera.zoom
  if (top > SIZE || bottom < 2 * BAND || width < LEAST_WIDTH) return
  context.globalAlpha = 0.94
  context.fillStyle = theme.paper
  context.fillRect(0, 0, viewport.width, BAND)
  context.globalAlpha = 1
  context.fillStyle = theme.line
  context.fillRect(0, BAND, viewport.width, 1)
  context.fillStyle = theme.ink2
  context.font = `650 ${SIZE}px ${theme.font}`
  context.textBaseline = 'middle'
  for (const { x, title } of backdrop.columns) context.fillText(title, toScreen(camera, [x, 0])[0], BAND / 2, width)
  context.textBaseline = 'alphabetic'
}
