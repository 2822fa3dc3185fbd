// The addresses of this machine.
import { networkInterfaces } from 'node:os'

export function ownAddresses(): readonly string[] {
  return Object.values(networkInterfaces()).flatMap(each => (each ?? []).map(({ address }) => address))
}
