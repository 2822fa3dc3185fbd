// As whom the box runs: never as root outside a laboratory, and Asterisk as the user who rendered its files.
import { userInfo } from 'node:os'

/** For asterisk.conf: an Asterisk that root starts becomes the owner of its files. Empty for root, and for a user without a name. */
export function runUserLine(): string {
  try {
    const { uid, username } = userInfo()
    return uid === 0 || !/^[a-z_][a-z0-9_.-]*$/i.test(username) ? '' : `runuser = ${username}`
  } catch {
    return ''
  }
}
