import {chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {callEngineRaw} from '../swarm-lab/engine-api.ts';
import {image} from '../swarm-lab/images.ts';
import {type Lab, startLab} from '../swarm-lab/lab.ts';
import {describeOnLab} from '../swarm-lab/require-lab.ts';
import {run} from '../swarm-lab/run.ts';
import {until} from '../swarm-lab/until.ts';
import {hearing} from './hearing.ts';
import {ctrl, keys} from './keys.ts';
import {choose, command, journaled} from './operate.ts';
import {openSkep, type Skep, type SkepOptions} from './skep.ts';

const quietly = ['--detach', '--no-resolve-image', '--quiet'];

/** As skep has them, between two frames. */
const screenModes = ['alternate screen', 'hidden cursor', 'bracketed paste'];

describeOnLab('a shell in a container', () => {
	const folder = mkdtempSync(join(tmpdir(), 'skep-shell-'));
	let lab: Lab;

	const docker = (...args: string[]) => lab.docker(lab.node('mgr1'), ...args);

	const create = (name: string, host: string, ...rest: string[]) =>
		docker('service', 'create', ...quietly, '--name', name, '--constraint', `node.hostname==${host}`, ...rest);

	/** Nothing but a program that sleeps: no shell. */
	const importBare = async () => {
		const root = join(folder, 'bare');
		mkdirSync(root);
		await run('cp', ['/bin/busybox', join(root, 'sleep')]);
		await run('tar', ['-cf', join(folder, 'bare.tar'), '-C', root, '.']);
		const query = new URLSearchParams({fromSrc: '-', repo: 'bare', tag: '1', changes: 'CMD ["/sleep", "2147483647"]'});
		await callEngineRaw(lab.node('mgr1'), 'POST', `/images/create?${query}`, {file: join(folder, 'bare.tar')});
	};

	/** Stands for ssh: notes what it is asked, and asks that node's engine, as a shell over there would. */
	const writeSsh = () => {
		const path = join(folder, 'ssh');
		const lines = [
			'#!/bin/sh',
			`printf '%s\\n' "$@" > ${join(folder, 'asked')}`,
			'[ "$2" = admin@work1 ] || exit 255',
			`DOCKER_HOST=${lab.node('work1').host} exec sh -c "$3"`,
		];
		writeFileSync(path, `${lines.join('\n')}\n`);
		chmodSync(path, 0o755);
	};

	beforeAll(async () => {
		lab = await startLab({managers: 1, workers: 1});
		await importBare();
		writeSsh();
		await create('web', 'mgr1', image('shop/web:1'));
		await create('far', 'work1', image('shop/quiet:1'));
		await create('bare', 'mgr1', 'bare:1');
	});

	afterAll(async () => {
		await lab?.stop();
		rmSync(folder, {recursive: true});
	});

	const open = async (service: string, options: SkepOptions = {}) => {
		const env = {PATH: `${folder}:${process.env['PATH']}`, ...options.env};
		const skep = openSkep(lab.node('mgr1').host, {columns: 120, rows: 36, ...options, env});
		await skep.waitForLine(1, service, /1\/1/);
		await choose(skep, 'service', service);
		return skep;
	};

	/** The dialog, and Enter. */
	const enter = async (skep: Skep, typed = '') => {
		command(skep, 'openShell');
		await skep.waitForDialog(/Enter (open|run it)/);
		await hearing(skep);
		skep.type(typed);
		skep.press(keys.enter);
	};

	const inside = (skep: Skep) => skep.waitFor(() => !skep.isOnAlternateScreen() && /[#$] $/m.test(`${skep.text()} `));
	const hasModes = (skep: Skep, modes: readonly string[]) =>
		skep.waitFor(Object.assign(() => skep.modesTurnedOn().join() === modes.join(), {toString: () => `modes ${modes}`}));
	const back = (skep: Skep, words: RegExp) => skep.waitFor(words);

	test('has the terminal as its own, follows its size, and gives it back as it was', async () => {
		const skep = await open('web');
		await enter(skep);
		await skep.waitFor('three times gives up on it.');
		await inside(skep);
		expect(skep.modesTurnedOn()).toEqual([]);
		skep.type('echo he""llo; stty size\r');
		await skep.waitFor(/^hello\n36 120$/m);
		skep.resize(90, 30);
		skep.type('while [ "$(stty size)" != "30 90" ]; do sleep 0.1; done; echo grow""n\r');
		await skep.waitFor(/^grown$/m);
		// Docker's own keys for leaving would hold this back.
		skep.press(ctrl('p'));
		await skep.waitFor(/# while .* echo grow""n$/m);
		skep.press(ctrl('c'));
		skep.resize(120, 36);
		skep.type('exit 7\rqqq');
		await back(skep, /The shell in web\.1 ended with exit code 7\./);
		await hasModes(skep, screenModes);
		await skep.waitForLine(1, 'web', /1\/1/);
		await journaled(skep, [
			{operation: 'openShell', outcome: 'requested', target: {kind: 'task', name: 'web.1'}},
			{operation: 'openShell', outcome: 'ended', input: {node: 'mgr1', over: 'engine', exitCode: 7}},
		]);
		expect(JSON.stringify(skep.journal())).not.toContain('hello');
		skep.press('q');
		expect(await skep.exited).toEqual({code: 0, signal: 0});
		expect(skep.modesTurnedOn()).toEqual([]);
		expect(skep.text()).toContain('hello');
	});

	test('is over with its container, whatever it left on', async () => {
		const skep = await open('web');
		await enter(skep);
		await inside(skep);
		skep.type(`printf '\\033[?1049h\\033[?1000h\\033[?1h'; echo on\r`);
		await skep.waitFor(() => skep.modesTurnedOn().includes('mouse'));
		const id = (await docker('ps', '--quiet', '--filter', 'name=web.1')).trim();
		await docker('rm', '--force', id);
		await back(skep, /The shell in web\.1 (ended with exit code 137|was left)/);
		await hasModes(skep, screenModes);
		await skep.waitForLine(1, 'web', /1\/1/);
		command(skep, 'openHelp');
		await skep.waitFor('Show all keys');
	});

	test('that the image does not have is said, with what would work; another program can be run', async () => {
		const skep = await open('bare');
		await enter(skep);
		await skep.waitForDialog(/The image of bare\.1 has no "sh"\..*docker run --rm -it --pid container:\w{12} /);
		skep.press(keys.enter);
		await skep.waitForDialog(/Enter open/);
		await hearing(skep);
		skep.type('/sleep 0.1');
		skep.press(keys.enter);
		await back(skep, /"\/sleep" in bare\.1 ended with exit code 0\./);
		await journaled(skep, [{outcome: 'failed'}, {outcome: 'requested'}, {outcome: 'ended'}]);
	});

	test("on another node goes over the user's own ssh, shown before", async () => {
		const skep = await open('far', {flags: ['--ssh-node', 'admin@%h']});
		command(skep, 'openShell');
		await skep.waitForDialog(/work1 is another node.*\$ ssh -t admin@work1 'docker exec -it far\.1\.\w{25} sh -c /);
		await hearing(skep);
		skep.press(keys.enter);
		await inside(skep);
		skep.type('echo he""llo; hostname\r');
		await skep.waitFor(/^hello$/m);
		skep.type('exit 3\r');
		await back(skep, /The shell in far\.1 ended with exit code 3\./);
		expect(readFileSync(join(folder, 'asked'), 'utf8')).toMatch(
			/^-t\nadmin@work1\ndocker exec -it far\.1\.\w{25} sh -c /,
		);
		await journaled(skep, [{outcome: 'requested'}, {outcome: 'ended', input: {over: 'ssh', exitCode: 3}}]);
	});

	test('whose ssh gets nowhere leaves its words on the screen until Enter, and says so', async () => {
		const skep = await open('far');
		await enter(skep);
		await skep.waitFor('ssh ended with 255. Enter leads back to skep.');
		skep.press(keys.enter);
		await skep.waitForDialog(/ssh ended with 255: it didn't reach work1.*--ssh-node/);
	});

	test('is refused where skep is read-only', async () => {
		const skep = await open('web', {flags: ['--read-only']});
		command(skep, 'openShell');
		await skep.waitFor(/Shell in the container of a task: skep is read-only/);
		expect(skep.dialog()).toBe('');
	});

	test('ends with skep: the terminal is given back, also when it is ended from outside', async () => {
		const skep = await open('web');
		await enter(skep);
		await inside(skep);
		skep.type(`printf '\\033[?1049h\\033[?1000h'\r`);
		await skep.waitFor(() => skep.modesTurnedOn().includes('mouse'));
		skep.kill('SIGTERM');
		expect(await skep.exited).toEqual({code: 143, signal: 0});
		expect(skep.modesTurnedOn()).toEqual([]);
		await until('it is in the journal', () => skep.journal().length > 0);
		expect(skep.journal()).toMatchObject([{operation: 'openShell', outcome: 'requested'}]);
	});
});
