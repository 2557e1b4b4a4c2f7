/** DOM pointer, wheel and double-click events become plain inputs of the editor; a right click or a long press asks for a menu. */
import type { Point } from '#lib/domain/content.ts'
import type { Editor } from '#lib/editor/editor.ts'
import { far, SLOP, type PointerInput } from '#lib/editor/pointer.ts'

/** Milliseconds that a finger rests before it asks for a menu. */
const LONG_PRESS = 500

/** Listens on the element; the returned function ends it. `onMenu`: a point, CSS pixels from the element's top left corner. */
export function listen(element: HTMLElement, editor: Editor, onMenu: (at: Point) => void): () => void {
  const at = (event: MouseEvent): Point => {
    const { left, top } = element.getBoundingClientRect()
    return [event.clientX - left, event.clientY - top]
  }
  const kindOf = ({ pointerType }: PointerEvent): PointerInput['kind'] =>
    pointerType === 'touch' || pointerType === 'pen' ? pointerType : 'mouse'
  const input = (event: PointerEvent): PointerInput => ({
    id: event.pointerId,
    kind: kindOf(event),
    at: at(event),
    button: event.button,
    shift: event.shiftKey,
    alt: event.altKey,
    ctrl: event.ctrlKey || event.metaKey,
  })
  const menu = (point: Point, kind: PointerInput['kind']) => {
    editor.hand.point(point, kind)
    onMenu(point)
  }
  const press = longPress((point) => menu(point, 'touch'))
  const down = (event: PointerEvent) => {
    if (event.button === 2) return
    element.setPointerCapture(event.pointerId)
    element.focus({ preventScroll: true })
    editor.edit(null)
    editor.hand.down(input(event))
    if (kindOf(event) === 'touch') press.down(event.pointerId, at(event))
    event.preventDefault()
  }
  const move = (event: PointerEvent) => {
    press.move(event.pointerId, at(event))
    // Between two frames a fast pen leaves more points than one.
    const steps = editor.hand.gesture?.is === 'pen' ? event.getCoalescedEvents() : []
    for (const step of steps.length > 0 ? steps : [event]) editor.hand.move(input(step))
  }
  const up = (event: PointerEvent) => {
    press.end()
    editor.hand.up(input(event))
  }
  const cancel = () => {
    press.end()
    editor.hand.cancel()
  }
  const leave = () => editor.hand.leave()
  const contextmenu = (event: MouseEvent) => {
    event.preventDefault()
    // A finger's long press and the keyboard's menu key are answered elsewhere.
    const byPointer = event instanceof PointerEvent && event.pointerType !== undefined
    if (byPointer ? event.pointerType === 'mouse' || event.pointerType === 'pen' : event.button === 2)
      menu(at(event), 'mouse')
  }
  const wheel = (event: WheelEvent) => {
    event.preventDefault()
    if (event.ctrlKey || event.metaKey)
      editor.look.zoom(Math.exp(-event.deltaY / (event.deltaMode ? 12 : 300)), at(event))
    else {
      const lines = event.deltaMode ? 24 : 1
      const [dx, dy] = event.shiftKey ? [event.deltaY, event.deltaX] : [event.deltaX, event.deltaY]
      editor.look.pan([-dx * lines, -dy * lines])
    }
  }
  const double = (event: MouseEvent) => {
    if (editor.choice.tool !== 'select') return
    editor.hand.pressTwice(editor.look.toBoard(at(event)))
  }
  const ends: (() => void)[] = [() => press.end()]
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
  on('contextmenu', contextmenu)
  on('dblclick', double)
  on('wheel', wheel, { passive: false })
  // A window that loses the focus never hears of the release.
  window.addEventListener('blur', cancel)
  ends.push(() => window.removeEventListener('blur', cancel))
  return () => ends.forEach((end) => end())
}

/** One finger that stays where it came down; a second one is a pinch. */
function longPress(onPress: (at: Point) => void) {
  let held: { readonly id: number; readonly at: Point; readonly timer: ReturnType<typeof setTimeout> } | null = null
  const end = () => {
    if (held) clearTimeout(held.timer)
    held = null
  }
  return {
    down(id: number, at: Point) {
      if (held) return end()
      const timer = setTimeout(() => {
        held = null
        onPress(at)
      }, LONG_PRESS)
      held = { id, at, timer }
    },
    move(id: number, at: Point) {
      if (held?.id === id && far(at, held.at, SLOP.touch)) end()
    },
    end,
  }
}
