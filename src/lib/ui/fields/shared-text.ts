/** Ties a text box to a collaborative text: what is typed leaves as splices, what others type comes in without moving the caret's words. */
import { spliceBetween } from '#lib/domain/change.ts'

type Splice = { readonly at: number; readonly remove: number; readonly insert: string }

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
  /** What others wrote since `shown`, one by one: taken together, two words around mine would look like one over it. */
  let theirs: Splice[] = []
  let heard = shown
  box.value = shown

  /** The board's text with what this box holds beyond `shown`. */
  const send = () => {
    const mine = spliceBetween(shown, box.value)
    const now = text.read()
    if (!mine) return show(now)
    hear(now)
    const at = theirs.reduce(moved, mine.at)
    const end = Math.max(at, theirs.reduce(moved, mine.at + mine.remove))
    /** From a place in the box to the same place in the text of both. */
    const carried = (place: number) => {
      const past = place - mine.at - mine.insert.length
      if (past <= 0) return place <= mine.at ? theirs.reduce(moved, place) : at + place - mine.at
      return theirs.reduce(moved, mine.at + mine.remove + past) - (end - at) + mine.insert.length
    }
    const caret = [carried(box.selectionStart ?? 0), carried(box.selectionEnd ?? 0)] as const
    const together = theirs.length > 0
    text.write(now.slice(0, at) + mine.insert + now.slice(end))
    show(text.read())
    if (together && box.ownerDocument.activeElement === box) box.setSelectionRange(...caret)
  }
  const show = (now: string) => {
    const held = box.value
    shown = heard = now
    theirs = []
    if (held === now) return
    const splice = spliceBetween(held, now)
    const [start, end] = [box.selectionStart ?? now.length, box.selectionEnd ?? now.length]
    box.value = now
    if (splice && box.ownerDocument.activeElement === box)
      box.setSelectionRange(moved(start, splice), moved(end, splice))
  }
  const hear = (now: string) => {
    const splice = spliceBetween(heard, now)
    if (splice) theirs.push(splice)
    heard = now
  }
  const input = () => {
    if (!composing) send()
  }
  const begin = () => (composing = true)
  const finish = () => {
    composing = false
    send()
  }
  const listen = () => {
    const now = text.read()
    if (composing) hear(now)
    else show(now)
  }
  const end = text.onChange(listen)
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
function moved(position: number, splice: Splice): number {
  if (position <= splice.at) return position
  return Math.max(splice.at, position - splice.remove) + splice.insert.length
}
