/** The door of long polls. What travels: `src/lib/wire/poll.ts`. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { TEST } from '#lib/wire/address.ts'
import { CLOSE, LATER, type Closing } from '#lib/wire/closing.ts'
import { BYTES_TYPE, JSON_TYPE, POLL_ADDRESS, readUp, writeDown, type Told } from '#lib/wire/poll.ts'
import { tokenFrom } from '../../auth/session.ts'
import { isOwnOrigin } from '../../origin.ts'
import { newToken } from '../../random.ts'
import { enter, type Entrance, type EntranceSetting } from '../entrance.ts'
import { withKept } from '../crowd.ts'
import { bodyOf, BodyTooLarge } from './body.ts'
import { PollLine } from './line.ts'

/** False: the request is somebody else's. */
export type Poll = (request: IncomingMessage, response: ServerResponse) => boolean
type Setting = EntranceSetting & { readonly silenceMs?: number }
type Exchange = { readonly request: IncomingMessage; readonly response: ServerResponse }
type Open = { readonly boardId: string; readonly line: PollLine; readonly entrance: Entrance }
type Answer = { readonly status?: number; readonly json: Told } | { readonly bytes: Uint8Array }

/** Room for one whole board, and the frames around it. */
const MAX_BODY = 10 << 20
const SILENCE_MS = 30_000
const SWEEP_MS = 2_000
const LONGEST_TEST_MS = 5_000

export type Polls = {
  readonly poll: Poll
  readonly end: () => void
  /** How many lines are open. */ readonly size: number
}

export function createPoll(setting: Setting): Polls {
  const lines = new Map<string, Open>()
  const silenceMs = setting.silenceMs ?? SILENCE_MS
  const sweeper = setInterval(sweep, Math.min(SWEEP_MS, silenceMs / 2))
  sweeper.unref()

  function sweep() {
    for (const [id, { line, entrance }] of lines) {
      if (line.silentFor < silenceMs) continue
      lines.delete(id)
      entrance.leave()
    }
  }

  async function begin(request: IncomingMessage, boardId: string): Promise<Answer> {
    if (lines.size >= withKept(setting.config.limits.sockets))
      return sentAway({ code: CLOSE.later, reason: LATER.sockets })
    const id = newToken()
    const owner = tokenFrom(request.headers.cookie)
    const line = new PollLine(owner, setting.config.limits.backlogMost, () => entrance.leave())
    const wantsAcks = !paramsOf(request).has('stock')
    const entrance: Entrance = enter(setting, { boardId, request, wantsAcks, transport: line.transport })
    await entrance.settled
    if (line.closing) return sentAway(line.closing)
    lines.set(id, { boardId, line, entrance })
    return { json: { line: id } }
  }

  async function take(request: IncomingMessage, { line, entrance }: Open): Promise<Answer> {
    try {
      const frames = readUp(await bodyOf(request, MAX_BODY))
      const first = numberIn(request, 'first')
      if (first === null || first < 1 || !frames) line.close({ code: CLOSE.refused, reason: 'malformed' })
      else await line.up(first, frames, entrance.receive)
    } catch (error) {
      if (!(error instanceof BodyTooLarge)) throw error
      line.close({ code: CLOSE.tooLarge, reason: 'body' })
    }
    return line.closing ? sentAway(line.closing) : { json: {} }
  }

  async function give({ request, response }: Exchange, { line }: Open): Promise<Answer> {
    const after = numberIn(request, 'after')
    if (after === null) return { status: 400, json: {} }
    response.on('close', line.abandon)
    const down = await line.down(after)
    response.off('close', line.abandon)
    return 'closing' in down ? sentAway(down.closing) : { bytes: writeDown(down) }
  }

  async function answer(exchange: Exchange, [, boardId, id, verb]: RegExpExecArray): Promise<Answer> {
    const { request } = exchange
    // Cookies come with requests that any page makes: only our own pages may.
    if (request.method !== 'POST' || !isOwnOrigin(request, setting.config)) return { status: 403, json: {} }
    if (boardId === TEST) return test(request)
    if (!id) return begin(request, boardId!)
    const open = lines.get(id)
    // Somebody else's line is as unknown as one that is over.
    if (!open || open.boardId !== boardId || open.line.owner !== tokenFrom(request.headers.cookie))
      return sentAway({ code: CLOSE.restart, reason: 'unknown line' })
    if (verb === 'up') return take(request, open)
    if (verb === 'down') return give(exchange, open)
    lines.delete(id)
    open.line.abandon()
    open.entrance.leave()
    return { json: {} }
  }

  return {
    poll(request, response) {
      const path = POLL_ADDRESS.exec((request.url ?? '').split('?')[0]!)
      if (!path) return false
      answer({ request, response }, path)
        .catch((error): Answer => {
          // Cut in the middle of its body: nobody is there to be told.
          if (!request.destroyed || request.complete) setting.report(error)
          return { status: 500, json: {} }
        })
        .then((made) => write(response, made))
      return true
    },

    get size() {
      return lines.size
    },

    /** The rooms have sent everybody away by then. */
    end() {
      clearInterval(sweeper)
      for (const { line } of lines.values()) line.abandon()
      lines.clear()
    },
  }
}

async function test(request: IncomingMessage): Promise<Answer> {
  const ms = Math.min(numberIn(request, 'wait') ?? 0, LONGEST_TEST_MS)
  await new Promise((resolve) => setTimeout(resolve, ms))
  return { json: {} }
}

/** 200 like any answer: proxies put pages of their own in the place of errors. */
const sentAway = (closing: Closing): Answer => ({ json: closing })

function write(response: ServerResponse, answer: Answer) {
  const body = 'json' in answer ? JSON.stringify(answer.json) : answer.bytes
  response.writeHead('json' in answer ? (answer.status ?? 200) : 200, {
    'content-type': 'json' in answer ? JSON_TYPE : BYTES_TYPE,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  })
  response.end(body)
}

const paramsOf = (request: IncomingMessage) => new URLSearchParams((request.url ?? '').split('?')[1])

function numberIn(request: IncomingMessage, name: string): number | null {
  const given = paramsOf(request).get(name) ?? ''
  return /^\d{1,15}$/.test(given) ? Number(given) : null
}
