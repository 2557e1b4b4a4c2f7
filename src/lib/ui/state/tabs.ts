/** The tabs of a board: canvases, which show views of the board, and pages. A new one is a line here, which the compiler asks for. */
import type { ViewId } from '#lib/domain/content.ts'
import type { Element, ElementKind, RecordKind } from '#lib/domain/schema/element.ts'
import { viewOf } from '#lib/domain/views/views.ts'
import { m } from '#lib/i18n/paraglide/messages.js'

type Shown = {
  /** Cards that «Montrer» shows here. */
  shows(element: Element): boolean
  /** Whatever the atelier in progress opens, it is there. */
  readonly isAlways?: true
}
type CanvasOf = Shown & {
  readonly is: 'canvas'
  /** Ways to lay it out, the first as it opens; each keeps its places. */
  readonly views: readonly [ViewId, ...ViewId[]]
  /** Of its list on a phone; what the quick-add box makes comes first. */
  readonly lists: readonly RecordKind[]
  /** Look-alikes are asked about where they stand; null: of any kind. */
  readonly twins: readonly ElementKind[] | null
  /** Its tray can be sorted to be read, and asks whether a card is an action or an effect. */
  readonly sorts: boolean
  /** Asks who is missing. */
  readonly asksForVoices: boolean
  /** What whoever writes here is reminded of. */
  readonly reminder: (() => string) | null
}
type PageOf = Shown & { readonly is: 'page' }

export const TAB_IDS = ['mission', 'stakeholders', 'tree', 'framework', 'ideas', 'list'] as const
export type Tab = (typeof TAB_IDS)[number]

export const TABS = {
  mission: {
    is: 'page',
    shows: (element) => element.is === 'mission' || (element.is === 'note' && element.zone !== null),
  },
  stakeholders: {
    is: 'canvas',
    views: ['circles', 'influence', 'stakeholders'],
    shows: viewOf('circles').holds,
    lists: ['stakeholder', 'relation'],
    twins: ['stakeholder'],
    sorts: false,
    asksForVoices: true,
    reminder: m.stakeholders_reminder,
  },
  tree: {
    is: 'canvas',
    views: ['tree'],
    shows: viewOf('tree').holds,
    lists: ['effect', 'activity', 'output', 'causal', 'concerns'],
    twins: ['activity', 'output', 'effect'],
    sorts: true,
    asksForVoices: false,
    reminder: null,
  },
  framework: { is: 'page', shows: () => false },
  ideas: {
    is: 'canvas',
    views: ['ideas'],
    shows: viewOf('ideas').holds,
    lists: ['note', 'frame', 'label', 'image'],
    twins: null,
    sorts: false,
    asksForVoices: false,
    reminder: null,
  },
  list: { is: 'page', shows: () => true, isAlways: true },
} as const satisfies Record<Tab, CanvasOf | PageOf>

export type CanvasTab = { [T in Tab]: (typeof TABS)[T]['is'] extends 'canvas' ? T : never }[Tab]
export type PageTab = Exclude<Tab, CanvasTab>
export const isCanvasTab = (tab: Tab): tab is CanvasTab => TABS[tab].is === 'canvas'
export const canvasOf = (tab: CanvasTab): CanvasOf => TABS[tab]
/** Null: a page. */
export const canvasIn = (tab: Tab): CanvasOf | null => (isCanvasTab(tab) ? canvasOf(tab) : null)
export const isAlways = (tab: Tab): boolean => (TABS[tab] as Shown).isAlways === true

/** The tab that shows a view. */
export const tabOf = (view: ViewId): CanvasTab =>
  TAB_IDS.find((tab): tab is CanvasTab => canvasIn(tab)?.views.includes(view) ?? false)!
/** Where «Montrer» leads: the first tab that shows the card; *Liste* shows all. */
export const tabShowing = (element: Element | undefined): Tab =>
  TAB_IDS.find((tab) => element && TABS[tab].shows(element)) ?? 'list'

/** *Parties prenantes* can be laid out in three ways. */
export const LAYOUTS = TABS.stakeholders.views
export type Layout = (typeof LAYOUTS)[number]
