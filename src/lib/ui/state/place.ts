/** Where somebody is on a board, and where they were before they reloaded it. */
import { LAYOUTS, TAB_IDS, type Layout, type Tab } from './tabs.ts'

const USUAL_TABS: readonly (readonly Tab[])[] = [
  ['mission', 'stakeholders', 'ideas'],
  ['tree', 'ideas'],
  ['framework', 'ideas'],
  ['framework', 'ideas'],
]
/** What an atelier opens by itself, by its place in the programme, from 0; the facilitator may show others (USE §4). */
export const usualTabs = (at: number): readonly Tab[] => USUAL_TABS[at] ?? TAB_IDS
export type Place = { readonly tab: Tab; readonly layout: Layout }

const keyOf = (boardId: string) => `canevas:place:${boardId}`

/** Of this tab of the browser; null: it was not on that board. */
export function placeBefore(boardId: string): Place | null {
  try {
    const [tab, layout] = (sessionStorage.getItem(keyOf(boardId)) ?? '').split(' ')
    const [wasOn, wasLaid] = [TAB_IDS.find((one) => one === tab), LAYOUTS.find((one) => one === layout)]
    return wasOn && wasLaid ? { tab: wasOn, layout: wasLaid } : null
  } catch {
    return null
  }
}

export function keepPlace(boardId: string, { tab, layout }: Place): void {
  try {
    sessionStorage.setItem(keyOf(boardId), `${tab} ${layout}`)
  } catch {
    // A browser that keeps nothing: the board opens as it does for everybody.
  }
}
