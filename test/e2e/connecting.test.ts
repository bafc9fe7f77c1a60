import {readFileSync} from 'node:fs';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {type Authority, createAuthority} from '../helpers/certificates.ts';
import {dockerFolderWith} from '../helpers/docker-folder.ts';
import {image} from '../swarm-lab/images.ts';
import {type Lab, startLab} from '../swarm-lab/lab.ts';
import type {LabNode} from '../swarm-lab/layout.ts';
import {describeOnLab} from '../swarm-lab/require-lab.ts';
import {until} from '../swarm-lab/until.ts';
import {choose, command, confirm, fillIn} from './operate.ts';
import {startSshd} from './real-sshd.ts';
import {openSkep} from './skep.ts';
import {askSwarm} from './swarm.ts';

describeOnLab('connecting', () => {
	let lab: Lab;
	let sshd: Awaited<ReturnType<typeof startSshd>>;
	let authority: Authority;
	let secured: LabNode;

	beforeAll(async () => {
		authority = createAuthority();
		lab = await startLab({managers: 3, workers: 0});
		sshd = await startSshd();
		await swarmAt('mgr1').create('quiet', image('shop/quiet:1'), ['--replicas', '2'], 2);
	});

	afterAll(async () => {
		authority?.[Symbol.dispose]();
		await sshd?.stop();
		await lab?.stop();
	});

	const swarmAt = (manager: string) => askSwarm(lab, () => lab.node(manager));
	const overSsh = (node: LabNode, alias = 'lab') => `ssh://${alias}${node.socket}`;

	test('over ssh all is there, a few processes carry it, and they end with skep, even when it is killed', async () => {
		const {env, clients} = sshd;
		const skep = openSkep(overSsh(lab.node('mgr1')), {env});
		await skep.waitFor(/@mgr1 .*nodes 3\/3.* live *$/m);
		await choose(skep, 'service', 'quiet');
		await skep.waitForLine(1, 'quiet', /2\/2/);
		console.log(`ssh processes of a dashboard: ${clients().length}`);
		// One that was given up for being slow has ended a moment later.
		await until('a few carry it', () => clients().length > 0 && clients().length <= 6);
		skep.kill('SIGKILL');
		await until('no ssh is left', async () => expect(clients()).toEqual([]));

		const other = openSkep(overSsh(lab.node('mgr1')), {env});
		await other.waitFor(/@mgr1 .* live *$/m);
		other.type('q');
		await until('no ssh is left', async () => expect(clients()).toEqual([]));
	});

	test('what ssh says is one sentence on screen, and skep goes on when it is mended', async () => {
		const {env, know} = sshd;
		const locked = openSkep(overSsh(lab.node('mgr1'), 'stranger'), {env});
		await locked.waitFor(/stranger does not let you in by ssh \(publickey/);
		know('other');
		const skep = openSkep(overSsh(lab.node('mgr1')), {env});
		await skep.waitFor('The host key of lab is not the one that ssh knows');
		know('host');
		await skep.waitFor(/@mgr1 .* live *$/m);
		const nowhere = openSkep('ssh://lab/nowhere/docker.sock', {env});
		await nowhere.waitFor(/Docker is not running on lab, or its socket is elsewhere/);
	});

	test('with TLS, by flags and by a context; a stranger is told to stay out', async () => {
		const names = {name: 'solo', altNames: 'DNS:solo,IP:192.0.2.14'};
		const {cert, key} = authority.sign(names);
		const client = authority.sign({name: 'kim', use: 'clientAuth'});
		secured = await lab.startEngine('solo', undefined, [
			...['--host', 'tcp://0.0.0.0:2376', '--tlsverify'],
			...['--tlscacert', authority.ca, '--tlscert', cert, '--tlskey', key],
		]);
		expect(secured.address).toBe('192.0.2.14');
		await lab.docker(secured, 'swarm', 'init', '--advertise-addr', secured.address);
		const within = ['nsenter', `--net=/run/netns/${secured.namespace}`];
		const address = `tcp://${secured.address}:2376`;
		const mine = ['--tlscert', client.cert, '--tlskey', client.key];

		const skep = openSkep(address, {within, flags: ['--tlsverify', '--tlscacert', authority.ca, ...mine]});
		await skep.waitFor(/skep @solo .*nodes 1\/1.* live *$/m);
		const plain = openSkep(address, {within});
		await plain.waitFor('This port wants TLS');
		using stranger = createAuthority('a stranger');
		const eve = stranger.sign({name: 'eve', use: 'clientAuth'});
		const own = ['--tlscert', eve.cert, '--tlskey', eve.key];
		const refused = openSkep(address, {within, flags: ['--tlscacert', authority.ca, ...own]});
		await refused.waitFor(/does not accept who asks/);
		const deceived = openSkep(address, {within, flags: ['--tlscacert', stranger.ca, ...mine]});
		await deceived.waitFor(/is not signed by the authority in/);

		const pem = (path: string) => readFileSync(path, 'utf8');
		const tls = {ca: pem(authority.ca), cert: pem(client.cert), key: pem(client.key)};
		using docker = dockerFolderWith({prod: {host: address, tls}}, {currentContext: 'prod'});
		const byContext = openSkep(undefined, {within, env: {DOCKER_CONFIG: docker.path}});
		await byContext.waitFor(/prod @solo .* live *$/m);
	});

	test('when the manager that is asked loses its power, the next one is asked, over ssh or not', async () => {
		const {env} = sshd;
		const managers = ['mgr1', 'mgr2', 'mgr3'];
		const local = openSkep(managers.map(name => lab.node(name).host).join(','), {env});
		const remote = openSkep(managers.map(name => overSsh(lab.node(name))).join(','), {env});
		await Promise.all([local, remote].map(skep => skep.waitFor(/@mgr\d .* live *$/m)));

		// A busy machine may have had it go on to another already.
		const asked = /@(mgr\d)/.exec(local.text())?.[1] ?? '';
		const [other = ''] = managers.filter(name => name !== asked);
		const elsewhere = new RegExp(`@(?!${asked})mgr\\d .*managers 2/3, 0 to spare.* live *$`, 'm');
		const killedAt = performance.now();
		await lab.kill(lab.node(asked));
		await local.waitFor(elsewhere);
		console.log(`Live at another manager after ${((performance.now() - killedAt) / 1000).toFixed(1)} s`);
		await remote.waitFor(elsewhere);
		console.log(`Over ssh after ${((performance.now() - killedAt) / 1000).toFixed(1)} s`);
		expect(local.line(1, 'quiet')).toBeDefined();

		await choose(local, 'service', 'quiet');
		command(local, 'scaleService');
		await fillIn(local, '3');
		await local.waitForDialog(/docker --host unix:\S+mgr\d\.sock service scale quiet=3/);
		await confirm(local);
		await until('quiet is scaled', async () => (await swarmAt(other).running('quiet')).length === 3);
		await remote.waitForLine(1, 'quiet', /3\/3/);
	});
});
