/** Whoever works without a mouse always stands somewhere: what had the focus and is gone passes it on to the view, or to the dialog in front. */
import { tick } from 'svelte'

export const lost = (): boolean => document.activeElement === document.body || document.activeElement === null

/** Watches over the whole page; the returned function ends it. `board` tells of changes, others' too. */
export function guardFocus(board: { readonly onChange: (listener: () => void) => () => void }): () => void {
  let held: EventTarget | null = null
  const hold = ({ target }: FocusEvent) => (held = target)
  const isGone = () => held instanceof HTMLElement && (!held.isConnected || held.matches(':disabled'))
  // A frame later: Svelte has drawn what follows from the key, and whoever knows a better place has taken the focus there.
  const check = () =>
    requestAnimationFrame(() => {
      if (lost() && isGone()) stand()
    })
  window.addEventListener('focusin', hold)
  window.addEventListener('keydown', check)
  window.addEventListener('click', check)
  const end = board.onChange(check)
  return () => {
    end()
    window.removeEventListener('focusin', hold)
    window.removeEventListener('keydown', check)
    window.removeEventListener('click', check)
  }
}

type Changes = { readonly onChange: (listener: (change: { readonly own: boolean }) => void) => () => void }

/** What others add or write does not move the control in hand, or what is under the pointer: attach to what holds the pages that scroll. */
export const staysPut = (board: Changes) => (root: HTMLElement) => {
  const inHand = () =>
    root.contains(document.activeElement) && document.activeElement !== root
      ? document.activeElement
      : [...root.querySelectorAll(':hover')].at(-1)
  return board.onChange(async ({ own }) => {
    const held = own ? null : inHand()
    const scroller = held && scrollerOf(held)
    if (!held || !scroller) return
    const { top, bottom } = held.getBoundingClientRect()
    const seen = scroller.getBoundingClientRect()
    if (bottom < seen.top || top > seen.bottom) return
    await tick()
    if (held.isConnected) scroller.scrollTop += held.getBoundingClientRect().top - top
  })
}

function scrollerOf(element: Element): Element | null {
  for (let each = element.parentElement; each; each = each.parentElement)
    if (each.scrollHeight > each.clientHeight && /auto|scroll/.test(getComputedStyle(each).overflowY)) return each
  return null
}

/** Where an answer takes its own button away, at once or a moment later, the focus goes on to what took its place in `root`, else to the view. */
export function staysIn(root: HTMLElement): () => void {
  let held: HTMLElement | null = null
  let at = 0
  const controls = () =>
    [...root.querySelectorAll<HTMLElement>('button, summary, a[href]')].filter((each) => each.checkVisibility())
  // Not at the loss of focus: what is taken away loses it, too.
  const hold = ({ target }: Event) => {
    held = target instanceof HTMLElement && root.contains(target) ? target : null
    if (held) at = controls().indexOf(held)
  }
  const watcher = new MutationObserver(() => {
    if (!held) return
    const now = controls()
    if (held.isConnected) at = now.indexOf(held)
    else if (lost()) {
      const next = now[Math.min(at, now.length - 1)]
      if (next) next.focus()
      else stand()
    }
  })
  watcher.observe(root, { childList: true, subtree: true })
  window.addEventListener('focusin', hold)
  window.addEventListener('pointerdown', hold)
  return () => {
    watcher.disconnect()
    window.removeEventListener('focusin', hold)
    window.removeEventListener('pointerdown', hold)
  }
}

function stand(): void {
  const dialog = document.querySelector('dialog[open]')
  const place = dialog
    ? (dialog.querySelector('.body :is(button, a, input, select)') ?? dialog.querySelector('button'))
    : (document.querySelector('[data-canvas]') ?? document.getElementById('view-panel'))
  if (place instanceof HTMLElement) place.focus({ preventScroll: true })
}
