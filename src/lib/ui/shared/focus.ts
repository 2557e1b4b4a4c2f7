/** Whoever works without a mouse always stands somewhere: what had the focus and is gone passes it on to the view, or to the dialog in front. */

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

function stand(): void {
  const dialog = document.querySelector('dialog[open]')
  const place = dialog
    ? (dialog.querySelector('.body :is(button, a, input, select)') ?? dialog.querySelector('button'))
    : (document.querySelector('[data-canvas]') ?? document.getElementById('view-panel'))
  if (place instanceof HTMLElement) place.focus({ preventScroll: true })
}
