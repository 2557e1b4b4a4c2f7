import { m } from '#lib/i18n/paraglide/messages.js'
import { getLocale } from '#lib/i18n/paraglide/runtime.js'
import { syncAddress } from '#lib/wire/address.ts'
import type { CheckName, CheckResult } from '#lib/sync/checks.ts'

type Report = {
  readonly verdict: string
  readonly results: readonly CheckResult[]
  readonly names: Record<CheckName, () => string>
  readonly at: Date
}

/** Plain text for the people who run the network: what was tried, what must be opened; nothing about the person. */
export function connectionReport({ verdict, results, names, at }: Report): string {
  const date = new Intl.DateTimeFormat(getLocale(), { dateStyle: 'long', timeStyle: 'long' }).format(at)
  const secure = location.protocol === 'https:'
  const [address, port] = [location.hostname, location.port || (secure ? '443' : '80')]
  return [
    m.connection_report_title(),
    m.connection_report_date({ date }),
    m.connection_report_address({ address: location.origin }),
    m.connection_report_browser({ browser: navigator.userAgent }),
    '',
    verdict,
    ...results.map(
      ({ name, works, ms }) => `- ${m.connection_report_check({ name: names[name](), result: outcome(works), ms })}`,
    ),
    '',
    m.connection_report_open({ address, port, socket: syncAddress(location) }),
  ].join('\n')
}

// eslint-disable-next-line no-restricted-syntax -- written within a line
const outcome = (works: boolean) => (works ? m.connection_works() : m.connection_fails()).toLowerCase()
