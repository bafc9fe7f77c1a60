import {execFileSync, spawn} from 'node:child_process';
import {once} from 'node:events';
import {chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {connect, createServer} from 'node:net';
import {tmpdir, userInfo} from 'node:os';
import {delimiter, join} from 'node:path';
import {until} from '../swarm-lab/until.ts';

/** A real sshd on this machine, and an `ssh` whose configuration knows it as `lab`: nothing of the user's own is touched. */
export async function startSshd() {
	const folder = mkdtempSync(join(tmpdir(), 'skep-sshd-'));
	const file = (name: string) => join(folder, name);
	const port = await freePort();
	const keygen = (name: string) => execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file(name)]);
	keygen('host');
	keygen('user');
	keygen('other');
	writeFileSync(file('authorized'), readFileSync(file('user.pub')));
	const know = (key: 'host' | 'other') =>
		writeFileSync(file('known'), `[127.0.0.1]:${port} ${readFileSync(file(`${key}.pub`), 'utf8')}`);
	know('host');

	// Where sshd puts those that haven't logged in yet; it insists on the folder.
	mkdirSync('/run/sshd', {recursive: true});
	const settings = {
		Port: port,
		ListenAddress: '127.0.0.1',
		HostKey: file('host'),
		AuthorizedKeysFile: file('authorized'),
		PidFile: 'none',
		StrictModes: 'no',
		UsePAM: 'no',
		PasswordAuthentication: 'no',
		PermitRootLogin: 'prohibit-password',
	};
	writeFileSync(file('sshd_config'), linesOf(settings));
	const mine = {
		HostName: '127.0.0.1',
		Port: port,
		User: userInfo().username,
		IdentityFile: file('user'),
		IdentitiesOnly: 'yes',
		UserKnownHostsFile: file('known'),
	};
	writeFileSync(
		file('config'),
		`Host lab\n${linesOf(mine)}\nHost stranger\n${linesOf({...mine, IdentityFile: file('other')})}`,
	);
	mkdirSync(file('bin'));
	writeFileSync(join(file('bin'), 'ssh'), `#!/bin/sh\nexec /usr/bin/ssh -F ${file('config')} "$@"\n`);
	chmodSync(join(file('bin'), 'ssh'), 0o755);

	const sshd = spawn('/usr/sbin/sshd', ['-D', '-e', '-f', file('sshd_config')], {stdio: 'ignore'});
	await until('sshd answers', () => answers(port), {every: 50});
	return {
		/** For skep: its `ssh` is this one. */
		env: {PATH: `${file('bin')}${delimiter}${process.env['PATH']}`},
		/** Which key of the machine is known from before. */
		know,
		/** Processes of this `ssh` that run now. */
		clients: () =>
			execFileSync('ps', ['-eo', 'pid=,args='], {encoding: 'utf8'})
				.split('\n')
				.filter(line => line.includes(`ssh -F ${file('config')}`)),
		async stop() {
			const ended = once(sshd, 'exit');
			sshd.kill();
			await ended;
			rmSync(folder, {recursive: true, force: true});
		},
	};
}

const linesOf = (settings: Readonly<Record<string, unknown>>) =>
	Object.entries(settings)
		.map(([name, value]) => `${name} ${value}\n`)
		.join('');

async function freePort() {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	server.close();
	return typeof address === 'object' && address !== null ? address.port : 0;
}

const answers = (port: number) =>
	new Promise<true>((resolve, reject) => {
		const socket = connect(port, '127.0.0.1', () => {
			socket.destroy();
			resolve(true);
		});
		socket.on('error', reject);
	});
