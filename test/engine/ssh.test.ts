import {describe, expect, it} from 'vitest';
import {connect} from '../../source/engine/client.ts';
import type {SshEndpoint} from '../../source/engine/endpoint.ts';
import {sshArguments} from '../../source/engine/ssh-arguments.ts';
import {installFakeSsh} from '../helpers/fake-ssh.ts';
import {rawService} from '../helpers/small-engine/build.ts';
import {startSmallEngine} from '../helpers/small-engine/engine.ts';
import {world} from '../helpers/small-engine/world.ts';

const mgr1: SshEndpoint = {kind: 'ssh', user: 'kim', host: 'mgr1', port: 2222};
const shop = () => startSmallEngine(world({services: [rawService('web')]}));

const isThere = (pid: number) => {
	try {
		return process.kill(pid, 0);
	} catch {
		return false;
	}
};

describe('over ssh', () => {
	it('reads, writes and listens through the docker command there, over few processes', async () => {
		await using small = await shop();
		using ssh = installFakeSsh({socketPath: small.socketPath});
		const engine = connect(mgr1);
		for (let round = 0; round < 5; round++) {
			expect((await engine.services()).items.map(({name}) => name)).toEqual(['web']);
		}
		expect(ssh.calls()).toHaveLength(1);
		expect(ssh.calls()[0]?.args).toEqual(sshArguments(mgr1, ['docker', 'system', 'dial-stdio']));

		await Promise.all(Array.from({length: 8}, () => engine.nodes()));
		expect(ssh.calls()).toHaveLength(2);
		const [web] = (await engine.services()).items;
		await engine.updateService(web ?? expect.fail(), {kind: 'replicas', replicas: 3});
		expect(small.world.services[0]?.Spec.Mode).toEqual({Replicated: {Replicas: 3}});

		const ending = new AbortController();
		const next = engine.events(ending.signal)[Symbol.asyncIterator]().next();
		await expect.poll(() => small.listeners()).toBe(1);
		small.change(({services: [service]}) => service && Object.assign(service.Spec, {Labels: {a: 'b'}}));
		expect((await next).value).toMatchObject({kind: 'service', action: 'update'});
		engine.close();
		await expect.poll(() => ssh.calls().some(({pid}) => isThere(pid))).toBe(false);
	});

	it('ends its process with the question that nobody asks any more', async () => {
		await using small = await shop();
		using ssh = installFakeSsh({socketPath: small.socketPath});
		small.fault(/services/, {never: true});
		const engine = connect(mgr1);
		await engine.info();
		const ending = new AbortController();
		const asked = engine.services(undefined, ending.signal).catch(({kind}) => kind);
		await expect.poll(() => small.requests(/services/).length).toBe(1);
		ending.abort();
		expect(await asked).toBe('aborted');
		await expect.poll(() => ssh.calls().some(({pid}) => isThere(pid))).toBe(false);
		engine.close();
	});

	it('goes on after its process was ended', async () => {
		await using small = await shop();
		using ssh = installFakeSsh({socketPath: small.socketPath});
		const engine = connect(mgr1);
		await engine.info();
		const [first] = ssh.calls();
		process.kill(first?.pid ?? expect.fail(), 'SIGKILL');
		await expect
			.poll(() =>
				engine.info().then(
					({name}) => name,
					() => undefined,
				),
			)
			.toBe('mgr1');
		engine.close();
	});

	it('says that there is no ssh', async () => {
		const path = process.env['PATH'];
		process.env['PATH'] = '/nowhere';
		try {
			const engine = connect(mgr1);
			await expect(engine.info()).rejects.toThrow('There is no ssh command here: install it');
			engine.close();
		} finally {
			process.env['PATH'] = path;
		}
	});

	// What OpenSSH 9.2, shells and docker 20.10 and 28.5 say.
	it.each([
		[
			'@@@@@\n@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @\n@@@@@\nHost key verification failed.\r\n',
			255,
			/host key of mgr1 is not the one that ssh knows.*ssh-keygen -R mgr1, then once: ssh -p 2222 kim@mgr1/,
		],
		['Host key verification failed.\r\n', 255, /does not know the host key of mgr1 yet.*ssh -p 2222 kim@mgr1/],
		[
			'kim@mgr1: Permission denied (publickey,password).\r\n',
			255,
			/mgr1 does not let kim in by ssh \(publickey,password\): .* Try it: ssh -p 2222 kim@mgr1/,
		],
		['ssh: Could not resolve hostname mgr1: Name or service not known\r\n', 255, /ssh finds no host mgr1: is the name/],
		['ssh: connect to host mgr1 port 2222: Connection refused\r\n', 255, /ssh can't reach mgr1: connection refused/],
		['ssh: connect to host mgr1 port 22: Connection timed out\r\n', 255, /ssh can't reach mgr1: connection timed out/],
		['bash: line 1: docker: command not found\n', 127, /There is no docker command on mgr1 for kim: /],
		['sh: 1: docker: not found\n', 127, /There is no docker command on mgr1/],
		["docker: 'dial-stdio' is not a docker command.\n", 1, /too old for ssh/],
		[
			'permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock\n',
			1,
			/Docker on mgr1 refuses kim: there, join the group "docker"/,
		],
		[
			'error during connect: dial unix /var/run/docker.sock: connect: no such file or directory\n',
			1,
			/not running on mgr1/,
		],
		['Timeout, server mgr1 not responding.\r\n', 255, /The ssh connection to ssh:\/\/kim@mgr1:2222 broke/],
		['Something else\nentirely \u001b[31mnew\n', 3, /ended: entirely {2}\[31mnew\.$/],
		['', 255, /ended with code 255\.$/],
	])('says what %j means', async (says, code, sentence) => {
		using _ssh = installFakeSsh({says, code});
		const engine = connect(mgr1);
		await expect(engine.info()).rejects.toThrow(sentence);
		engine.close();
	});
});

describe('what stands after ssh', () => {
	it('never asks, ends dead links, and leaves the rest to the user’s own configuration', () => {
		expect(sshArguments({host: 'mgr1'}, ['docker', 'ps']).join(' ')).toBe(
			'-T -o BatchMode=yes -o ConnectTimeout=15 -o ServerAliveInterval=15 -o ServerAliveCountMax=3 -o RemoteCommand=none -o ClearAllForwardings=yes -- mgr1 docker ps',
		);
	});

	it('survives the shell there, and may ask where it has the terminal', () => {
		const args = sshArguments({host: 'work1', user: 'kim'}, ['docker', 'exec', '-it', "a'b c", 'sh'], 'interactive');
		expect(args).toEqual([
			...['-t', '-o', 'RemoteCommand=none', '-o', 'ClearAllForwardings=yes', '-l', 'kim', '--', 'work1'],
			...['docker', 'exec', '-it', `'a'\\''b c'`, 'sh'],
		]);
	});

	it('names the socket there, where the address does', async () => {
		await using small = await shop();
		using ssh = installFakeSsh({socketPath: small.socketPath});
		const engine = connect({kind: 'ssh', host: 'mgr1', socketPath: '/run/user/1000/docker sock'});
		await engine.info();
		expect(ssh.calls()[0]?.args.slice(-5)).toEqual([
			...['docker', '--host', "'unix:///run/user/1000/docker sock'", 'system', 'dial-stdio'],
		]);
		engine.close();
	});
});
