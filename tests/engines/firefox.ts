/** Firefox by WebDriver BiDi, without a driver of its own. */
import puppeteer from 'puppeteer-core'
import { firefoxPath } from '../support/browsers.ts'
import type { Engine } from './engine.ts'

export async function startFirefox(): Promise<Engine> {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: firefoxPath()!,
    headless: true,
    defaultViewport: { width: 1280, height: 800 },
  })
  const [page = await browser.newPage()] = await browser.pages()
  const middleOf = async (selector: string) => {
    const { x, y, width, height } = (await (await page.$(selector))!.boundingBox())!
    return [x + width / 2, y + height / 2] as const
  }
  return {
    open: async (url) => void (await page.goto(url)),
    reload: async () => void (await page.reload()),
    run: (script, ...args) =>
      // As text: pages forbid scripts that are made up there.
      page.evaluate(`((args) => {${script}})(${JSON.stringify(args)})`) as Promise<never>,
    press: async (selector) => page.mouse.click(...(await middleOf(selector))),
    async drag(selector, [x, y]) {
      await page.mouse.move(...(await middleOf(selector)))
      await page.mouse.down()
      await page.mouse.move(x, y, { steps: 6 })
      await page.mouse.up()
    },
    type: (text) => page.keyboard.type(text),
    key: (key) => page.keyboard.press(key),
    close: () => browser.close(),
  }
}
