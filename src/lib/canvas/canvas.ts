/** Konva's stage around the painters. It only paints: what is true is the editor's and the board's. */
import Konva from 'konva/lib/Core.js'
import type { Peer } from '#lib/board/presence.ts'
import type { Id, Point } from '#lib/domain/content.ts'
import type { Editor } from '#lib/editor/editor.ts'
import { listen } from './input.ts'
import { paintOverlay } from './overlay.ts'
import { paint } from './painter.ts'
import { readTheme, type Theme } from './theme.ts'

export type CanvasOptions = {
  readonly editor: Editor
  readonly peers: () => readonly Peer[]
  /** Calls back when a peer came, went or moved; the returned function ends it. */
  readonly onPeers: (listener: () => void) => () => void
}

/** Puts a canvas into an element; the returned function takes it out. */
export function mountCanvas(element: HTMLDivElement, { editor, peers, onPeers }: CanvasOptions): () => void {
  const stage = new Konva.Stage({ container: element, width: 1, height: 1, listening: false })
  let theme: Theme = readTheme(element)
  const layer = (draw: (context: CanvasRenderingContext2D) => void) => {
    const layer = new Konva.Layer({ listening: false })
    layer.add(
      new Konva.Shape({
        listening: false,
        perfectDrawEnabled: false,
        sceneFunc: (context) => draw((context as unknown as { _context: CanvasRenderingContext2D })._context),
      }) as never,
    )
    stage.add(layer)
    return layer
  }
  const cards = layer((context) =>
    paint(context, {
      scene: editor.scene,
      index: editor.index,
      camera: editor.camera,
      viewport: editor.viewport,
      theme,
      offsets: offsetsOf(editor, peers()),
      hiddenText: editor.editing,
      target: editor.target,
    }),
  )
  const rest = restingCursors(() => request())
  const overlay = layer((context) =>
    paintOverlay(context, editor, peers(), offsetsOf(editor, peers()), theme, rest.isResting),
  )

  let frame = 0
  const draw = () => {
    frame = 0
    cards.draw()
    overlay.draw()
  }
  const request = () => {
    if (frame === 0) frame = requestAnimationFrame(draw)
  }
  const retheme = () => {
    theme = readTheme(element)
    request()
  }
  const resize = () => {
    const [width, height] = [element.clientWidth, element.clientHeight]
    if (width === 0 || height === 0) return
    stage.size({ width, height })
    request()
  }
  const watcher = new ResizeObserver(resize)
  watcher.observe(element)
  const dark = matchMedia('(prefers-color-scheme: dark)')
  dark.addEventListener('change', retheme)
  const themed = new MutationObserver(retheme)
  themed.observe(document.documentElement, { attributeFilter: ['data-theme'] })
  void document.fonts.ready.then(request)
  const ends = [editor.onChange(request), onPeers(request), listen(element, editor)]
  resize()
  return () => {
    for (const end of ends) end()
    watcher.disconnect()
    themed.disconnect()
    dark.removeEventListener('change', retheme)
    rest.end()
    cancelAnimationFrame(frame)
    stage.destroy()
  }
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

/** How far each dragged box is from where it stands: one's own gesture and everybody else's. */
function offsetsOf(editor: Editor, peers: readonly Peer[]): ReadonlyMap<Id, Point> {
  const offsets = new Map<Id, Point>()
  for (const { presence } of peers)
    if (presence.view === editor.view && presence.draft && 'd' in presence.draft)
      for (const id of presence.selection ?? []) offsets.set(id, presence.draft.d)
  if (editor.draft && 'd' in editor.draft) for (const id of editor.selection) offsets.set(id, editor.draft.d)
  return offsets
}
