/** Where somebody is on a board, and where they were before they reloaded it. */
import type { ViewId } from '#lib/domain/content.ts'

export const TABS = ['mission', 'stakeholders', 'tree', 'framework', 'ideas', 'list'] as const
export type Tab = (typeof TABS)[number]
const USUAL_TABS: readonly (readonly Tab[])[] = [
  ['mission', 'stakeholders', 'ideas'],
  ['tree', 'ideas'],
  ['framework', 'ideas'],
  ['framework', 'ideas'],
]
/** What an atelier opens by itself, by its place in the programme, from 0; the facilitator may show others (USE §4). */
export const usualTabs = (at: number): readonly Tab[] => USUAL_TABS[at] ?? TABS
/** Tabs that are painted on a canvas. */
export type CanvasTab = Extract<Tab, 'stakeholders' | 'tree' | 'ideas'>
export const isCanvasTab = (tab: Tab): tab is CanvasTab => tab === 'stakeholders' || tab === 'tree' || tab === 'ideas'
/** *Parties prenantes* can be laid out in three ways, each with places of its own. */
export const LAYOUTS = ['circles', 'influence', 'stakeholders'] as const satisfies readonly ViewId[]
export type Layout = (typeof LAYOUTS)[number]

export type Place = { readonly tab: Tab; readonly layout: Layout }

const keyOf = (boardId: string) => `canevas:place:${boardId}`

/** Of this tab of the browser; null: it was not on that board. */
export function placeBefore(boardId: string): Place | null {
  try {
    const [tab, layout] = (sessionStorage.getItem(keyOf(boardId)) ?? '').split(' ')
    const [wasOn, wasLaid] = [TABS.find((one) => one === tab), LAYOUTS.find((one) => one === layout)]
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
