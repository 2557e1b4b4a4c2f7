/** The door to a board, the same for sockets and for long polls: who may come in is asked first, and what arrives meanwhile waits. */
import type { IncomingMessage } from 'node:http'
import { claimsIn, type Claims } from '#lib/wire/address.ts'
import { CLOSE } from '#lib/wire/closing.ts'
import { tokenFrom } from '../auth/session.ts'
import type { Config } from '../config.ts'
import { networkOf } from '../network.ts'
import { addressOf } from '../origin.ts'
import { isToken } from '../random.ts'
import type { Member, Transport } from './connection.ts'
import type { Admission, Rooms } from './rooms.ts'

export type EntranceSetting = {
  readonly config: Pick<Config, 'origin' | 'trustProxy' | 'limits'>
  readonly rooms: Rooms
  readonly admit: (token: string | undefined, boardId: string, claims: Claims) => Promise<Admission>
  readonly joined: (boardId: string, member: Member) => Promise<void>
  readonly report: (error: unknown) => void
}

export type Entering = {
  readonly boardId: string
  readonly request: IncomingMessage
  readonly wantsAcks: boolean
  readonly transport: Transport
}

export type Entrance = {
  readonly receive: (frame: Uint8Array) => void
  /** The other end is gone. */
  readonly leave: () => void
  /** It is in its room, or was sent away. */
  readonly settled: Promise<void>
}

const QUEUE_FRAMES = 256
const QUEUE_BYTES = 1 << 20

export function enter(setting: EntranceSetting, { boardId, request, wantsAcks, transport }: Entering): Entrance {
  const queue: Uint8Array[] = []
  let queued = 0
  let receive = (frame: Uint8Array) => {
    queue.push(frame)
    queued += frame.length
    // Frames arrive while the room is being loaded; a client that floods meanwhile comes back.
    if (queue.length > QUEUE_FRAMES || queued > QUEUE_BYTES) transport.close(CLOSE.later, 'queue')
  }
  let gone = false
  let leave = () => {}

  async function goIn() {
    const admission: Admission = isToken(boardId)
      ? await setting.admit(
          tokenFrom(request.headers.cookie),
          boardId,
          claimsIn(new URLSearchParams((request.url ?? '').split('?')[1])),
        )
      : { ok: false, code: CLOSE.unknownBoard, reason: 'unknown board' }
    if (!admission.ok) return transport.close(admission.code, admission.reason)
    const network = networkOf(addressOf(request, setting.config))
    const line = await setting.rooms.join(boardId, { transport, member: admission.member, network, wantsAcks })
    if (!line) return
    leave = once(line.leave)
    if (gone) return leave()
    receive = line.receive
    for (const frame of queue.splice(0)) receive(frame)
    await setting.joined(boardId, admission.member)
  }

  const settled = goIn().catch((error) => {
    setting.report(error)
    transport.close(CLOSE.later, 'unavailable')
  })
  return {
    receive: (frame) => receive(frame),
    leave() {
      gone = true
      leave()
    },
    settled,
  }
}

function once(act: () => void): () => void {
  let done = false
  return () => {
    if (done) return
    done = true
    act()
  }
}
