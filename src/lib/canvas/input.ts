/** DOM pointer, wheel and double-click events become plain inputs of the editor. */
import type { Point } from '#lib/domain/content.ts'
import type { Editor } from '#lib/editor/editor.ts'
import type { PointerInput } from '#lib/editor/pointer.ts'

/** Listens on the element; the returned function ends it. */
export function listen(element: HTMLElement, editor: Editor): () => void {
  const at = (event: MouseEvent): Point => {
    const { left, top } = element.getBoundingClientRect()
    return [event.clientX - left, event.clientY - top]
  }
  const input = (event: PointerEvent): PointerInput => ({
    id: event.pointerId,
    kind: event.pointerType === 'touch' || event.pointerType === 'pen' ? event.pointerType : 'mouse',
    at: at(event),
    button: event.button,
    shift: event.shiftKey,
    alt: event.altKey,
    ctrl: event.ctrlKey || event.metaKey,
  })
  const down = (event: PointerEvent) => {
    if (event.button === 2) return
    element.setPointerCapture(event.pointerId)
    element.focus({ preventScroll: true })
    editor.edit(null)
    editor.pointerDown(input(event))
    event.preventDefault()
  }
  const move = (event: PointerEvent) => editor.pointerMove(input(event))
  const up = (event: PointerEvent) => editor.pointerUp(input(event))
  const cancel = () => editor.cancel()
  const leave = () => editor.pointerLeave()
  const wheel = (event: WheelEvent) => {
    event.preventDefault()
    if (event.ctrlKey || event.metaKey) editor.zoom(Math.exp(-event.deltaY / (event.deltaMode ? 12 : 300)), at(event))
    else {
      const lines = event.deltaMode ? 24 : 1
      const [dx, dy] = event.shiftKey ? [event.deltaY, event.deltaX] : [event.deltaX, event.deltaY]
      editor.pan([-dx * lines, -dy * lines])
    }
  }
  const double = (event: MouseEvent) => {
    const point = editor.toBoard(at(event))
    const box = editor.index.boxAt(point)
    if (box) editor.edit(box.id)
    else if (editor.view === 'ideas' && editor.options.mayWrite()) editor.createAt('note', point)
  }
  const ends: (() => void)[] = []
  const on = <K extends keyof HTMLElementEventMap>(
    name: K,
    listener: (event: HTMLElementEventMap[K]) => void,
    options?: AddEventListenerOptions,
  ) => {
    element.addEventListener(name, listener, options)
    ends.push(() => element.removeEventListener(name, listener, options))
  }
  on('pointerdown', down)
  on('pointermove', move)
  on('pointerup', up)
  on('pointercancel', cancel)
  on('pointerleave', leave)
  on('dblclick', double)
  on('wheel', wheel, { passive: false })
  // A window that loses the focus never hears of the release.
  window.addEventListener('blur', cancel)
  ends.push(() => window.removeEventListener('blur', cancel))
  return () => ends.forEach((end) => end())
}
