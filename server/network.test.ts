import { expect, test } from 'vitest'
import { networkOf } from './network.ts'

test('an IPv4 address is a network by itself, however it is written', () => {
  for (const written of ['192.0.2.7', ' 192.0.2.7', '::ffff:192.0.2.7', '::FFFF:c000:0207', '0:0:0:0:0:ffff:192.0.2.7'])
    expect(networkOf(written)).toBe('192.0.2.7')
  expect(networkOf('192.0.2.8')).not.toBe(networkOf('192.0.2.7'))
})

test('IPv6 addresses of one /64 are one network', () => {
  const home = '2001:db8:1:2::/64'
  for (const written of ['2001:db8:1:2::1', '2001:0DB8:0001:0002:ffff:ffff:ffff:ffff', '2001:db8:1:2:3::'])
    expect(networkOf(written)).toBe(home)
  expect(networkOf('2001:db8:1:3::1')).toBe('2001:db8:1:3::/64')
  expect([networkOf('::1'), networkOf('fe80::1%eth0')]).toEqual(['0:0:0:0::/64', 'fe80:0:0:0::/64'])
})

test('what is no address is taken as it is', () => {
  expect([networkOf(''), networkOf('unknown')]).toEqual(['', 'unknown'])
})
