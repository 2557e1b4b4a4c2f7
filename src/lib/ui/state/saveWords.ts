/** How saving stands, in words and true (USE §9). */
import { m } from '#lib/i18n/paraglide/messages.js'
import type { SaveState } from '#lib/sync/connection.ts'

export type Trouble = Extract<SaveState, { is: 'offline' | 'unwritable' | 'crowded' | 'full' }>

/** Nothing reaches the server for now. What closes a board has an alert of its own. */
export const isTrouble = (save: SaveState): save is Trouble =>
  save.is === 'offline' || save.is === 'unwritable' || save.is === 'crowded' || save.is === 'full'

export function saveWords(save: SaveState): string {
  switch (save.is) {
    case 'opening':
      return m.save_opening()
    case 'saved':
      return m.save_saved()
    case 'saving':
      return m.save_saving()
    case 'offline':
      if (!save.kept) return m.save_offline_unkept()
      return save.unsaved === 0 ? m.save_offline_nothing() : m.save_offline({ count: save.unsaved })
    case 'unwritable':
      return m.save_unwritable()
    case 'crowded':
      return m.save_crowded()
    case 'full':
      return m.save_full()
    case 'reconnecting':
      return m.save_reconnecting({ count: save.unsaved })
    case 'back':
      return m.save_back({ count: save.saved })
    case 'closed':
      return m.said_closed()
  }
}
