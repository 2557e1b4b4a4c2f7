/**
 * A colleague puts into the bin what this person has in hand: the box that is being typed in, or the form in front. What was typed goes into the
 * card all the same, so that it comes back with it, and the question of USE §9 is asked. Whatever edits a record says so: `data-record`, its id.
 * A box whose words become something else than a field of it finds them again when it comes back (halfWritten.ts).
 */
import { takenAway } from '#lib/domain/commands/remove.ts'
import type { Session } from '../state/session.svelte.ts'

/** The returned function ends it. The board tells before Svelte takes the controls away. */
export function watchHand(session: Session): () => void {
  return session.board.onChange(({ own, before, content }) => {
    const control = document.activeElement
    if (own || !(control instanceof HTMLElement)) return
    const id = recordIn(control)
    const taken = id === undefined ? null : takenAway(before, content, id)
    if (!taken) return
    const text = written(control) ?? before.elements.get(taken.id)?.text ?? ''
    // A box that is written when it is left is left now.
    if (isWriting(control)) control.dispatchEvent(new Event('change', { bubbles: true }))
    session.ask({ ask: 'removed', id: taken.id, text, by: taken.by })
  })
}

/** A form in front is in hand as a whole; elsewhere, what is being typed. */
function recordIn(control: HTMLElement): string | undefined {
  const form = control.closest('dialog')?.querySelector<HTMLElement>('form, .form')
  const held = isWriting(control) ? control.closest<HTMLElement>('[data-record]') : null
  return (held ?? form)?.dataset.record
}

const isWriting = (control: HTMLElement) =>
  control.matches('textarea, input:not([type="checkbox"]):not([type="radio"]), td select')

function written(control: HTMLElement): string | null {
  if (control instanceof HTMLSelectElement) return control.selectedOptions[0]?.text ?? ''
  if (!isWriting(control)) return null
  return (control as HTMLInputElement | HTMLTextAreaElement).value
}
