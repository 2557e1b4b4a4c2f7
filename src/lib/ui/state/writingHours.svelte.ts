/** When one person may write: an atelier opens at its hour by itself, and the facilitation closes writing and opens it again. */
import { letsWrite, opening, standingOf, type Standing } from '#lib/domain/moment.ts'
import type { Moment } from '#lib/domain/schema/dossier.ts'
import { hasDraft } from '../shared/drafts.ts'

const ONE_MINUTE = 60_000
/** After one of these, a sentence that was being written may have ended. */
const ENDINGS = ['keydown', 'input', 'submit', 'click'] as const

type Options = {
  /** Whether they bind this person; who facilitates writes at any time. */
  readonly bind: boolean
  /** The server's clock: an atelier opens at the same moment for everybody. */
  readonly clock: () => number
  readonly onShut: () => void
  readonly onOpened: () => void
}

export class WritingHours {
  readonly #options: Options
  /** Set again when an atelier opens by itself. */
  #now = $state(0)
  #isShut = $state(false)
  #followed: Moment | null = null
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(options: Options) {
    this.#options = options
    this.#now = options.clock()
    for (const name of ENDINGS) window.addEventListener(name, this.#ended)
  }

  /** Whether writing is closed for this person. */
  get isShut(): boolean {
    return this.#isShut
  }
  standing(moment: Moment | null): Standing | null {
    return standingOf(moment, this.#now)
  }
  /** Writing is closed, and this person may still send what is half written. */
  finishes(moment: Moment | null): boolean {
    return this.#options.bind && !this.#isShut && !letsWrite(moment, this.#now)
  }

  follow(moment: Moment | null): void {
    if (moment === this.#followed) return
    this.#followed = moment
    this.look()
  }

  close(): void {
    clearTimeout(this.#timer)
    for (const name of ENDINGS) window.removeEventListener(name, this.#ended)
  }

  readonly #ended = () => this.finishes(this.#followed) && queueMicrotask(() => this.look())

  /** What may have changed with the moment or the clock. */
  look(): void {
    const moment = this.#followed
    clearTimeout(this.#timer)
    this.#now = this.#options.clock()
    if (moment && this.standing(moment) === 'early')
      this.#timer = setTimeout(() => this.look(), Math.min(opening(moment) - this.#now, ONE_MINUTE))
    const shuts = this.#options.bind && !letsWrite(moment, this.#now)
    if (shuts === this.#isShut || (shuts && hasDraft())) return
    if (shuts) this.#options.onShut()
    else this.#options.onOpened()
    this.#isShut = shuts
  }
}
