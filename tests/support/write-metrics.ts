/**
 * Measures the bundled font in Chromium and writes src/lib/domain/font-metrics.ts: advance widths at 1000 px, weight 550, without kerning.
 * Run after an update of the font: node tests/support/write-metrics.ts
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { chromium } from '@playwright/test'
import { launchOptions } from './chromium.ts'

const WEIGHT = 550
const folder = 'node_modules/@fontsource-variable/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next'
const face = (subset: string) => readFileSync(`${folder}-${subset}-wght-normal.woff2`).toString('base64')
const browser = await chromium.launch(launchOptions())
const page = await browser.newPage()
const widths = await page.evaluate(
  async ({ faces, weight }) => {
    for (const [i, data] of faces.entries()) {
      const font = new FontFace(`f${i}`, `url(data:font/woff2;base64,${data})`, { weight: '200 800' })
      document.fonts.add(await font.load())
    }
    const context = document.createElement('canvas').getContext('2d')!
    context.font = `${weight} 1000px f0, f1, "Canevas Nothing"`
    context.fontKerning = 'none'
    const out: [number, number][] = []
    const ranges = [
      [0x20, 0x7e],
      [0xa0, 0x17f],
      [0x2010, 0x2027],
      [0x2030, 0x203a],
      [0x20ac, 0x20ac],
      [0x2190, 0x2193],
      [0x2212, 0x2212],
    ]
    for (const [from, to] of ranges)
      for (let code = from!; code <= to!; code++)
        out.push([code, Math.round(context.measureText(String.fromCodePoint(code)).width)])
    return out
  },
  { faces: [face('latin'), face('latin-ext')], weight: WEIGHT },
)
await browser.close()
const rows = widths.map(([code, width]) => `${code}:${width}`).join(' ')
writeFileSync(
  'src/lib/domain/font-metrics.ts',
  `/** Written by tests/support/write-metrics.ts. Advance widths of Atkinson Hyperlegible Next, weight ${WEIGHT}, in 1/1000 em, without kerning. */
export const ADVANCES: ReadonlyMap<number, number> = new Map(
  (
    // prettier-ignore
    '${rows}'
  )
    .split(' ')
    .map((pair) => pair.split(':').map(Number) as [number, number]),
)
export const WIDEST_KNOWN = ${Math.max(...widths.map(([, width]) => width))}
`,
)
