/** What facilitators set for a board, sent one request after the other: what is set twice ends as it was set last. */
import type { Settings } from '#lib/domain/settings.ts'
import { m } from '#lib/i18n/paraglide/messages.js'
import type { Session } from '../state/session.svelte.ts'
import { asked } from './asked.ts'

export class SettingsLine {
  readonly #session: Session
  #sending = $state(0)
  #isSent = $state(false)
  #isLeft = false
  #before: Promise<unknown> = Promise.resolve()

  constructor(session: Session) {
    this.#session = session
  }

  /** How it goes, for the person. */
  get said(): string {
    return this.#sending > 0 ? m.save_saving() : this.#isSent ? m.save_saved() : m.dossier_saved_as_you_go()
  }

  /** Null, or why it could not be done. */
  readonly send = async (body: Settings): Promise<string | null> => {
    const request = this.#before.then(() =>
      asked<null>(`/b/${this.#session.info.id}/settings`, { method: 'POST', body }),
    )
    this.#before = request
    this.#sending++
    const answer = await request
    this.#sending--
    this.#isSent = answer.ok
    if (answer.ok) return null
    if (this.#isLeft) this.#session.announcer.tell(answer.message, { tone: 'warn' })
    return answer.message
  }

  /** Nobody looks any more: what fails from now on is told on the board. */
  leave(): void {
    this.#isLeft = true
  }
}
