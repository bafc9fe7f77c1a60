import {afterAll, beforeAll, expect, test} from 'vitest';
import type {DeployRequest} from '../../source/operations/stack/stack-tools.ts';
import {type DeployPlan, isEmptyPlan, knownIds} from '../../source/specs/compose/deploy-plan.ts';
import {evened} from '../../source/specs/compose/evened.ts';
import {exportStack} from '../../source/specs/compose/export-stack.ts';
import {diffText, specDiff} from '../../source/swarm/spec-diff.ts';
import {commandLine} from '../swarm-lab/engine-versions.ts';
import {type Lab, startLab} from '../swarm-lab/lab.ts';
import {describeOnLab} from '../swarm-lab/require-lab.ts';
import {until} from '../swarm-lab/until.ts';
import {type StackCase, stackCases} from './stacks-cases.ts';
import {comparable, planned, type StackBench, stackBench} from './stacks-lab.ts';

describeOnLab('the plan of a deploy is what the deploy then does', () => {
	let lab: Lab;
	let bench: StackBench;

	beforeAll(async () => {
		lab = await startLab({managers: 1, workers: 1, engineVersion: '28.5'});
		bench = stackBench(lab.node('mgr1'), await commandLine('28.5'));
		const create = (path: string, body: object) => lab.api(lab.node('mgr1'), 'POST', path, body);
		await create('/networks/create', {Name: 'public-web', Driver: 'overlay'});
		await create('/configs/create', {Name: 'alert-rules', Data: 'Z3JvdXBzOiBbXQo='});
		await create('/secrets/create', {Name: 'portainer-license', Data: 'bGljZW5zZQ=='});
	});

	afterAll(async () => {
		bench?.stop();
		await lab?.stop();
	});

	test.each(stackCases)('$file', async stackCase => {
		const {file, change, changes, drops, ignores, unset} = stackCase;
		const stack = file.replace('.yaml', '');
		const request = bench.request(file, stack);
		const notes = planned(await bench.look(request));
		expect(notes.ignored.map(({text}) => text)).toEqual(ignores.map(key => expect.stringContaining(key)));
		expect(notes.unset.map(({text}) => text)).toEqual(unset.map(name => expect.stringContaining(name)));

		await deploysAnew(stackCase, stack);
		await deploysTheSame(stackCase, stack);
		await exportsTheSame(stack);

		bench.edit(file, change);
		const edited = await bench.plan(request);
		expect(diffsOf(edited)).toEqual(changes);
		expect(await diffsAfterDeploy(edited, request)).toEqual(changes);

		bench.edit(file, text => withoutService(text, drops));
		const left = await bench.plan(request);
		expect(left.leftovers.map(({name}) => name)).toEqual([`${stack}_${drops}`]);
		expect(await diffsAfterDeploy(left, request)).toEqual({});
		expect(await namesOf(stack)).toContain(`${stack}_${drops}`);
		await bench.deploy({...request, prune: true});
		expect(await namesOf(stack)).not.toContain(`${stack}_${drops}`);
		expect(isEmptyPlan(await bench.plan(request), true)).toBe(true);
	});

	async function deploysAnew({file, creates}: StackCase, stack: string) {
		const plan = await bench.plan(bench.request(file, stack));
		expect(plan.refusals).toEqual([]);
		const kinds = plan.services.map(({kind, part}) => `${kind} ${part.key}`);
		expect(kinds.sort()).toEqual(creates.map(key => `create ${key}`).sort());
		const did = await bench.deploy(bench.request(file, stack));
		expect([...did].sort()).toEqual(told(plan).sort());
		const running = await bench.running();

		for (const {part, spec} of plan.services) {
			const lines = specDiff(comparable(running, part.name), evened(spec, knownIds(running)));
			expect([part.name, ...lines.map(diffText)]).toEqual([part.name]);
		}
	}

	/** The engine writes all the same, and nothing comes of it. */
	async function deploysTheSame({file, steady}: StackCase, stack: string) {
		await until(
			'its tasks run',
			async () =>
				(await tasksOf(stack, steady)).length === Object.values(steady).reduce((sum, count) => sum + count, 0),
		);
		const [before, tasks] = [await bench.running(), await tasksOf(stack, steady)];
		const again = await bench.plan(bench.request(file, stack));
		expect(diffsOf(again)).toEqual({});
		expect(again.networks.flatMap(found => ('diff' in found ? found.diff.map(diffText) : []))).toEqual([]);
		expect(isEmptyPlan(again, false)).toBe(true);
		expect(await bench.deploy(bench.request(file, stack))).toEqual(
			again.services.map(() => expect.stringMatching(/^Updating service /)),
		);
		const after = await bench.running();
		const specs = ({services}: typeof after) => Object.fromEntries(services.map(({name, spec}) => [name, spec]));
		expect(specs(after)).toEqual(specs(before));
		expect(await tasksOf(stack, steady)).toEqual(tasks);
	}

	/** What an export of it deploys to is what runs. */
	async function exportsTheSame(stack: string) {
		const {services, ...running} = await bench.running();
		const ours = services.filter(service => service.stack === stack);
		bench.write('exported.yaml', exportStack({stack, services: ours, ...running}));
		const again = await bench.plan(bench.request('exported.yaml', stack));
		expect(again.refusals).toEqual([]);
		expect(diffsOf(again)).toEqual({});
		expect(isEmptyPlan(again, true)).toBe(true);
		expect(again.networks.flatMap(found => ('diff' in found ? found.diff.map(diffText) : []))).toEqual([]);
	}

	async function diffsAfterDeploy(plan: DeployPlan, request: DeployRequest) {
		const before = await bench.running();
		await bench.deploy(request);
		const after = await bench.running();
		const lines = plan.services.map(({part: {name}}) => {
			const made = specDiff(comparable(before, name), comparable(after, name), {maskEnv: true});
			return [name, made.map(diffText).map(withoutDigest)] as const;
		});
		return Object.fromEntries(lines.filter(([, made]) => made.length > 0));
	}

	const namesOf = async (stack: string) =>
		(await bench.running()).services.filter(service => service.stack === stack).map(({name}) => name);

	const tasksOf = async (stack: string, steady: StackCase['steady']) => {
		const filters = encodeURIComponent(JSON.stringify({service: Object.keys(steady).map(key => `${stack}_${key}`)}));
		const tasks = await lab.api<readonly {ID: string; Status: {State: string}}[]>(
			lab.node('mgr1'),
			'GET',
			`/tasks?filters=${filters}`,
		);
		return tasks
			.filter(({Status}) => ['running', 'complete'].includes(Status.State))
			.map(({ID}) => ID)
			.sort();
	};
});

const withoutDigest = (line: string) => line.replaceAll(/@sha256:\w+/g, '@sha256...');

const diffsOf = ({services}: DeployPlan) =>
	Object.fromEntries(
		services.flatMap(found =>
			'diff' in found && found.diff.length > 0 ? [[found.part.name, found.diff.map(diffText).map(withoutDigest)]] : [],
		),
	);

/** A file without one of its services. */
const withoutService = (text: string, key: string) =>
	text.replace(new RegExp(`^  ${key}:\\n(?:(?:    .*|\\s*)\\n)+`, 'm'), '');

/** What the command line says of a first deploy. */
const told = ({networks, secrets, configs, services}: DeployPlan): string[] => [
	...networks.map(({spec}) => `Creating network ${spec.name}`),
	...secrets.filter(({kind}) => kind === 'create').map(({object}) => `Creating secret ${object.name}`),
	...configs.filter(({kind}) => kind === 'create').map(({object}) => `Creating config ${object.name}`),
	...services.map(({part}) => `Creating service ${part.name}`),
];
