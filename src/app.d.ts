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
    }
    interface Error {
      message: string
      /** To quote when asking for help; the log has the cause under it. */
      id?: string
    }
  }
}
