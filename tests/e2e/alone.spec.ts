/** What leaves the browser, and what guards it. */
import { expect } from '@playwright/test'
import { boardOf, browserOf, tab, test } from './people.ts'

test.use({ serviceWorkers: 'allow' })

test('no page asks anything of another site, scripts carry nonces, and no script reads the session', async ({
  browser,
}) => {
  const page = await browserOf(browser)
  const elsewhere: string[] = []
  page.on('request', (request) => {
    const url = new URL(request.url())
    if (url.protocol.startsWith('http') && url.host !== 'localhost:4199') elsewhere.push(request.url())
  })
  const home = await page.goto('/')
  const policy = home!.headers()['content-security-policy']!
  expect(policy).toMatch(/script-src 'self' 'nonce-/)
  expect(policy).not.toMatch(/script-src[^;]*unsafe/)
  for (const directive of ["default-src 'self'", "object-src 'none'", "frame-ancestors 'none'", "base-uri 'self'"])
    expect(policy).toContain(directive)
  expect(home!.headers()['x-content-type-options']).toBe('nosniff')

  await page.getByRole('button', { name: 'Essayer la démonstration' }).click()
  await boardOf(page)
  for (const view of ['Arbre des effets', 'Référentiel', 'Idées', 'Liste']) await tab(page, view)
  const [session] = (await page.context().cookies()).filter(({ name }) => name === 'canevas_session')
  expect(session).toMatchObject({ httpOnly: true, sameSite: 'Lax' })
  expect(await page.evaluate(() => document.cookie)).not.toContain('canevas_session')
  expect(elsewhere).toEqual([])
})
