/**
 * Whom an address counts as. A household or an office gets a whole /64 of IPv6 addresses and may change among them at will, so those are one; an IPv4
 * address is one by itself, however it is written.
 */
import { isIP } from 'node:net'

const GROUPS = 8
const OF_NETWORK = 4

export function networkOf(address: string): string {
  const plain = address.trim().toLowerCase().split('%')[0]!
  if (isIP(plain) !== 6) return plain
  const groups = groupsOf(plain)
  const isIPv4 = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff
  if (isIPv4) return [groups[6]! >> 8, groups[6]! & 255, groups[7]! >> 8, groups[7]! & 255].join('.')
  const network = groups.slice(0, OF_NETWORK).map((group) => group.toString(16))
  return `${network.join(':')}::/64`
}

/** The eight numbers of an IPv6 address; `::` stands for as many zeros as are missing. */
function groupsOf(address: string): readonly number[] {
  const [before = '', after] = address.split('::')
  const [left, right] = [numbersIn(before), numbersIn(after ?? '')]
  const missing = GROUPS - left.length - right.length
  return after === undefined ? left : [...left, ...Array<number>(missing).fill(0), ...right]
}

/** The last 32 bits may be written as an IPv4 address. */
const numbersIn = (part: string): readonly number[] =>
  part
    .split(':')
    .filter((group) => group !== '')
    .flatMap((group) => {
      if (!group.includes('.')) return [parseInt(group, 16)]
      const [a = 0, b = 0, c = 0, d = 0] = group.split('.').map(Number)
      return [(a << 8) | b, (c << 8) | d]
    })
