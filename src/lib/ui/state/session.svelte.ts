/** A board as the interface sees it: the document, the connection, the editor and what is said to the person, each a reactive reading. */
import { createSubscriber, MediaQuery } from 'svelte/reactivity'
import { getContext, setContext, type Component } from 'svelte'
import * as Y from 'yjs'
import { Board, type BoardChange } from '#lib/board/board.ts'
import type { Peer } from '#lib/board/presence.ts'
import type { Change } from '#lib/domain/change.ts'
import { madeByOthers } from '#lib/domain/commands/remove.ts'
import type { WritingPlace } from '#lib/domain/commands/write.ts'
import type { ElementKind } from '#lib/domain/schema/element.ts'
import type { LinkKind } from '#lib/domain/schema/links.ts'
import type { Content, Id, Point, ViewId } from '#lib/domain/content.ts'
import { newId } from '#lib/domain/ids.ts'
import { may, type Action, type Role } from '#lib/domain/rights.ts'
import { standingOf, type Standing } from '#lib/domain/moment.ts'
import type { Moment } from '#lib/domain/schema/dossier.ts'
import { inOrder } from '#lib/domain/settings.ts'
import { Editor } from '#lib/editor/editor.ts'
import type { Said } from '#lib/editor/options.ts'
import { Connection, type SaveState } from '#lib/sync/connection.ts'
import { frozenLine, type Line } from '#lib/sync/frozen.ts'
import { writtenPrefix } from '#lib/sync/localCopy.ts'
import { syncAddress } from '#lib/wire/address.ts'
import { narrow } from '../shared/narrow.ts'
import { closedWords, sceneWords, word, workshopWord } from '../words.ts'
import { Announcer } from './announcer.svelte.ts'
import { HalfWritten } from './halfWritten.ts'
import { keepPlace, placeBefore } from './place.ts'
import { canvasOf, isAlways, isCanvasTab, TAB_IDS, tabShowing, type CanvasTab, type Layout, type Tab } from './tabs.ts'
import { WritingHours } from './writingHours.svelte.ts'

export type Me = { readonly id: Id; readonly name: string; readonly structure: string; readonly role: Role }
export type BoardInfo = { readonly id: Id; readonly title: string; readonly epoch: number; readonly demo: boolean }
/** Milliseconds for which the board itself goes before whatever else its page loads. */
export const SOON = 700

export class Session {
  readonly me: Me
  readonly info: BoardInfo
  readonly board: Board
  readonly editor: Editor
  readonly connection: Line
  /** The kept version that is shown, read and never written; null: the living board. */
  readonly version: Id | null
  readonly announcer: Announcer
  /** A phone opens on the list: its canvas is there to look at (USE §6). */
  tab: Tab = $state(innerWidth <= 640 ? 'list' : 'stakeholders')
  layout: Layout = $state('circles')
  readonly #phone = new MediaQuery('max-width: 640px')
  /** On a phone the canvas is there to look at, and its list to take part (USE §6). */
  looksAtCanvas = $state(false)
  /** Whether the search is open. */
  finding = $state(false)
  readonly halfWritten: HalfWritten
  /** Whether a view that is no canvas has the side panel beside it. */
  #opensCard = $state(false)
  /** A dialog in front of the board. */
  asking: Asking | null = $state(null)
  readonly #seesContent: () => void
  readonly #seesEditor: () => void
  readonly #seesSaving: () => void
  readonly #seesPeers: () => void
  readonly #seesHistory: () => void
  readonly #ends: (() => void)[] = []
  #writing: string | null = null
  readonly #hours: WritingHours

  /** `kept`: a version, its state a Yjs update of format 2, instead of the living board. */
  constructor(info: BoardInfo, me: Me, kept: { readonly id: Id; readonly state: Uint8Array } | null = null) {
    this.info = info
    this.me = me
    this.version = kept?.id ?? null
    const writes = !kept && may(me.role, 'board.write')
    this.halfWritten = new HalfWritten(writes ? writtenPrefix({ boardId: info.id, personId: me.id }) : null)
    const before = kept ? null : placeBefore(info.id)
    if (before) [this.tab, this.layout] = [before.tab, before.layout]
    const doc = new Y.Doc()
    if (kept) Y.applyUpdateV2(doc, kept.state)
    this.board = new Board(doc)
    this.connection = kept
      ? frozenLine
      : new Connection({
          doc,
          boardId: info.id,
          epoch: info.epoch,
          personId: me.id,
          url: syncAddress(location),
          keepLocally: may(me.role, 'board.write'),
          step: () => this.board.history.steps,
        })
    this.announcer = new Announcer()
    this.#hours = new WritingHours({
      bind: this.may('board.write') && !this.may('writing.anytime'),
      clock: () => this.connection.now(),
      onShut: () => this.#letGo(),
      onOpened: () => this.announcer.tell(word('moment_opened')),
    })
    this.editor = new Editor({
      board: this.board,
      words: sceneWords(),
      me: () => me.id,
      mayWrite: () => this.#mayWrite(),
      newId,
      now: Date.now,
      say: (said) => this.#say(said),
      ask: (question) => (question.ask === 'find' ? (this.finding = true) : this.ask(question)),
      confirmRemoval: (ids) => this.#confirmRemoval(ids),
      isToLookAt: () => this.onPhone,
      opensBeside: () => !narrow.current,
    })
    if (isCanvasTab(this.tab)) this.editor.show(this.viewOf(this.tab))
    this.#seesContent = createSubscriber((update) => this.board.onChange(update))
    this.#seesEditor = createSubscriber((update) => this.editor.onChange(update))
    this.#seesSaving = createSubscriber((update) => this.connection.onChange(update))
    this.#seesPeers = createSubscriber((update) => this.connection.onPeers(update))
    this.#seesHistory = createSubscriber((update) => this.board.history.onChange(update))
    this.#ends.push(
      () => this.#hours.close(),
      this.editor.onChange(() => this.#publish()),
      this.board.onChange((change) => this.#announce(change)),
      this.board.onChange(() => this.#hours.follow(this.moment)),
      this.board.onChange((change) => this.#tellBegin(change)),
      this.connection.onChange(() => this.announcer.saving(this.connection.state)),
      this.connection.onClock(() => this.#hours.look()),
      this.connection.onNotice((notice) =>
        notice === 'came_back'
          ? this.announcer.cameBack(word('notice_came_back'))
          : this.announcer.tell(word(`notice_${notice}`), { tone: 'warn' }),
      ),
    )
    this.#tellSlow()
    if (!kept && !before && !this.may('views.all')) this.#land()
    if (!kept && this.may('board.write')) this.#offerRescue()
  }

  /** Where this person's copy of this board is kept when the server does not take its last edits. */
  get rescueKey(): string {
    return `${this.info.id}:${this.me.id}`
  }

  get content(): Content {
    this.#seesContent()
    return this.board.content
  }
  /** Reading this makes whatever reads the editor follow its changes. */
  get view(): Editor {
    this.#seesEditor()
    return this.editor
  }
  get save(): SaveState {
    this.#seesSaving()
    return this.connection.state
  }
  get opened(): boolean {
    this.#seesSaving()
    return this.connection.opened
  }
  get peers(): readonly Peer[] {
    this.#seesPeers()
    return this.connection.peers
  }
  get canUndo(): boolean {
    this.#seesHistory()
    return this.board.history.canUndo
  }
  get canRedo(): boolean {
    this.#seesHistory()
    return this.board.history.canRedo
  }
  /** What is read here changes while the board is open: the first content says whether it is newer, the server may close it. */
  get mayWrite(): boolean {
    this.#seesContent()
    this.#seesSaving()
    return this.#mayWrite()
  }
  /** The atelier in progress; a kept version is in none. */
  get moment(): Moment | null {
    return this.version === null ? this.content.dossier.moment : null
  }
  get standing(): Standing | null {
    return this.#hours.standing(this.moment)
  }
  get finishes(): boolean {
    return this.#hours.finishes(this.moment)
  }
  /** Those of the atelier in progress, the list, and where this person is. */
  get tabs(): readonly Tab[] {
    return this.may('views.all') ? TAB_IDS : TAB_IDS.filter((tab) => tab === this.tab || this.isShown(tab))
  }
  /** Whether those who take part are shown this tab now. */
  isShown(tab: Tab): boolean {
    const { moment } = this
    return isAlways(tab) || moment === null || moment.versionId !== null || moment.tabs.includes(tab)
  }
  /** What this person's role allows. */
  may(action: Action): boolean {
    return may(this.me.role, action)
  }

  show(tab: Tab): void {
    if (tab !== this.tab) this.editor.choice.showOnly(null)
    if (this.#opensCard) this.closeCard()
    this.tab = tab
    if (isCanvasTab(tab)) this.editor.show(this.viewOf(tab))
    else this.editor.hand.cancel()
    this.#keepPlace()
    this.#publish()
  }

  get onPhone(): boolean {
    return this.#phone.current
  }
  /** *Liste*, or what a phone shows of a canvas. Its cards open where they stand. */
  get showsList(): boolean {
    return this.tab === 'list' || (isCanvasTab(this.tab) && this.onPhone && !this.looksAtCanvas)
  }
  /** The side panel belongs to the canvases; elsewhere it comes with a card that is opened. */
  get hasPanel(): boolean {
    if (this.showsList) return false
    return isCanvasTab(this.tab) || (this.#opensCard && this.view.choice.selection.size > 0)
  }
  openCard(id: Id): void {
    this.#opensCard = !isCanvasTab(this.tab)
    this.editor.choice.select([id])
  }
  closeCard(): void {
    this.#opensCard = false
    this.editor.choice.select([])
  }

  viewOf(tab: CanvasTab): ViewId {
    const { views } = canvasOf(tab)
    return views.find((view) => view === this.layout) ?? views[0]
  }

  /** Lays the stakeholders out in another way; what is chosen stays chosen. */
  arrange(layout: Layout): void {
    const { selection } = this.editor.choice
    this.layout = layout
    this.editor.show(layout)
    this.editor.choice.select(selection)
    this.#keepPlace()
  }

  #keepPlace(): void {
    if (this.version === null) keepPlace(this.info.id, { tab: this.tab, layout: this.layout })
  }

  /** «Montrer»: the tab where a card or an arrow can be seen, and the card on screen. */
  reveal(id: Id): void {
    const element =
      this.board.content.elements.get(id) ??
      this.board.content.elements.get(this.board.content.links.get(id)?.fromId ?? '')
    this.show(tabShowing(element))
    this.editor.choice.reveal(id)
  }

  /** Outside the canvas: the box or cell that this person is in, `id/field`, for others to see. */
  writes(at: string | null): void {
    if (at === this.#writing) return
    this.#writing = at
    this.#publish()
  }

  ask(question: Asking | null): void {
    this.asking = question
  }

  close(): void {
    for (const end of this.#ends) end()
    this.editor.close()
    this.connection.close()
    this.board.close()
    this.announcer.close()
    this.board.doc.destroy()
  }

  #mayWrite(): boolean {
    const { state, opened } = this.connection
    // Before it holds content, nobody knows who wrote the layout.
    return (
      this.version === null &&
      this.may('board.write') &&
      opened &&
      state.is !== 'closed' &&
      !this.board.newer &&
      !this.#hours.isShut
    )
  }

  /** Writing is closed: nothing stays in hand. */
  #letGo(): void {
    // A box is written when it is left.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
    this.editor.hand.cancel()
    this.editor.edit(null)
    this.editor.choice.use('select')
  }

  /** Who comes during an atelier lands in it (USE §4), once the server has said which one it is. */
  #land(): void {
    const from = this.tab
    const stop = this.connection.onChange(() => {
      const { is } = this.connection.state
      if (is !== 'saved' && is !== 'back') return
      stop()
      const { moment } = this.board.content.dossier
      if (moment && moment.versionId === null && this.tab === from)
        this.show(TAB_IDS.find((tab) => moment.tabs.includes(tab)) ?? 'list')
    })
    this.#ends.push(stop)
  }

  /** An atelier that begins while one is here; one that opens later says so in its banner. */
  #tellBegin({ before, content: { dossier } }: BoardChange): void {
    const [was, is] = [before.dossier.moment, dossier.moment]
    if (was === is || !this.connection.opened || standingOf(is, this.connection.now()) !== 'open') return
    if (was?.versionId === null && was.workshopId === is!.workshopId) return
    const at = inOrder(dossier.workshops).findIndex(({ id }) => id === is!.workshopId)
    const title = at < 0 ? '' : workshopWord(inOrder(dossier.workshops)[at]!, at)
    this.announcer.tell(title ? word('did_open_atelier', { title }) : word('did_open_nameless'))
  }

  /** The whole sentence, once: the badge has room for two words of it. */
  #tellSlow(): void {
    const stop = this.connection.onChange(() => {
      const { state } = this.connection
      if (state.is !== 'saved' || !state.slow) return
      stop()
      this.announcer.tell(word('save_slow'), { tone: 'warn' })
    })
    this.#ends.push(stop)
  }

  /** Once the board is whole: what a former visit could not save. */
  #offerRescue(): void {
    const stop = this.connection.onChange(() => {
      if (this.connection.state.is !== 'saved') return
      stop()
      const timer = setTimeout(() => {
        // Offline again before they came: the next visit asks again.
        this.#findRescue().catch(() => {})
        import('#lib/sync/offlinePage.ts').then(({ keepPage }) => keepPage(this.me.id)).catch(() => {})
      }, SOON)
      this.#ends.push(() => clearTimeout(timer))
    })
    this.#ends.push(stop)
  }

  async #findRescue(): Promise<void> {
    const { unsavedBefore } = await import('#lib/sync/unsavedBefore.ts')
    const { info, me, rescueKey } = this
    const of = { boardId: info.id, epoch: info.epoch, personId: me.id }
    const found = await unsavedBefore({ doc: this.board.doc, of, rescueKey, now: Date.now })
    if (found && this.asking === null) this.ask({ ask: 'rescue', ...found })
  }

  #publish(): void {
    const presence = this.editor.presence()
    const away = { view: this.tab as Exclude<Tab, CanvasTab>, selection: presence.selection ?? [], cursor: null }
    this.connection.publish(isCanvasTab(this.tab) ? presence : { ...away, editing: this.#writing })
  }

  #say(said: Said): void {
    if (said.say === 'for_whom') this.ask({ ask: 'for_whom', from: said.from, to: said.to })
    else if (said.say === 'read_only' && this.#hours.isShut)
      this.announcer.tell(closedWords(this.standing, this.moment), { tone: 'warn' })
    else this.announcer.said(said)
  }

  #confirmRemoval(ids: readonly Id[]): Promise<boolean> {
    const { content } = this.board
    const others = madeByOthers(content, ids, this.me.id)
    if (ids.length <= 3 && others === 0) return Promise.resolve(true)
    const links = ids.flatMap((id) => content.links.get(id)?.is ?? [])
    const cards = ids.filter((id) => content.elements.has(id)).length
    return new Promise((resolve) => this.ask({ ask: 'remove', cards, links, others, answer: resolve }))
  }

  #announce(change: BoardChange): void {
    if (change.own || this.connection.opened) this.announcer.changed(change)
  }
}

export type Asking =
  | {
      readonly ask: 'remove'
      readonly cards: number
      readonly links: readonly LinkKind[]
      readonly others: number
      readonly answer: (yes: boolean) => void
    }
  | { readonly ask: 'for_whom'; readonly from: Id; readonly to: Id }
  | { readonly ask: 'connect'; readonly from: Id }
  | { readonly ask: 'place'; readonly ids: readonly Id[] }
  | { readonly ask: 'merge'; readonly ids: readonly Id[] }
  | { readonly ask: 'rings' }
  | { readonly ask: 'twins' }
  /** A card that a colleague put into the bin while this person was writing in it. */
  | { readonly ask: 'removed'; readonly id: Id; readonly text: string; readonly by: Id | null }
  /** Rows of a spreadsheet to be made into cards. */
  | {
      readonly ask: 'columns'
      readonly is: ElementKind
      readonly table: readonly (readonly string[])[]
      /** Where they are pasted, as for what is typed there. */
      readonly place?: WritingPlace
    }
  | { readonly ask: 'bin' }
  | { readonly ask: 'menu'; readonly at: Point }
  | { readonly ask: 'shortcuts' }
  /** A picture to place at a point of the board; null: the file is chosen in the dialog. */
  | { readonly ask: 'image'; readonly file: File | null; readonly at: Point }
  | { readonly ask: 'versions' }
  | { readonly ask: 'keep_version' }
  | { readonly ask: 'invite' }
  | { readonly ask: 'people' }
  | { readonly ask: 'programme' }
  | { readonly ask: 'moment' }
  /** Edits that the server did not take, kept on this device. */
  | { readonly ask: 'rescue'; readonly changes: readonly Change[]; readonly at: number }

/** Dialogs that have been loaded, by the question that they ask. */
export type Dialogs = Partial<Record<Asking['ask'], Component<never>>>

const KEY = Symbol('session')
export const provideSession = (session: Session): Session => setContext(KEY, session)
export const useSession = (): Session => getContext<Session>(KEY)
