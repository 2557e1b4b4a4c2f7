/**
 * What is half written, by the box that it stands in: kept on this device from the first letter until it is sent, so that a reload, a crash or «back» loses
 * no word. It leaves with the person's copy of the board.
 */
import { SvelteMap } from 'svelte/reactivity'

export class HalfWritten {
  readonly #words = new SvelteMap<string, string>()
  readonly #prefix: string | null

  /** `prefix`: of the keys in `localStorage`; null: as long as the page is open. */
  constructor(prefix: string | null) {
    this.#prefix = prefix
    if (prefix === null) return
    try {
      for (const key of Object.keys(localStorage))
        if (key.startsWith(prefix)) this.#words.set(key.slice(prefix.length), localStorage.getItem(key) ?? '')
    } catch {
      // A browser that keeps nothing.
    }
  }

  in(box: string): string {
    return this.#words.get(box) ?? ''
  }

  set(box: string, words: string): void {
    if (words === '') this.#words.delete(box)
    else this.#words.set(box, words)
    if (this.#prefix === null) return
    try {
      if (words === '') localStorage.removeItem(this.#prefix + box)
      else localStorage.setItem(this.#prefix + box, words)
    } catch {
      // A browser that keeps nothing, or is full.
    }
  }
}
