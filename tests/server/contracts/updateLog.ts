/** What every log keeps, whatever is under it. */
import { expect, test } from 'vitest'
import type { UpdateLog } from '#server/sync/updateLog.ts'

export type LogUnderTest = {
  readonly log: UpdateLog
  /** Boards that exist. */
  readonly boards: readonly [string, string]
  /** The same storage, opened by another process. */
  reopen(): Promise<UpdateLog>
  /** From now on commits fail, or work again. */
  breakDown(broken: boolean): void
  readonly commits: () => number
}

const bytes = (...values: number[]) => new Uint8Array(values)
const data = (stored: { rows: readonly { data: Uint8Array }[] }) => stored.rows.map((row) => [...row.data])

export function updateLogContract(name: string, start: () => Promise<LogUnderTest>): void {
  test(`${name}: a board that nothing was written on is empty`, async () => {
    const { log, boards } = await start()
    expect(await log.load(boards[0])).toMatchObject({ checkpoint: null, rows: [], upTo: 0, unreadable: 0 })
  })

  test(`${name}: what was appended is there after its promise, in order, for another process as well`, async () => {
    const { log, boards, reopen } = await start()
    const seqs = await Promise.all([1, 2, 3].map((n) => log.append(boards[0], bytes(n, 0, 255))))
    await log.append(boards[1], bytes(9))
    expect([...seqs].sort((a, b) => a - b)).toEqual(seqs)
    const stored = await (await reopen()).load(boards[0])
    expect(data(stored)).toEqual([1, 2, 3].map((n) => [n, 0, 255]))
    expect([stored.upTo, stored.rows.map(({ seq }) => seq)]).toEqual([seqs[2], seqs])
  })

  test(`${name}: what is appended in one turn is one commit, whatever the board`, async () => {
    const { log, boards, commits } = await start()
    const before = commits()
    await Promise.all([
      log.append(boards[0], bytes(1)),
      log.append(boards[1], bytes(2)),
      log.append(boards[0], bytes(3)),
    ])
    expect(commits() - before).toBe(1)
  })

  test(`${name}: a client id belongs to whom it was first bound to, stored with the edit`, async () => {
    const { log, boards, reopen } = await start()
    await log.append(boards[0], bytes(1), [{ clientId: 4_294_967_295, personId: 'nadia' }])
    await log.append(boards[0], bytes(2), [{ clientId: 4_294_967_295, personId: 'mallory' }])
    const { clients } = await (await reopen()).load(boards[0])
    expect([...clients]).toEqual([[4_294_967_295, 'nadia']])
    expect((await log.load(boards[1])).clients.size).toBe(0)
  })

  test(`${name}: a checkpoint takes the place of what it holds and leaves what came later`, async () => {
    const { log, boards, reopen } = await start()
    const [first] = [await log.append(boards[0], bytes(1)), await log.append(boards[0], bytes(2))]
    await log.checkpoint(boards[0], bytes(7, 7), first)
    const stored = await (await reopen()).load(boards[0])
    expect([[...stored.checkpoint!], data(stored)]).toEqual([[7, 7], [[2]]])
    await log.checkpoint(boards[0], bytes(8), stored.upTo)
    const later = await log.load(boards[0])
    expect([[...later.checkpoint!], data(later), later.upTo]).toEqual([[8], [], stored.upTo])
    // A number is never given twice, or a row written now could hide below the checkpoint's.
    expect(await log.append(boards[0], bytes(3))).toBeGreaterThan(stored.upTo)
    expect(data(await log.load(boards[0]))).toEqual([[3]])
  })

  test(`${name}: a row set aside is not read again, is counted, and takes no other with it`, async () => {
    const { log, boards, reopen } = await start()
    const [, second] = [await log.append(boards[0], bytes(1)), await log.append(boards[0], bytes(2))]
    await log.setAside(boards[0], [{ seq: second, reason: 'torn' }])
    const stored = await (await reopen()).load(boards[0])
    expect([data(stored), stored.unreadable]).toEqual([[[1]], 1])
  })

  test(`${name}: a commit that fails is tried again with everything that came meanwhile; nothing is promised before`, async () => {
    const { log, boards, breakDown } = await start()
    breakDown(true)
    const done: number[] = []
    const appends = [1, 2].map((n) => log.append(boards[0], bytes(n)).then((seq) => done.push(seq)))
    await expect.poll(() => log.stalled, { timeout: 10_000 }).toBe(true)
    expect(done).toEqual([])
    breakDown(false)
    await Promise.all(appends)
    expect([log.stalled, data(await log.load(boards[0]))]).toEqual([false, [[1], [2]]])
  })

  test(`${name}: a checkpoint that comes late takes the place of no later one`, async () => {
    const { log, boards } = await start()
    const [board] = boards
    const first = await log.append(board, bytes(1))
    const second = await log.append(board, bytes(2))
    await log.checkpoint(board, bytes(20), second)
    await log.append(board, bytes(3))
    await log.checkpoint(board, bytes(10), first)
    const stored = await log.load(board)
    expect([[...stored.checkpoint!], data(stored)]).toEqual([[20], [[3]]])
  })

  test(`${name}: closing commits what waits, and says when it could not`, async () => {
    const one = await start()
    const last = one.log.append(one.boards[0], bytes(5))
    await one.log.close()
    await last
    expect(data(await (await one.reopen()).load(one.boards[0]))).toEqual([[5]])
    const other = await start()
    other.breakDown(true)
    void other.log.append(other.boards[0], bytes(6))
    await expect.poll(() => other.log.stalled, { timeout: 10_000 }).toBe(true)
    await expect(other.log.close(0)).rejects.toThrow()
  })
}
