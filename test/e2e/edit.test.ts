import {chmodSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {connect} from '../../source/engine/client.ts';
import type {Engine} from '../../source/engine/engine.ts';
import {isEngineError} from '../../source/engine/errors.ts';
import {namesIn} from '../../source/operations/edit-spec.ts';
import {execute} from '../../source/operations/execute.ts';
import {anyOperation} from '../../source/operations/operation.ts';
import {editService} from '../../source/operations/service/edit-service.ts';
import {readSpec} from '../../source/specs/edit/read-spec.ts';
import {writeSpec} from '../../source/specs/edit/write-spec.ts';
import {createFlags} from '../../source/specs/flags/create-command.ts';
import {companions, passing, serviceFlags} from '../../source/specs/flags/service-flags.ts';
import {updateFlags} from '../../source/specs/flags/update-command.ts';
import type {Names} from '../../source/specs/names.ts';
import type {Service} from '../../source/swarm/service.ts';
import {specDiff} from '../../source/swarm/spec-diff.ts';
import type {Json} from '../../source/swarm/values.ts';
import {readSnapshot} from '../operations/lab.ts';
import {commandLine} from '../swarm-lab/engine-versions.ts';
import {type Lab, startLab} from '../swarm-lab/lab.ts';
import {describeOnLab} from '../swarm-lab/require-lab.ts';
import {run} from '../swarm-lab/run.ts';
import {until} from '../swarm-lab/until.ts';
import {withFreshSpec} from '../swarm-lab/with-leader.ts';
import {startCountingProxy} from './counting-proxy.ts';
import {type FieldChange, fieldChanges, removals} from './edit-changes.ts';
import {command as image, parts, services} from './edit-services.ts';
import {ctrl} from './keys.ts';
import {choose, command, confirm, goBack, journaled, review} from './operate.ts';
import {openSkep} from './skep.ts';
import {askSwarm, type Swarm} from './swarm.ts';

const quietly = ['--detach', '--quiet', '--no-resolve-image'];

describeOnLab('specs in the editor, on 28.5', () => {
	const folder = mkdtempSync(join(tmpdir(), 'skep-edit-'));
	let lab: Lab;
	let swarm: Swarm;
	let engine: Engine;
	let names: Names;
	let docker: (...args: readonly string[]) => Promise<string>;

	beforeAll(async () => {
		lab = await startLab({managers: 1, workers: 0, engineVersion: '28.5'});
		swarm = askSwarm(lab, () => lab.node('mgr1'));
		engine = connect({kind: 'unix', socketPath: lab.node('mgr1').socket});
		const program = await commandLine('28.5');
		const {folder: config} = lab.layout;
		docker = (...args) =>
			withFreshSpec(() =>
				run(program, ['--config', config, '--host', lab.node('mgr1').host, ...args], {
					env: {PATH: process.env['PATH'], HOME: folder},
					cwd: folder,
				}),
			);
		// Nothing needs to run for it.
		await docker('node', 'update', '--availability', 'pause', 'mgr1');
		await Promise.all([
			...parts.networks.map(name => docker('network', 'create', '--driver', 'overlay', name)),
			...parts.secrets.map(name => engine.createSecret({name, data: Buffer.from(name)})),
			...parts.configs.map(name => engine.createConfig({name, data: Buffer.from(name)})),
		]);
		writeFileSync(join(folder, 'variables'), 'FROM_A_FILE=yes\n');
		for (const [name, flags] of Object.entries(services)) {
			await docker('service', 'create', ...quietly, '--name', name, ...flags, ...image);
		}
		names = namesIn(await readSnapshot(engine));
	});

	afterAll(async () => {
		engine?.close();
		await lab?.stop();
		rmSync(folder, {recursive: true});
	});

	const service = async (name: string): Promise<Service> => {
		const found = (await engine.services()).items.find(item => item.name === name);

		if (found === undefined) {
			throw new Error(`there is no service ${name}`);
		}

		return found;
	};

	/** With the requests that write counted: the managers write themselves, whenever they like. */
	const openWatched = async (env: Readonly<Record<string, string>>) => {
		const proxy = await startCountingProxy(lab.node('mgr1').socket);
		const writes = () => proxy.take().requests.filter(line => !/^(GET|HEAD) /.test(line));
		return {skep: openSkep(proxy.host, {env}), writes};
	};

	/** As the editor would give it back. */
	const through = (edited: Json, original: Json) => {
		const text = writeSpec(edited, 'service', [], names);
		return readSpec(text, {kind: 'service', spec: original, names});
	};

	/** The managers write to a service as well, when they give it addresses. */
	const write = async (name: string, spec: Json): Promise<unknown> => {
		try {
			return await engine.updateService(await service(name), {kind: 'spec', spec});
		} catch (error) {
			if (isEngineError(error, 'out-of-date')) {
				return write(name, spec);
			}
			throw error;
		}
	};

	/** What the operation makes of an edit on the engine. */
	const edit = async (name: string, spec: Json) => {
		const saw = await service(name);
		const snapshot = await readSnapshot(engine);
		return execute({
			operation: anyOperation(editService),
			targets: [{kind: 'service', id: saw.id, saw}],
			input: {base: saw.spec, spec},
			snapshot,
			resources: {
				engine,
				credentials: async () => undefined,
				keepSpec: async () => '',
				keepReplaced: async () => undefined,
			},
			isReadOnly: false,
			journal: async () => undefined,
			signal: AbortSignal.timeout(120_000),
		});
	};

	const editor = (script: string) => {
		const path = join(folder, 'editor.sh');
		writeFileSync(path, `#!/bin/sh\n${script}\n`);
		chmodSync(path, 0o755);
		return {EDITOR: path};
	};

	test('every flag of docker service create is known: where it goes, or that it goes nowhere', async () => {
		const help = await docker('service', 'create', '--help');
		const flags = [...help.matchAll(/^\s+(?:-\w, )?--([a-z-]+)/gm)].map(([, flag = '']) => flag);
		const known = [...serviceFlags.map(({flag}) => flag), ...companions, ...passing];

		expect(flags.length).toBeGreaterThan(60);
		expect(flags.filter(flag => !known.includes(flag))).toEqual([]);
		// Restarting has no flag at a creation.
		expect(known.filter(flag => !flags.includes(flag))).toEqual(['force']);
	});

	test('and each of them is set in one of the services here', () => {
		const set = [...Object.values(services).flat(), '--name', ...quietly];
		const settable = [...serviceFlags.map(({flag}) => flag), ...companions].filter(flag => flag !== 'force');
		expect(settable.filter(flag => !set.includes(`--${flag}`))).toEqual([]);
	});

	test.each(Object.keys(services))('%s is the same after an edit without a change', async name => {
		const {spec} = await service(name);
		expect(through(spec, spec)).toEqual({kind: 'spec', spec});
	});

	test('in the terminal: saved without a change, nothing is sent; one field changed, and only that is', async () => {
		const before = await service('everything');
		const {skep: same, writes} = await openWatched(editor('cat "$1" > "$1.new" && mv "$1.new" "$1"'));
		await choose(same, 'service', 'everything');
		command(same, 'editSpec');
		await same.waitFor('everything: nothing changed, nothing sent');
		expect(writes()).toEqual([]);

		const skep = openSkep(lab.node('mgr1').host, {
			env: editor('sed -i "s/StopGracePeriod: .*/StopGracePeriod: 75s/" "$1"'),
		});
		await choose(skep, 'service', 'everything');
		command(skep, 'editSpec');
		const plan = await review(skep, 'docker service update --stop-grace-period 1m15s everything');
		expect(plan).toContain('1 change to everything: stop grace period.');
		await confirm(skep, plan.includes('to confirm') ? 'everything' : undefined);
		await journaled(skep, [{operation: 'editService', outcome: 'requested', target: {name: 'everything'}}]);
		const after = await service('everything');
		expect(specDiff(before.spec, after.spec)).toEqual([
			{kind: 'changed', path: 'stop grace period', before: '90000000000', after: '75000000000'},
		]);
		await write('everything', before.spec);
	});

	test('in the terminal: a node has a spec to edit, too', async () => {
		const env = editor('sed -i "s/^Labels:.*/Labels: {zone: seoul}/" "$1"');
		const skep = openSkep(lab.node('mgr1').host, {env});
		await choose(skep, 'node', 'mgr1');
		command(skep, 'editSpec');
		await review(skep, 'docker node update --label-add zone=seoul mgr1');
		await confirm(skep);
		await until('the node has it', async () => (await swarm.node('mgr1')).Spec.Labels['zone'] === 'seoul');
		expect((await swarm.node('mgr1')).Spec).toMatchObject({Availability: 'pause', Role: 'manager'});
	});

	test('in the terminal: Ctrl+C is for the editor, and keys that it left are for nobody', async () => {
		// What the first said is still on the terminal's own screen when the second begins.
		const env = editor(`echo x >> ${folder}/begun; echo editing $(wc -l < ${folder}/begun); read line || exit 3`);
		const {skep, writes} = await openWatched(env);
		await choose(skep, 'service', 'job');
		command(skep, 'editSpec');
		await skep.waitFor('editing 1');
		skep.press(ctrl('c'));
		await skep.waitFor(/The editor ".*" (was ended by SIGINT|ended with 130)\. Nothing was sent\./);

		command(skep, 'editSpec');
		await skep.waitFor('editing 2');
		// What follows the line is read by no editor: it must not come back as keys.
		skep.type('\rqqq');
		await skep.waitFor('job: nothing changed, nothing sent');
		await skep.waitForLine(1, 'job', /./);
		expect(writes()).toEqual([]);
		skep.press('?');
		await skep.waitFor('Show all keys');
	});

	test('in the terminal: what is wrong is said by its line, and the editor opens again with it', async () => {
		const env = editor(
			'grep -q ">>>" "$1" && sed -i "s/Parallelism: many/Parallelism: 2/" "$1" || sed -i "s/Parallelism: 2/Parallelism: many/" "$1"',
		);
		const {skep, writes} = await openWatched(env);
		await choose(skep, 'service', 'everything');
		command(skep, 'editSpec');
		await skep.waitForDialog(/line \d+: UpdateConfig\.Parallelism: "many" is no whole number from 0\./);
		await goBack(skep);
		await skep.waitFor('everything: nothing changed, nothing sent');
		expect(writes()).toEqual([]);
	});

	const changesOf = (spec: Json) => [...fieldChanges(spec), ...removals(spec)];

	/** What the engine would refuse: a second source of credentials, half a health check, an ingress port without a VIP. */
	const isRefused = ({place, edited}: FieldChange) =>
		/CredentialSpec|Configs\[1\] removed/.test(place) ||
		(/Healthcheck\.Test\[\d\] removed/.test(place) && /"Test":\["/.test(JSON.stringify(edited))) ||
		/"dnsrr".*"PublishMode":"ingress"/.test(JSON.stringify(edited));

	/** To Docker, no is as good as nothing. */
	const differences = async (wanted: Json, name: string) =>
		specDiff(wanted, (await service(name)).spec).filter(
			({kind, before}) => !(kind === 'removed' && before === 'false'),
		);

	/** What an edit comes to that it shouldn't, or what is wrong with it. */
	const tried = async (name: string, original: Json, change: FieldChange) => {
		const reading = through(change.edited, original);

		if (isRefused(change) || reading.kind !== 'spec') {
			return isRefused(change) && reading.kind === 'problems'
				? []
				: ['problems' in reading ? reading.problems : 'is taken'];
		}

		const [result] = await edit(name, reading.spec);
		return result?.outcome.kind === 'requested' ? differences(change.edited, name) : [result?.outcome.sentence];
	};

	/** The same by flags; nothing where they don't reach it. */
	const byFlags = async (name: string, original: Json, {edited}: FieldChange) => {
		const {words, beyond} = updateFlags(original, edited, names);

		if (beyond.length > 0) {
			return undefined;
		}

		await docker('service', 'update', '--detach', '--quiet', ...words, name);
		const lines = await differences(edited, name);
		return lines.length === 0 ? [] : [words, lines];
	};

	/** What comes of each change, where that isn't as it should be; the service is as it was after each. */
	const wrongIn = async (
		name: string,
		changes: readonly FieldChange[],
		attempt: (change: FieldChange, original: Json) => Promise<readonly unknown[]>,
	) => {
		const {spec} = await service(name);
		const wrong: (readonly [string, readonly unknown[]])[] = [];

		for (const change of changes) {
			const found = await attempt(change, spec);
			wrong.push(...(found.length === 0 ? [] : [[change.place, found] as const]));
			await write(name, spec);
		}

		return wrong;
	};

	test.each(Object.keys(services))(
		'one field of %s changed is that field alone changed, field by field',
		async name => {
			const changes = changesOf((await service(name)).spec);
			expect(changes.length).toBeGreaterThan(10);
			expect(await wrongIn(name, changes, (change, spec) => tried(name, spec, change))).toEqual([]);
		},
		600_000,
	);

	/** What no flag of the command line reaches, of all that these services have. */
	const withoutFlag = [
		'TaskTemplate.ContainerSpec.Privileges.NoNewPrivileges',
		'TaskTemplate.ContainerSpec.Healthcheck.StartInterval',
	];

	test.each(Object.keys(services))(
		'the flags that are shown do the same to %s, by the docker command line',
		async name => {
			const beyond: string[] = [];
			const changes = changesOf((await service(name)).spec).filter(change => !isRefused(change));
			const wrong = await wrongIn(name, changes, async (change, spec) => {
				const found = await byFlags(name, spec, change);
				beyond.push(...(found === undefined ? [change.place] : []));
				return found ?? [];
			});
			expect(wrong).toEqual([]);
			expect(beyond).toEqual(name === 'everything' ? withoutFlag : []);
		},
		600_000,
	);

	test.each(Object.keys(services))('docker service create makes %s again from its spec', async name => {
		const saw = await service(name);
		const {words, beyond} = createFlags(saw.spec, names);
		await engine.removeService(saw.id);
		await docker('service', 'create', ...quietly, ...words);
		expect(await differences(saw.spec, name)).toEqual([]);
		expect(beyond).toEqual([]);
	});
});
