/** The grid of the référentiel with three hundred indicators, in a real browser: scrolled, written in, and filled from a spreadsheet. */
import type { Page } from '@playwright/test'
import { newState } from '#lib/board/newState.ts'
import { blankDossier } from '#lib/domain/schema/dossier.ts'
import { onStage, openBoard } from './browser.ts'
import { framework } from './framework.ts'
import type { Target } from './run.ts'
import { atLeast, atMost, quantile, repeat, spreadOf } from './targets.ts'

/** Of which seven in forty are indicators. */
const ENTITIES = 1_714
const INDICATORS = 300
const PASTED = 100
const KEYS = 60

export function grid(quick: boolean): Promise<readonly Target[]> {
  const times = quick ? 2 : 5
  const state = newState(blankDossier('ref-banc', 'Banc'), framework(ENTITIES))
  return onStage({ framework: state }, 0, async (here) => {
    const { page } = await openBoard(here, here.boards.framework, 'Référentiel')
    await page.getByRole('tab', { name: 'Grille' }).click()
    await page.locator('tr[data-row-id]').first().waitFor()
    await page.waitForTimeout(2_000)
    const rows = await rowsOf(page)
    if (rows !== INDICATORS + 1) throw new Error(`The grid has ${rows} rows.`)
    const scrolled = await repeat(times, () => scrolling(page))
    const written = await repeat(times, () => writing(page))
    let paste = 0
    const pasted = await repeat(times, () => pasting(page, ++paste))
    const of = (pick: (run: { median: number; p95: number }) => number) => spreadOf(written.map(pick))
    console.log(`${INDICATORS} indicators, ${await page.locator('tr[data-row-id]').count()} of them in the page`)
    console.log(`scrolled   ${spreadOf(scrolled)} fps`)
    console.log(
      `a key, until what it does is painted   median ${of(({ median }) => median)} ms, p95 ${of(({ p95 }) => p95)} ms`,
    )
    console.log(`${PASTED} rows pasted, script   ${spreadOf(pasted)} ms`)
    return [
      atLeast(`scroll ${INDICATORS} indicators`, 50, scrolled, (fps) => fps, 'fps'),
      atMost(
        `write and move in ${INDICATORS} indicators, p95 from a key to its paint`,
        100,
        written,
        ({ p95 }) => p95,
        'ms',
      ),
    ]
  })
}

const rowsOf = async (page: Page) => Number(await page.getByRole('grid').getAttribute('aria-rowcount'))

/** A row and a half a frame, to the end and back. */
const scrolling = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const scroller = document.querySelector<HTMLElement>('.scroller')!
    const frames = 180
    const begun = performance.now()
    for (let i = 0; i < frames; i++) {
      scroller.scrollTop = (i < frames / 2 ? i : frames - i) * 66
      await new Promise(requestAnimationFrame)
    }
    return (frames * 1_000) / (performance.now() - begun)
  })

/** As fast as a person who knows what to write: a letter every 60 ms. */
async function writing(page: Page): Promise<{ readonly median: number; readonly p95: number }> {
  await page.evaluate(() => {
    document.querySelector('.scroller')!.scrollTop = 2_000
  })
  await page.waitForTimeout(300)
  await page.locator('tr[data-row-id] [data-column="6"]').nth(12).click()
  await page.evaluate(() => {
    window.benchKeys = []
    window.benchObserver?.disconnect()
    window.benchObserver = new PerformanceObserver((list) => {
      for (const { name, duration } of list.getEntries()) if (name === 'keydown') window.benchKeys!.push(duration)
    })
    window.benchObserver.observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit)
  })
  for (let i = 0; i < KEYS / 6; i++) {
    await page.keyboard.type('kg/an', { delay: 60 })
    await page.keyboard.press('Enter')
    await page.waitForTimeout(60)
  }
  await page.waitForTimeout(300)
  const slow = await page.evaluate(() => window.benchKeys!)
  // Those that took less than a frame are not told one by one.
  const all = [...slow, ...Array.from({ length: Math.max(0, KEYS - slow.length) }, () => 16)]
  return { median: quantile(all, 0.5), p95: quantile(all, 0.95) }
}

/** Over rows that are there: the board stays the same size. */
async function pasting(page: Page, time: number): Promise<number> {
  await page.evaluate(() => {
    document.querySelector('.scroller')!.scrollTop = 0
  })
  await page.waitForTimeout(300)
  await page.locator('tr[data-row-id] [data-column="6"]').first().click()
  const block = Array.from({ length: PASTED }, (_, i) => `unité ${time}.${i}`).join('\n')
  const ms = await page.evaluate((text) => {
    const data = new DataTransfer()
    data.setData('text/plain', text)
    const begun = performance.now()
    document.activeElement!.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
    )
    return performance.now() - begun
  }, block)
  await page.waitForTimeout(1_500)
  return ms
}

declare global {
  interface Window {
    benchKeys?: number[]
    benchObserver?: PerformanceObserver
  }
}
