// The names of the legs that we dial: made here, recognised here, and never mistaken for one another or for a caller.
import { describe, expect, test } from 'vitest'
import { callId, incidentId } from '../../src/core/world/ids.ts'
import { isOurLeg, legId, ourLeg, ownerOfLeg, transferLegId } from '../../src/core/world/our-legs.ts'

const call = callId('1790000000.17')
const incident = incidentId(call, 1)

describe('which of our legs a channel is', () => {
  test.each([
    [legId(incident, 3), 'incident', incident],
    [legId(incidentId(call, 2), 12), 'incident', incidentId(call, 2)],
    [transferLegId(call, 1), 'transfer', call],
  ])('%s', (channel, kind, stream) => {
    expect(ourLeg(channel)).toEqual({ kind, stream })
    expect(ownerOfLeg(channel)).toBe(stream)
  })

  test.each([call, 'box-1790000000.17', '', 't-.1', 'd-1790000000.17.1'])('%s is no leg of ours', channel => {
    expect(isOurLeg(channel)).toBe(false)
  })
})
