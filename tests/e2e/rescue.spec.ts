/** What the server does not take is not lost: it stays on the device, through the reload, and is written again when the person says so. */
import AxeBuilder from '@axe-core/playwright'
import { expect } from '@playwright/test'
import { browserOf, quickAdd, saved, tab, test } from './people.ts'

const SYNC_UPDATE = '0 2'

test('edits that the server refused are offered again after the reload', async ({ browser }) => {
  const page = await browserOf(browser, { viewport: { width: 683, height: 620 } })
  let refuses = false
  await page.routeWebSocket(/\/sync\//, (socket) => {
    const server = socket.connectToServer()
    socket.onMessage((message) => {
      const kind = typeof message === 'string' ? '' : `${message[0]} ${message[1]}`
      if (refuses && kind === SYNC_UPDATE) void socket.close({ code: 4409, reason: 'test' })
      else server.send(message)
    })
  })
  await page.goto('/')
  await page.getByRole('button', { name: 'Essayer la démonstration' }).click()
  await page.waitForURL(/\/b\//)
  await saved(page)
  await tab(page, 'Idées')
  await quickAdd(page, 'Acceptée')
  await saved(page)
  refuses = true
  // The box goes with the line: nobody may write any more.
  const box = page.locator('form.quick textarea')
  await box.fill('Refusée une première fois')
  await box.press('Enter')
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('alert')).toContainText('n’a pas accepté')
  refuses = false
  await dialog.getByRole('button', { name: 'Recharger' }).click()
  await expect(dialog.getByRole('heading')).toContainText('gardées sur cet appareil')
  expect((await new AxeBuilder({ page }).include('dialog').analyze()).violations).toEqual([])
  await dialog.getByRole('button', { name: 'Les reprendre' }).click()
  await expect(dialog).toHaveCount(0)
  await saved(page)
  await tab(page, 'Liste')
  await expect(page.getByText('Refusée une première fois').first()).toBeVisible()
  await page.reload()
  await saved(page)
  await tab(page, 'Liste')
  await expect(page.getByText('Refusée une première fois').first()).toBeVisible()
  await expect(dialog).toHaveCount(0)
})
