import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {connect} from '../../source/engine/client.ts';
import type {Engine} from '../../source/engine/engine.ts';
import {withEnvFile} from '../../source/specs/form/env-file.ts';
import {readServiceForm, serviceForm} from '../../source/specs/form/service-form.ts';
import {isValid} from '../../source/swarm/parsed.ts';
import type {Snapshot} from '../../source/swarm/snapshot.ts';
import type {Json} from '../../source/swarm/values.ts';
import {readSnapshot} from '../operations/lab.ts';
import {type Case, cases} from '../specs/form/cases.ts';
import {commandLine} from '../swarm-lab/engine-versions.ts';
import {image} from '../swarm-lab/images.ts';
import {type Lab, startLab} from '../swarm-lab/lab.ts';
import {describeOnLab} from '../swarm-lab/require-lab.ts';
import {run} from '../swarm-lab/run.ts';
import {withFreshSpec} from '../swarm-lab/with-leader.ts';

const name = 'same';
const quiet = image('shop/quiet:1');

describe.each(['20.10', '28.5'] as const)('%s', version => {
	describeOnLab('the form and docker service create say the same', () => {
		let lab: Lab;
		let engine: Engine;
		let known: Snapshot;
		let docker: (...args: readonly string[]) => Promise<string>;

		beforeAll(async () => {
			lab = await startLab({managers: 1, workers: 0, engineVersion: version});
			const node = lab.node('mgr1');
			const program = await commandLine('28.5');
			const {folder} = lab.layout;
			docker = (...args) =>
				withFreshSpec(() =>
					run(program, ['--config', folder, '--host', node.host, ...args], {
						env: {PATH: process.env['PATH'], HOME: folder},
						cwd: folder,
					}),
				);
			engine = connect({kind: 'unix', socketPath: node.socket});
			// Nothing needs to run for it.
			await docker('node', 'update', '--availability', 'pause', 'mgr1');
			await docker('network', 'create', '--driver', 'overlay', 'backend');
			await docker('network', 'create', '--driver', 'overlay', 'frontend');
			await engine.createSecret({name: 'db-v1', data: Buffer.from('open sesame')});
			await engine.createConfig({name: 'nginx-v1', data: Buffer.from('worker_processes 1;')});
			known = await readSnapshot(engine);
		});

		afterAll(async () => {
			engine?.close();
			await lab?.stop();
		});

		const isKept = ({since}: Case) => since === undefined || since === version;

		const specOnce = async (create: () => Promise<unknown>): Promise<Json> => {
			await create();
			const {items} = await engine.services();
			const found = items.find(service => service.name === name);
			if (found === undefined) {
				throw new Error('it was not made');
			}
			await engine.removeService(found.id);
			return found.spec;
		};

		const byForm = ({values}: Pick<Case, 'values'>) =>
			specOnce(async () => {
				const read = readServiceForm({name, image: quiet, ...values}, known);
				if (read.kind === 'problem') {
					throw new Error(`${read.field}: ${read.problem}`);
				}
				await engine.createService(read.spec, undefined);
			});

		const byCommand = ({flags, args = []}: Pick<Case, 'flags' | 'args'>) =>
			specOnce(() =>
				docker(
					'service',
					'create',
					'--detach',
					'--quiet',
					'--no-resolve-image',
					'--name',
					name,
					...flags,
					quiet,
					...args,
				),
			);

		test('with nothing but a name and an image', async () => {
			expect(await byForm({values: {}})).toEqual(await byCommand({flags: []}));
		});

		test.each(
			Object.entries(cases).flatMap(([field, some]) =>
				some.filter(isKept).map(one => [`${field} ${JSON.stringify(one.values[field])}`, one] as const),
			),
		)('%s', async (_, one) => {
			const wanted = await byCommand(one);
			expect(await byForm(one)).toEqual(wanted);
		});

		test('variables of a file, and those that were typed beside it', async () => {
			const path = join(lab.layout.folder, 'same.env');
			const content =
				'\uFEFF# of the app\nMODE=live\n\n  GREETING=overruled\nQUOTED="as it is" \nURL=a=b#c\r\nEMPTY=\n';
			await writeFile(path, content);
			const typed = {env: `GREETING='hello there' A=1`};
			const read = readServiceForm({name, image: quiet, ...typed}, known);
			const filled = withEnvFile(read.kind === 'spec' ? read.spec : null, content);
			const flags = ['--env-file', path, '--env', 'GREETING=hello there', '--env', 'A=1'];
			const made = specOnce(async () => engine.createService(isValid(filled) ? filled.value : null, undefined));
			expect(await made).toEqual(await byCommand({flags}));
		});

		test('with all fields together', async () => {
			const alone = ['mode', 'maxConcurrent', 'endpoint', 'healthNone', 'maxPerNode'];
			const fields = serviceForm.flatMap(part => part.entries.map(entry => entry.name)).filter(field => cases[field]);
			const all = fields
				.filter(field => !alone.includes(field))
				.flatMap(field => cases[field]?.filter(isKept).at(-1) ?? []);
			const flags = all.flatMap(one => one.flags);
			const values = Object.assign({}, ...all.map(one => one.values)) as Case['values'];
			const args = all.flatMap(one => one.args ?? []);
			expect(await byForm({values})).toEqual(await byCommand({flags, args}));
		});
	});
});
