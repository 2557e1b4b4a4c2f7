import type { Session } from '#server/auth/session.ts'
import type { Requester } from '#server/requests.ts'
import type { Services } from '#server/services.ts'
import type { Person } from '#server/store/people.ts'

declare global {
  namespace App {
    interface Locals {
      services: Services
      session: Session | null
      person: Person | null
      /** Who pays for what is asked. */
      requester: Requester
      /** The answer is 503: nothing can be stored, or too many ask at once. */
      isUnavailable?: boolean
    }
    interface Error {
      message: string
      /** To quote when asking for help; the log has the cause under it. */
      id?: string
    }
  }
}
