import type { ServerResponse } from 'node:http'
import type { Readable } from 'node:stream'

/**
 * A file that is gone when it is to be sent (another version is being put in its place) ends its own answer. Kit's handler listens to no error of
 * the files it sends: one would end the process, and the workshop with it.
 */
export function endWithWhatIsPiped(response: ServerResponse, report: (error: unknown) => void): void {
  response.on('pipe', (file: Readable) =>
    file.once('error', (error) => {
      report(error)
      response.destroy()
    }),
  )
}
