/** Konva's stage around the painters. It only paints: what is true is the editor's and the board's. */
import { Konva } from 'konva/lib/Global.js'
import { Layer } from 'konva/lib/Layer.js'
import { Shape } from 'konva/lib/Shape.js'
import { Stage } from 'konva/lib/Stage.js'
import type { Peer } from '#lib/board/presence.ts'
import type { Point } from '#lib/domain/content.ts'
import type { Editor } from '#lib/editor/editor.ts'
import { draftsOf } from './drafts.ts'
import { listen } from './input.ts'
import { paintOverlay } from './overlay.ts'
import { paintDrafts, type Painting } from './painter.ts'
import { pictured } from './picture.ts'
import { pictures } from './pictures.ts'
import { layoutSwitch } from './switching.ts'
import { readTheme, type Theme } from './theme.ts'

export type CanvasOptions = {
  readonly editor: Editor
  readonly peers: () => readonly Peer[]
  /** Calls back when a peer came, went or moved; the returned function ends it. */
  readonly onPeers: (listener: () => void) => () => void
  readonly imageUrl: (hash: string) => string
  /** A menu is asked for at a point, CSS pixels from the canvas's top left corner; what lies there is selected. */
  readonly onMenu: (at: Point) => void
}

/** A mark on the page's timeline: the first card is on screen. What opening a board is measured by. */
const FIRST_PAINT = 'board-painted'

/** Puts a canvas into an element; the returned function takes it out. */
export function mountCanvas(
  element: HTMLDivElement,
  { editor, peers, onPeers, imageUrl, onMenu }: CanvasOptions,
): () => void {
  // Konva paints whenever something is added or resized, too; here it is `draw` alone, once a frame.
  Konva.autoDrawEnabled = false
  let drawing = false
  const stage = new Stage({ container: element, width: 1, height: 1, listening: false })
  let theme: Theme = readTheme(element)
  const layer = (paint: (context: CanvasRenderingContext2D) => void) => {
    const layer = new Layer({ listening: false })
    layer.add(
      new Shape({
        listening: false,
        perfectDrawEnabled: false,
        sceneFunc: (context) => {
          if (drawing) paint((context as unknown as { _context: CanvasRenderingContext2D })._context)
        },
      }) as never,
    )
    stage.add(layer)
    return layer
  }
  const images = pictures(imageUrl, () => request())
  const flight = layoutSwitch(editor, () => request())
  const painting = (): Painting => ({
    scene: editor.look.scene,
    index: editor.look.index,
    camera: editor.look.camera,
    viewport: editor.look.viewport,
    theme,
    drafts: flight.over(draftsOf(editor, peers())),
    pictures: images,
    erasing: editor.hand.shown.erasing,
    hiddenText: editor.choice.editing,
    target: editor.hand.shown.target,
    faint: editor.choice.faint,
  })
  let now: Painting = painting()
  let stillness: readonly unknown[] = []
  let cameraOnly = false
  const picture = pictured(() => {
    stillness = []
    request()
  })
  const still = layer((context) => picture.paint(context, now, cameraOnly))
  const rest = restingCursors(() => request())
  const overlay = layer((context) => {
    paintDrafts(context, now)
    paintOverlay(context, editor, peers(), { drafts: now.drafts, theme, isResting: rest.isResting })
  })

  let frame = 0
  let seen = false
  const draw = () => {
    cancelAnimationFrame(frame)
    frame = 0
    now = painting()
    drawing = true
    const next = stillnessOf(now)
    // Cursors and drags do not repaint what they pass over.
    const changed = next.map((each, i) => each !== stillness[i])
    if (changed.some(Boolean)) {
      cameraOnly = !changed.slice(1).some(Boolean)
      stillness = next
      still.draw()
    }
    overlay.draw()
    drawing = false
    if (!seen && now.scene.stack.length > 0) {
      seen = true
      performance.mark(FIRST_PAINT)
    }
  }
  const request = () => {
    if (frame === 0) frame = requestAnimationFrame(draw)
  }
  const retheme = () => {
    theme = readTheme(element)
    stillness = []
    request()
  }
  const resize = () => {
    const [width, height] = [element.clientWidth, element.clientHeight]
    if (width === 0 || height === 0) return
    stage.size({ width, height })
    stillness = []
    // Now: a canvas of another size is blank, and the next frame would show it.
    draw()
  }
  const watcher = new ResizeObserver(resize)
  watcher.observe(element)
  const sharpen = () => {
    for (const { canvas } of [still, overlay]) canvas.setPixelRatio(devicePixelRatio)
    stillness = []
    draw()
  }
  const dark = matchMedia('(prefers-color-scheme: dark)')
  dark.addEventListener('change', retheme)
  const themed = new MutationObserver(retheme)
  themed.observe(document.documentElement, { attributeFilter: ['data-theme'] })
  void document.fonts.ready.then(retheme)
  const ends = [editor.onChange(request), onPeers(request), listen(element, editor, onMenu), onResolution(sharpen)]
  return () => {
    for (const end of ends) end()
    watcher.disconnect()
    themed.disconnect()
    dark.removeEventListener('change', retheme)
    rest.end()
    images.end()
    picture.end()
    cancelAnimationFrame(frame)
    stage.destroy()
  }
}

/** The browser is zoomed, or the window goes to another screen; the returned function ends it. */
function onResolution(listener: () => void): () => void {
  let query: MediaQueryList
  const watch = () => {
    query = matchMedia(`(resolution: ${devicePixelRatio}dppx)`)
    query.addEventListener('change', changed, { once: true })
  }
  const changed = () => {
    watch()
    listener()
  }
  watch()
  return () => query.removeEventListener('change', changed)
}

/** All that the still picture depends on, the camera first; the dragged count by who they are, not by where. */
function stillnessOf(painting: Painting): readonly unknown[] {
  const { scene, camera, viewport, theme, drafts, pictures, erasing, hiddenText, target, faint } = painting
  const away = [...drafts.offsets.keys(), ...drafts.rects.keys()].join(' ')
  return [camera, scene, viewport, theme, pictures.version(), erasing, hiddenText, target, faint, away]
}

/** Milliseconds after which a cursor that does not move loses its name. */
const REST = 2_500

/** Knows which cursors have not moved for a while; calls back when one comes to rest. */
function restingCursors(onRest: () => void) {
  const last = new Map<number, { at: string; since: number }>()
  let timer: ReturnType<typeof setTimeout> | undefined
  return {
    isResting({ client, presence }: Peer): boolean {
      const at = String(presence.cursor)
      const known = last.get(client)
      if (known?.at === at) return performance.now() - known.since > REST
      last.set(client, { at, since: performance.now() })
      clearTimeout(timer)
      timer = setTimeout(onRest, REST + 50)
      return false
    },
    end: () => clearTimeout(timer),
  }
}
