/** Ties a text box to a collaborative text: what is typed leaves as splices, what others type comes in without moving the caret's words. */
import { spliceBetween } from '#lib/domain/change.ts'

export type SharedText = {
  /** The text as it is now on the board. */
  readonly read: () => string
  readonly write: (text: string) => void
  /** Calls back after each change of the board; the returned function ends it. */
  readonly onChange: (listener: () => void) => () => void
}

/** Attaches to a box; the returned function ends it. During composition (dead keys, IME) nothing is written or shown until it ends. */
export function tie(box: HTMLTextAreaElement | HTMLInputElement, text: SharedText): () => void {
  let shown = text.read()
  let composing = false
  box.value = shown

  /** The board's text with what this box holds beyond `shown`. */
  const send = () => {
    const mine = spliceBetween(shown, box.value)
    const now = text.read()
    if (!mine) return show(now)
    const theirs = spliceBetween(shown, now)
    const at = theirs ? moved(mine.at, theirs) : mine.at
    const end = theirs ? moved(mine.at + mine.remove, theirs) : mine.at + mine.remove
    text.write(now.slice(0, at) + mine.insert + now.slice(Math.max(at, end)))
    show(text.read())
  }
  const show = (now: string) => {
    const held = box.value
    shown = now
    if (held === now) return
    const splice = spliceBetween(held, now)
    const [start, end] = [box.selectionStart ?? now.length, box.selectionEnd ?? now.length]
    box.value = now
    if (splice && box.ownerDocument.activeElement === box)
      box.setSelectionRange(moved(start, splice), moved(end, splice))
  }
  const input = () => {
    if (!composing) send()
  }
  const begin = () => (composing = true)
  const finish = () => {
    composing = false
    send()
  }
  const end = text.onChange(() => {
    if (!composing) show(text.read())
  })
  box.addEventListener('input', input)
  box.addEventListener('compositionstart', begin)
  box.addEventListener('compositionend', finish)
  return () => {
    end()
    box.removeEventListener('input', input)
    box.removeEventListener('compositionstart', begin)
    box.removeEventListener('compositionend', finish)
  }
}

/** Where a position goes when a splice is made before or around it. */
function moved(
  position: number,
  splice: { readonly at: number; readonly remove: number; readonly insert: string },
): number {
  if (position <= splice.at) return position
  return Math.max(splice.at, position - splice.remove) + splice.insert.length
}
