/** Dragging a chip out of a list: at once with a mouse or a pen; with a finger after a long press, for a finger that moves scrolls the list. */

export type DragOut = {
  readonly may: () => boolean
  /** The chip follows the pointer; CSS pixels of the page. */
  readonly moved: (x: number, y: number) => void
  readonly dropped: (x: number, y: number) => void
  /** After a drop, or abandoned by Escape or a lost pointer. */
  readonly ended: () => void
}

/** Milliseconds, as for the menu of a long press; CSS pixels. */
const LONG_PRESS = 350
const FAR = 5
const SCROLLS = 10

/** The returned function ends it. */
export function dragOut(chip: HTMLElement, { may, moved, dropped, ended }: DragOut): () => void {
  let start: PointerEvent | null = null
  let is: 'waiting' | 'held' | 'dragging' = 'held'
  let timer: ReturnType<typeof setTimeout> | undefined

  const hold = (event: PointerEvent) => {
    is = 'held'
    chip.setPointerCapture(event.pointerId)
  }
  const down = (event: PointerEvent) => {
    if (event.button !== 0 || start || !may() || (event.target as Element).closest('button')) return
    start = event
    if (event.pointerType !== 'touch') return hold(event)
    is = 'waiting'
    timer = setTimeout(() => {
      hold(event)
      is = 'dragging'
      moved(event.clientX, event.clientY)
    }, LONG_PRESS)
  }
  const move = (event: PointerEvent) => {
    if (!start || event.pointerId !== start.pointerId) return
    const way = Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY)
    if (is === 'waiting') return way > SCROLLS ? end() : undefined
    if (is === 'held' && way <= FAR) return
    is = 'dragging'
    moved(event.clientX, event.clientY)
  }
  const up = (event: PointerEvent) => {
    if (start && is === 'dragging') dropped(event.clientX, event.clientY)
    end()
  }
  const end = () => {
    clearTimeout(timer)
    if (start) ended()
    start = null
  }
  const key = (event: KeyboardEvent) => {
    if (event.key === 'Escape') end()
  }
  /** Once it is held, the finger takes the chip along and neither scrolls nor opens the browser's own menu. */
  const keep = (event: Event) => {
    if (start && is === 'dragging') event.preventDefault()
  }
  const menu = (event: Event) => {
    if (start?.pointerType === 'touch') event.preventDefault()
  }
  const listeners = { pointerdown: down, pointermove: move, pointerup: up, pointercancel: end, contextmenu: menu }
  for (const [name, listener] of Object.entries(listeners)) chip.addEventListener(name, listener as EventListener)
  chip.addEventListener('touchmove', keep, { passive: false })
  window.addEventListener('keydown', key)
  return () => {
    end()
    for (const [name, listener] of Object.entries(listeners)) chip.removeEventListener(name, listener as EventListener)
    chip.removeEventListener('touchmove', keep)
    window.removeEventListener('keydown', key)
  }
}
