/** Where lines are opened, and what a client says of itself there. */

export const SUBPROTOCOL = 'wb.v1'

/** `wss://host/sync`: a board's id follows, or `TEST`. */
export const syncAddress = ({ protocol, host }: { readonly protocol: string; readonly host: string }): string =>
  `${protocol === 'https:' ? 'wss:' : 'ws:'}//${host}/sync`

/** In the place of a board's id: a line that goes nowhere, to find out which ways are open from here. */
export const TEST = 'test'
/** `/sync/{boardId}`. */
export const SOCKET_ADDRESS = /^\/sync\/([^/?#]*)$/

/** What a client says of the copy that it holds: the epoch that it is of, and whose it is; null: it does not say. */
export type Claims = { readonly epoch: number | null; readonly personId: string | null }

export const claimed = ({ epoch, personId }: { readonly epoch: number; readonly personId: string }) => ({
  epoch: String(epoch),
  as: personId,
})

export function claimsIn(asked: URLSearchParams): Claims {
  const epoch = asked.get('epoch')
  return { epoch: epoch === null ? null : Number(epoch), personId: asked.get('as') }
}
