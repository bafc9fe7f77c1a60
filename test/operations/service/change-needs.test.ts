import {describe, expect, test} from 'vitest';
import {operations} from '../../../source/operations/operations.ts';
import {parseNeeds} from '../../../source/operations/service/change-needs-form.ts';
import type {ServiceTarget} from '../../../source/operations/target.ts';
import type {Service} from '../../../source/swarm/service.ts';
import {leader, node, now, policy, runningTasks, service, snapshotOf} from '../../helpers/builders.ts';

const target = (saw = service('db', {constraints: ['node.labels.disk == ssd'], maxPerNode: 2})): ServiceTarget => ({
	kind: 'service',
	id: saw.id,
	saw,
});

describe('the form', () => {
	test('leaves alone what was not typed over', () => {
		expect(parseNeeds({memoryLimit: '1GiB'}, [target()])).toEqual({
			kind: 'input',
			input: {memoryLimit: 1024 ** 3},
		});
	});

	test('emptied, takes a need away', () => {
		expect(parseNeeds({constraints: '', maxPerNode: ''}, [target()])).toEqual({
			kind: 'input',
			input: {constraints: [], maxPerNode: 0},
		});
	});

	test('leaves alone what was odd before', () => {
		const odd = target(service('db', {constraints: ['node.platform.arch != amd64']}));
		const constraints = 'node.platform.arch != amd64, node.role == worker';
		expect(parseNeeds({constraints}, [odd])).toEqual({
			kind: 'input',
			input: {constraints: ['node.platform.arch != amd64', 'node.role == worker']},
		});
	});

	test('over several that differ, an empty field leaves each as it is', () => {
		const targets = [target(), target(service('web', {constraints: []}))];
		expect(parseNeeds({constraints: '', reservedCpus: '0.5'}, targets)).toEqual({
			kind: 'input',
			input: {reservedCpus: 0.5},
		});
	});

	test.each([
		['constraints', 'node.labels.disk = ssd', /==/],
		['constraints', 'node.labels.disk == ssd, node.platform.arch == amd64', /never fits: engines report x86_64/],
		['constraints', 'node.label.disk == ssd', /is node\.labels\.disk meant\?/],
		['reservedMemory', 'lots', /no size/],
		['cpuLimit', 'half', /no number of processors/],
		['maxPerNode', '-1', /no whole number/],
	])('says what is wrong with %s "%s"', (field, text, sentence) => {
		expect(parseNeeds({[field]: text}, [target()])).toMatchObject({
			kind: 'problem',
			field,
			problem: expect.stringMatching(sentence),
		});
	});
});

describe('the plan', () => {
	const [ssd, hdd] = [leader('node1', {labels: {disk: 'ssd'}}), node('node2', {labels: {disk: 'hdd'}})];
	const spec = {Name: 'web', TaskTemplate: {Placement: {}}};
	const web = service('web', {mode: {kind: 'replicated', replicas: 2}, spec});
	const snapshot = snapshotOf({
		nodes: [ssd, hdd],
		services: [web],
		tasks: runningTasks(web, [ssd, hdd]),
	});
	const planWith = (values: Record<string, string>) => {
		const targets = [target(web)];
		const parsed = parseNeeds(values, targets);
		return operations.changeNeeds.plan(targets, parsed.kind === 'input' ? parsed.input : {}, snapshot);
	};

	test('of a constraint tells which tasks go, as those that fit go on', () => {
		const {effects, warnings} = planWith({constraints: 'node.labels.disk == ssd'});
		expect(effects).toContain('web: constraints none -> node.labels.disk == ssd.');
		expect(effects).toContain('1 task no longer fits where it is; the others go on.');
		expect(warnings).toEqual([]);
	});

	test('of a constraint that no node satisfies warns of what waits', () => {
		expect(planWith({constraints: 'node.labels.disk == tape'}).warnings.join(' ')).toMatch(/web: no node takes/);
	});

	test('warns where nothing may return from it, and is refused where an update would by itself', () => {
		const plain = (changes: Partial<Service>) => {
			const saw = service('web', {spec: {Name: 'web', TaskTemplate: {}}, ...changes});
			const {plan} = operations.changeNeeds;
			return plan([target(saw)], {constraints: ['node.role == worker']}, {...snapshot, ...only(saw)});
		};
		const only = (saw: Service) => ({services: {at: now, items: new Map([[saw.id, saw]])}});
		expect(plain({}).warnings.join(' ')).toMatch(/managers crash.*never undo this by `docker service rollback`/);
		expect(plain({update: policy({failureAction: 'rollback'})}).refusals.join(' ')).toMatch(/managers crash/);
	});

	test('of the same again is refused', () => {
		expect(planWith({}).refusals).toEqual(['Nothing changes: it is so already.']);
	});
});
