import {chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {delimiter, join} from 'node:path';

/** What the `ssh` on the PATH does: lead to a socket, or say something and end. */
type Behaviour = {readonly socketPath: string} | {readonly says: string; readonly code: number};

const program = `#!/bin/sh
here=$(dirname "$0")
{ printf '%s\\0' "$$" "$@"; printf '\\n'; } >> "$here/called"
[ -e "$here/leads" ] && exec "${process.execPath}" "$here/pipe.cjs"
cat "$here/says" >&2
exit "$(cat "$here/code")"
`;

const pipe = `
const socket = require('node:net').connect(require('node:fs').readFileSync(__dirname + '/leads', 'utf8'));
process.stdin.pipe(socket).pipe(process.stdout);
socket.on('error', () => process.exit(1)).on('close', () => process.exit(0));
process.stdin.on('end', () => setTimeout(() => process.exit(0), 50));
`;

/** An `ssh` of its own, first on the PATH until it is disposed of. */
export const installFakeSsh = (behaviour: Behaviour) => {
	const folder = mkdtempSync(join(tmpdir(), 'fake-ssh-'));
	const path = process.env['PATH'] ?? '';
	writeFileSync(join(folder, 'ssh'), program);
	chmodSync(join(folder, 'ssh'), 0o755);
	writeFileSync(join(folder, 'pipe.cjs'), pipe);
	const files = 'socketPath' in behaviour ? {leads: behaviour.socketPath} : behaviour;
	for (const [name, content] of Object.entries(files)) {
		writeFileSync(join(folder, name), String(content));
	}
	process.env['PATH'] = `${folder}${delimiter}${path}`;
	return {
		folder,
		/** How it was started, each time. */
		calls: (): readonly {readonly pid: number; readonly args: readonly string[]}[] => {
			const file = join(folder, 'called');
			const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\0\n').slice(0, -1) : [];
			return lines.map(line => line.split('\0')).map(([pid, ...args]) => ({pid: Number(pid), args}));
		},
		[Symbol.dispose]: () => {
			process.env['PATH'] = path;
			rmSync(folder, {recursive: true, force: true});
		},
	};
};
