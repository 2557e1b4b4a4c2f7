/** Content at most a few times a second: for what is derived from the whole board while people type. */
import { createSubscriber } from 'svelte/reactivity'
import type { Board } from '#lib/board/board.ts'
import type { Content } from '#lib/domain/content.ts'

/** Milliseconds between two readings. */
const PAUSE = 250

/** Reading `content` follows the board, one pause behind. */
export function recentOf(board: Board): { readonly content: Content } {
  const follow = createSubscriber((update) => {
    let timer: ReturnType<typeof setTimeout> | null = null
    const end = board.onChange(() => {
      timer ??= setTimeout(() => {
        timer = null
        update()
      }, PAUSE)
    })
    return () => {
      end()
      if (timer) clearTimeout(timer)
    }
  })
  return {
    get content() {
      follow()
      return board.content
    },
  }
}
