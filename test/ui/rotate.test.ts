import {mkdtempSync, readdirSync, readFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {guidedOperations} from '../../source/operations/guided/guided-operations.ts';
import type {Target} from '../../source/operations/target.ts';
import {secretId} from '../../source/swarm/ids.ts';
import {openOperation} from '../../source/ui/dialogs/open-operation.ts';
import {topLayer} from '../../source/ui/state.ts';
import {type OnSimulator, openOnSimulator} from '../helpers/on-simulator.ts';
import {image, restartSoon, seconds, updateConfig} from '../simulator/contract/services.ts';
import {served} from '../simulator/served.ts';

const distinctive = 'Zq7-the-new-value-of-it';

const makeSecret = async (skep: OnSimulator, name: string): Promise<string> => {
	const Data = Buffer.from('old value').toString('base64');
	const {ID} = (await skep.swarm.post('/secrets/create', {Name: name, Labels: {team: 'shop'}, Data})) as {ID: string};
	await skep.soon(() => skep.context.view.snapshot().secrets?.items.has(secretId(ID)) === true);
	return ID;
};

/** A user of the secret: under another name, for somebody else's eyes only. */
const templateWith = (id: string, name: string, more: object = {}) => ({
	ContainerSpec: {
		Image: image('web:1'),
		Secrets: [{SecretID: id, SecretName: name, File: {Name: 'db', UID: '7', GID: '8', Mode: 0o400}}],
		...more,
	},
});

const usersSettled = (skep: OnSimulator, ...services: readonly (readonly [string, number])[]) =>
	skep.soon(() =>
		services.every(
			([name, count]) =>
				skep.running(name).length === count && skep.context.view.allServices().some(row => row.name === name),
		),
	);

const targetOf = (skep: OnSimulator, id: string): Target => {
	const saw = skep.context.view.snapshot().secrets?.items.get(secretId(id));
	if (saw === undefined) {
		throw new Error(`no secret ${id}`);
	}
	return {kind: 'secret', id: saw.id, saw};
};

const open = async (skep: OnSimulator, id: string, values: Record<string, string>) => {
	void openOperation(skep.context, guidedOperations.rotateSecret, [targetOf(skep, id)], values);
	await skep.soon(() => {
		skep.hear();
		const top = topLayer(skep.ui());
		if (top?.kind === 'operation' && top.phase.kind === 'form' && top.phase.problem === undefined) {
			skep.press('enter');
		}
		return skep.review() !== undefined;
	});
	return skep.review();
};

const sayYes = (skep: OnSimulator) => {
	const word = skep.review()?.mustType;
	skep.hear();
	skep.press(...(word === undefined ? ['y'] : [...word, 'enter']));
};

const least = (skep: OnSimulator, service: string) => {
	let fewest = Number.POSITIVE_INFINITY;
	skep.onTick(() => {
		fewest = Math.min(fewest, skep.running(service).length);
	});
	return () => fewest;
};

type NodeDescription = {readonly Resources: {readonly MemoryBytes: number}};

type RawTask = {readonly Spec: {readonly ContainerSpec?: unknown}};

const secretsOf = (task: RawTask) =>
	(task.Spec.ContainerSpec as {readonly Secrets?: readonly {readonly SecretName: string}[]}).Secrets?.map(
		({SecretName}) => SecretName,
	);

const nameOfNew = async (skep: OnSimulator) =>
	((await skep.swarm.get('/secrets')) as readonly {ID: string; Spec: {Name: string}}[]).map(({Spec}) => Spec.Name);

/** Everything that skep wrote to its state folder. */
const writtenDown = (folder: string): string =>
	readdirSync(folder, {recursive: true, withFileTypes: true})
		.filter(entry => entry.isFile())
		.map(entry => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
		.join('\n');

test('every user gets the new version in the same place, one after the other, as its update order allows', async () => {
	await using skep = await openOnSimulator();
	const id = await makeSecret(skep, 'db');
	const TaskTemplate = templateWith(id, 'db');
	await skep.create('api', 3, {TaskTemplate, UpdateConfig: updateConfig()});
	await skep.create('web', 2, {TaskTemplate, UpdateConfig: updateConfig({Order: 'start-first', Parallelism: 2})});
	await skep.create('agent', 0, {TaskTemplate, Mode: {Global: {}}, UpdateConfig: updateConfig({Parallelism: 2})});
	await usersSettled(skep, ['api', 3], ['web', 2], ['agent', 5]);
	const floors = ['api', 'web', 'agent'].map(name => least(skep, name));

	const review = await open(skep, id, {value: distinctive});
	const plan = review?.plan.effects.join('\n');
	expect(plan?.split('\n')).toEqual(
		expect.arrayContaining([
			'The secret db-2 is made with the value as typed, and the labels of db.',
			expect.stringMatching(/^3 services get it in place of db, at the same path/),
			'agent (/run/secrets/db): 5 slots, 2 at a time, stop-first: never fewer than 3 of 5 run.',
			'api (/run/secrets/db): 3 slots, 1 at a time, stop-first: never fewer than 2 of 3 run.',
			'web (/run/secrets/db): 2 slots, all at once, start-first: never fewer than 2 of 2 run.',
		]),
	);
	expect(review?.commands.join()).toContain(
		'docker secret create --label team=shop db-2 - && docker service update --secret-rm db --secret-add source=db-2,target=db,uid=7,gid=8,mode=0400 agent',
	);
	expect(JSON.stringify(review)).not.toContain(distinctive);
	sayYes(skep);
	await skep.soon(() => skep.guide() !== undefined);
	await skep.soon(() => {
		expect(writtenDown(skep.folder)).not.toContain(distinctive);
		return skep.guide() === undefined;
	});

	await skep.soon(() => skep.ui().message?.text === 'Rotation of db to db-2: done');
	expect(floors.map(fewest => fewest())).toEqual([2, 2, 3]);
	for (const name of ['api', 'web', 'agent']) {
		expect(skep.running(name).map(task => secretsOf(task as RawTask))).toSatisfy((all: readonly string[][]) =>
			all.every(names => names.join() === 'db-2'),
		);
	}
	const services = (await skep.swarm.get('/services')) as readonly {Spec: {TaskTemplate: object}}[];
	expect(services.map(({Spec}) => JSON.stringify(Spec.TaskTemplate))).toSatisfy((all: readonly string[]) =>
		all.every(text => text.includes('"File":{"Name":"db","UID":"7","GID":"8","Mode":256}') && !text.includes(id)),
	);
	expect(skep.journal().map(({operation}) => operation)).toEqual([
		'createSecret',
		'repointFile',
		'repointFile',
		'repointFile',
	]);
	expect(skep.page().replaceAll(/\s+/g, ' ')).toMatch(
		/No service has db any more; `docker service rollback` of .*would need it\. Ctrl\+D removes it/,
	);

	skep.context.run('showGuide');
	skep.context.ui.setState({layers: [{kind: 'guide', top: 0}]});
	skep.press('ctrl+d');
	await skep.soon(() => skep.review() !== undefined);
	expect(skep.review()?.plan.warnings.join()).toContain("can't be rolled back to the spec before");
	expect(skep.review()?.mustType).toBe('db');
	sayYes(skep);
	await skep.soon(() => skep.context.view.snapshot().secrets?.items.size === 1);
	expect(await nameOfNew(skep)).toEqual(['db-2']);
});

test('it stops at a service whose new tasks fail, says how to go on, and undoes what it did', async () => {
	await using skep = await openOnSimulator();
	const id = await makeSecret(skep, 'db');
	await skep.create('api', 2, {TaskTemplate: templateWith(id, 'db'), UpdateConfig: updateConfig()});
	const shaky = templateWith(id, 'db', {Image: image('worker:1'), Command: ['sh', '-c', 'sleep 12; exit 3']});
	await skep.create('shaky', 1, {
		TaskTemplate: {...shaky, RestartPolicy: restartSoon},
		UpdateConfig: updateConfig({Monitor: seconds(30)}),
	});
	await skep.create('web', 2, {TaskTemplate: templateWith(id, 'db'), UpdateConfig: updateConfig()});
	await usersSettled(skep, ['api', 2], ['web', 2]);

	await open(skep, id, {value: distinctive});
	sayYes(skep);
	await skep.soon(() => skep.guide()?.status === 'stopped');
	expect(skep.guide()?.why).toMatch(/The update of shaky is paused: its tasks with db-2 fail\. See why/);
	expect(skep.running('web').flatMap(task => secretsOf(task as RawTask))).toEqual(['db', 'db']);
	expect(skep.running('api').flatMap(task => secretsOf(task as RawTask))).toEqual(['db-2', 'db-2']);

	skep.context.run('showGuide');
	skep.press('X');
	skep.hear();
	skep.press('y');
	await skep.soon(
		() =>
			skep.running('api').length === 2 &&
			skep.running('api').every(task => secretsOf(task as RawTask)?.join() === 'db') &&
			skep.journal().length >= 5,
	);
	expect(skep.journal().map(({operation}) => operation)).toEqual([
		'createSecret',
		'repointFile',
		'repointFile',
		'repointFile',
		'repointFile',
	]);
});

test('one that rolls back by itself stops it, too', async () => {
	await using skep = await openOnSimulator();
	const id = await makeSecret(skep, 'db_v3');
	const shaky = templateWith(id, 'db_v3', {Image: image('worker:1'), Command: ['sh', '-c', 'sleep 12; exit 3']});
	await skep.create('shaky', 1, {
		TaskTemplate: {...shaky, RestartPolicy: restartSoon},
		UpdateConfig: updateConfig({Monitor: seconds(30), FailureAction: 'rollback'}),
	});
	await skep.soon(() => skep.context.view.allServices().length === 1);
	await open(skep, id, {value: distinctive});
	sayYes(skep);
	await skep.soon(() => skep.guide()?.status === 'stopped');
	expect(skep.guide()?.why).toMatch(/^shaky went back to db_v3: its tasks with db_v4 failed/);
});

test('a new task that no node takes is told while it is waited for, and undoing it needs no node', async () => {
	await using skep = await openOnSimulator();
	const id = await makeSecret(skep, 'db');
	const [node] = (await skep.swarm.get('/nodes')) as readonly {ID: string; Description: NodeDescription}[];
	const half = Math.ceil((node?.Description.Resources.MemoryBytes ?? 0) * 0.6);
	await skep.create('fat', 1, {
		TaskTemplate: {
			...templateWith(id, 'db'),
			Resources: {Reservations: {MemoryBytes: half}},
			Placement: {Constraints: [`node.id==${node?.ID}`]},
		},
		UpdateConfig: updateConfig({Order: 'start-first'}),
	});
	await usersSettled(skep, ['fat', 1]);
	await open(skep, id, {value: distinctive});
	sayYes(skep);

	await skep.soon(() => skep.guide()?.why?.includes('No node takes the next') === true);
	expect(skep.guide()?.why).toMatch(
		/^0 of its tasks run with db-2, 1 still with db\. No node takes the next: no suitable node \(.+\)\. Make room \(w on it says where\), or undo this$/,
	);
	skep.context.guides.undo();
	await skep.soon(() => skep.guide() === undefined);
	expect(skep.running('fat').flatMap(task => secretsOf(task as RawTask))).toEqual(['db']);
});

test('after a crash it goes on with what the swarm has: the value was never written down', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'rotate-'));
	const swarm = await served();
	const first = await openOnSimulator({folder, swarm});
	const id = await makeSecret(first, 'db');
	for (const name of ['api', 'web']) {
		await first.create(name, 2, {TaskTemplate: templateWith(id, 'db'), UpdateConfig: updateConfig()});
	}
	await usersSettled(first, ['api', 2], ['web', 2]);
	await open(first, id, {value: distinctive});
	sayYes(first);
	await first.soon(() => first.guide()?.record.sent === 0);
	await first.close();
	expect(writtenDown(folder)).not.toContain(distinctive);

	await using next = await openOnSimulator({folder, swarm});
	await next.soon(() => next.guide()?.status === 'unfinished');
	next.context.run('showGuide');
	next.press('enter');
	next.hear();
	next.press('y');
	await next.soon(() => next.ui().message?.text === 'Rotation of db to db-2: done');
	expect(next.running('web').flatMap(task => secretsOf(task as RawTask))).toEqual(['db-2', 'db-2']);
});

test('a version that exists already is used as it is, and no name is taken twice', async () => {
	await using skep = await openOnSimulator();
	const id = await makeSecret(skep, 'db');
	await makeSecret(skep, 'db-2');
	await skep.create('api', 1, {TaskTemplate: templateWith(id, 'db'), UpdateConfig: updateConfig()});
	await usersSettled(skep, ['api', 1]);
	const {rotateSecret} = guidedOperations;
	const [target] = [targetOf(skep, id)];
	const snapshot = skep.context.view.snapshot();
	expect(rotateSecret.fields?.([target], snapshot)[0]?.initial).toBe('db-3');
	expect(rotateSecret.parse({name: 'db-2', value: 'x'}, [target], snapshot)).toMatchObject({
		kind: 'problem',
		field: 'name',
		problem: expect.stringContaining('To use that one, leave the value and the file empty.'),
	});
	expect(rotateSecret.parse({name: 'db'}, [target], snapshot)).toMatchObject({kind: 'problem', field: 'name'});
	const unused = [...(snapshot.secrets?.items.values() ?? [])].find(({name}) => name === 'db-2');
	expect(rotateSecret.blockedBy({kind: 'secret', id: unused?.id, saw: unused} as Target, snapshot)).toContain(
		'no service has it',
	);

	const review = await open(skep, id, {name: 'db-2'});
	expect(review?.plan.effects[0]).toBe('The secret db-2, which exists already, takes the place of db.');
	sayYes(skep);
	await skep.soon(() => skep.ui().message?.text === 'Rotation of db to db-2: done');
	expect(skep.journal().map(({operation}) => operation)).toEqual(['repointFile']);
	expect(await nameOfNew(skep)).toEqual(['db', 'db-2']);
});
